"""Further classes and families against counts of their real model classes, to the unit.

`tests/data/more_families.json` says how they were counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen import Report, build_report
from reportgen.huggingface import read_config
from reportgen.loading import pruned

DATA = Path(__file__).parent / "data" / "more_families.json"
MODELS: dict[str, Any] = json.loads(DATA.read_text("utf-8"))["models"]
CORES = ("linear_attention_core", "ssm_core")
CHOICES = 3


def report(name: str) -> Report:
    (length,) = MODELS[name]["flops"]
    model = pruned(read_config(MODELS[name]["config"], "config.json", "model"))
    batch = CHOICES if MODELS[name]["class"].endswith("ForMultipleChoice") else 1
    return build_report(model, {"seq_len": int(length), "batch_size": batch})


@pytest.mark.parametrize("name", MODELS)
def test_parameters_and_flops(name: str) -> None:
    counted, (flops,) = report(name), MODELS[name]["flops"].values()
    totals = counted.totals.exact
    pairs = zip(totals["component"], totals["flops"], strict=True)
    ours = sum(each for component, each in pairs if component not in CORES)  # type: ignore[misc]
    assert (counted.figures["params_total"].value, ours) == (MODELS[name]["params"], flops)
