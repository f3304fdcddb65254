"""Configs as the current classes save them, counted as the classes that they were saved from.

`tests/data/saved_configs.json` says how they were made and counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen import build_report
from reportgen.huggingface import read_config
from reportgen.loading import pruned

DATA = json.loads((Path(__file__).parent / "data" / "saved_configs.json").read_text("utf-8"))
MODELS: dict[str, Any] = DATA["models"]
MULTIMODAL: dict[str, Any] = DATA["multimodal"]


def params(config: dict[str, Any]) -> object:
    model = pruned(read_config(config, "config.json", "model"))
    return build_report(model).figures["params_total"].value


@pytest.mark.parametrize("family", MODELS)
def test_a_config_as_it_is_saved(family: str) -> None:
    full = MODELS[family]["full"]
    saved = {key: value for key, value in full.items() if key not in MODELS[family]["left_out"]}
    assert params(saved) == params(full) == MODELS[family]["params"]


@pytest.mark.parametrize("family", MULTIMODAL)
def test_a_multimodal_config_as_it_is_saved(family: str) -> None:
    said = MULTIMODAL[family]
    assert params(said["saved"]) == said["params"]
    assert params(said.get("full", said["saved"])) == said["params"]
