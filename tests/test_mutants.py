"""Tiny models of every family, of shapes that no one has trained, against their real classes.

`tests/data/mutants.json` says how they were counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import Report, build_report
from reportgen.huggingface import read_config
from reportgen.loading import pruned

DATA = Path(__file__).parent / "data"
MUTANTS: dict[str, list[Any]] = json.loads((DATA / "mutants.json").read_text("utf-8"))["mutants"]
MODELS: dict[str, Any] = json.loads((DATA / "families.json").read_text("utf-8"))["models"]
CORES = ("linear_attention_core", "ssm_core")
# DeBERTa projects its table of relative positions once, however many sequences there are.
SHARED_BY_A_BATCH = ("deberta-v2",)


def config(mutant: Any) -> dict[str, Any]:
    base = MODELS[mutant["base"]]["config"] if "base" in mutant else {}
    kept = {key: value for key, value in base.items() if key not in mutant.get("without", ())}
    return {**kept, **mutant["changed"]}


def report(mutant: Any, batches: int = 1) -> Report:
    model = pruned(read_config(config(mutant), "config.json", "mutant"))
    inputs = mutant["inputs"]
    return build_report(model, {**inputs, "batch_size": batches * inputs["batch_size"]})


def flops(found: Report) -> int:
    totals = found.totals.exact
    pairs = zip(totals["component"], totals["flops"], strict=True)
    return sum(flops for component, flops in pairs if component not in CORES)  # type: ignore[misc]


@pytest.mark.parametrize("family", MUTANTS)
def test_parameters(family: str) -> None:
    counted = {number: mutant["params"] for number, mutant in enumerate(MUTANTS[family])}
    ours = {
        number: report(MUTANTS[family][number]).figures["params_total"].value for number in counted
    }
    assert ours == counted


@pytest.mark.parametrize("family", MUTANTS)
def test_flops(family: str) -> None:
    counted = {
        number: mutant["flops"]
        for number, mutant in enumerate(MUTANTS[family])
        if "flops" in mutant
    }
    ours = {number: flops(report(MUTANTS[family][number])) for number in counted}
    assert ours == counted


def test_every_family_of_the_models_has_mutants() -> None:
    assert MUTANTS.keys() >= {model["config"]["model_type"] for model in MODELS.values()}


@given(st.data(), st.integers(2, 1000))
def test_sequences_do_not_meet(data: st.DataObject, batches: int) -> None:
    """Every sequence of a batch costs what the first does."""
    families = [name for name in MUTANTS if name not in SHARED_BY_A_BATCH]
    mutant = data.draw(st.sampled_from(MUTANTS[data.draw(st.sampled_from(families))]))
    if "flops" in mutant:
        assert flops(report(mutant, batches)) == batches * mutant["flops"]
