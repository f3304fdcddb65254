"""Every family's config.json against counts of its real model class, to the unit.

`tests/data/families.json` says how they were counted.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen import Report, build_report
from reportgen.huggingface import read_config
from reportgen.loading import pruned

FAMILIES = json.loads((Path(__file__).parent / "data" / "families.json").read_text("utf-8"))
MODELS: dict[str, Any] = FAMILIES["models"]
LENGTHS = [(name, length) for name, model in MODELS.items() for length in model["flops"]]
CORES = ("linear_attention_core", "ssm_core")
# Compared by their sums only, since the class keeps in one tensor what we count in two, or the
# other way round: the shared expert's gate and up; a bias of all experts; a norm of each head.
KEPT_OTHERWISE = {"granite-4.0-h-small", "jetmoe-8b", "stablelm-2-12b"}


@cache
def report(name: str, length: str = "") -> Report:
    model = pruned(read_config(MODELS[name]["config"], "config.json", "model"))
    return build_report(model, {"seq_len": int(length)} if length else {})


@pytest.mark.parametrize("name", MODELS)
def test_parameters(name: str) -> None:
    figures = report(name).figures
    assert figures["params_total"].value == MODELS[name]["params_total"]
    assert figures["params_active"].value == MODELS[name]["params_active"]


@pytest.mark.parametrize(("name", "length"), LENGTHS)
def test_flops(name: str, length: str) -> None:
    counted, totals = MODELS[name]["flops"][length], report(name, length).totals.exact
    cores = (*CORES, "attention_core") if "cores_hold_attention" in MODELS[name] else CORES
    pairs = zip(totals["component"], totals["flops"], strict=True)
    ours = sum(flops for component, flops in pairs if component not in cores)  # type: ignore[misc]
    assert ours == counted["total"] - counted.get("cores", 0)


@pytest.mark.parametrize("name", sorted(MODELS.keys() - KEPT_OTHERWISE))
def test_every_tensor_has_the_size_of_the_class(name: str) -> None:
    counted, sizes = report(name), Counter[int]()
    for row in counted.matmuls.frame.iter_rows(named=True):
        if row["component"] != "experts":
            sizes[row["k"] * row["n"]] += row["stored"]
            sizes[row["bias"]] += row["stored"]
    for row in counted.other_parameters.frame.iter_rows(named=True):
        if row["component"] != "experts":
            sizes[row["size"]] += row["count"]
    kept = [[size, count] for size, count in sorted(sizes.items()) if size and count]
    assert kept == MODELS[name]["sizes"]


@pytest.mark.parametrize("name", MODELS)
def test_every_check_holds(name: str) -> None:
    assert report(name).holds
