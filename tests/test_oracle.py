"""Parameters and FLOPs are those of the real model classes, to the unit, row by row.

`tests/data/oracle.json` says how they were counted.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reportgen import Report, build_report, load_model

ORACLE = json.loads((Path(__file__).parent / "data" / "oracle.json").read_text(encoding="utf-8"))
MODELS: dict[str, Any] = ORACLE["models"]
LENGTHS = [(name, length) for name, model in MODELS.items() for length in model["flops"]]

PARAMETER_KINDS = {
    "embedding": "token_embedding",
    "positions": "position_embedding",
    "attention_projections": "attention",
    "feed_forward": "mlp",
    "router": "router",
    "experts": "experts",
    "norms": "norms",
    "lm_head": "lm_head",
}
FLOP_KINDS = {
    "attention_projections": "attn_proj",
    "attention_core": "attn_core",
    "feed_forward": "mlp",
    "router": "router",
    "experts": "experts",
    "lm_head": "lm_head",
}
FUSED = "experts"


@cache
def report(name: str, length: str) -> Report:
    settings = {**MODELS[name]["settings"], "seq_len": int(length)}
    return build_report(load_model(MODELS[name]["preset"]), settings)


def by_kind(report: Report, column: str, kinds: dict[str, str]) -> dict[str, Any]:
    """Return the totals of a column by the oracle's kinds, without those that have nothing."""
    totals = report.totals.exact
    pairs = zip(totals["component"], totals[column], strict=True)
    return {kinds[str(component)]: value for component, value in pairs if value}


@pytest.mark.parametrize("name", MODELS)
def test_parameters_are_those_of_the_class(name: str) -> None:
    model, counted = MODELS[name], report(name, "128")
    assert counted.figures["params_total"].value == model["params_total"]
    assert counted.figures["params_active"].value == model["params_active"]
    assert by_kind(counted, "params", PARAMETER_KINDS) == model["params_by_kind"]


@pytest.mark.parametrize(("name", "length"), LENGTHS)
def test_flops_are_those_of_the_class(name: str, length: str) -> None:
    flops, counted = MODELS[name]["flops"][length], report(name, length)
    assert counted.figures["flops_forward"].value == flops["total"]
    assert by_kind(counted, "flops", FLOP_KINDS) == flops["by_kind"]


@pytest.mark.parametrize(("name", "length"), LENGTHS)
def test_every_product_has_the_shape_of_the_class(name: str, length: str) -> None:
    products = Counter[tuple[int, int, int]]()
    for row in report(name, length).matmuls.frame.iter_rows(named=True):
        if row["component"] != FUSED and row["count"]:
            products[row["m"], row["k"], row["n"]] += row["count"]
    assert (
        sorted([*shape, count] for shape, count in products.items())
        == (MODELS[name]["products"][length])
    )


@pytest.mark.parametrize("name", MODELS)
def test_every_tensor_has_the_size_of_the_class(name: str) -> None:
    counted, sizes = report(name, "128"), Counter[int]()
    for row in counted.matmuls.frame.iter_rows(named=True):
        if row["component"] != FUSED:
            sizes[row["k"] * row["n"]] += row["stored"]
            sizes[row["bias"]] += row["stored"]
    for row in counted.other_parameters.frame.iter_rows(named=True):
        sizes[row["size"]] += row["count"]
    kept = [[size, count] for size, count in sorted(sizes.items()) if size and count]
    assert kept == MODELS[name]["sizes"]


def test_every_length_that_was_counted_is_compared() -> None:
    assert len(MODELS) == 14
    assert {length for _, length in LENGTHS} == {"128", "1024", "4096", "16384"}
