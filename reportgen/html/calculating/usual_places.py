"""The places that every page has, and the values that pages show whatever the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from reportgen import catalogued
from reportgen.formula import Name, Node, parse

Shown = tuple[str, Node]  # in which way, and what


class Place(NamedTuple):
    """Elements in the order of the page, and what each of them shows."""

    selector: str
    shown: tuple[Shown, ...]


@cache
def usual_values() -> Mapping[Node, str]:
    """Return the formulas without a name that the catalogue or every page shows, numbered."""
    placed = [formula for place in usual_places(True) for _, formula in place.shown]
    shown = dict.fromkeys((*placed, *catalogued.shown()))
    unnamed = [formula for formula in shown if type(formula) is not Name]
    return {formula: str(number) for number, formula in enumerate(unnamed)}


@cache
def usual_places(with_active: bool) -> tuple[Place, ...]:
    """Return the head of a page and the sums below its tables.

    Where tokens use only a part of the parameters, it has the active ones apart.
    """
    return (*_head(with_active), *_sums())


def _head(with_active: bool) -> Iterator[Place]:
    tokens = parse("batch_size * seq_len")
    total, forward, weights = map(Name, ("params_total", "flops_forward", "weights_bytes"))
    used = [Name("params_active")] if with_active else []
    yield Place(
        "header .lead b",
        tuple(("grouped", formula) for formula in (total, *used, tokens, forward, weights)),
    )
    unused = ("some", parse("params_total - params_active"))
    yield from (Place("[data-part]", (unused, unused)) for _ in used)
    each: list[Shown] = [("grouped", total), ("si", total)]
    for formula in used:
        each += [("grouped", formula), ("si", formula)]
    each += [
        ("siflop", forward),
        ("grouped", Name("batch_size")),
        ("grouped", Name("seq_len")),
        ("siflop", Name("flops_per_token")),
        ("grouped", Name("flops_per_token")),
        ("sibytes", Name("weights_bytes")),
        ("plain", Name("weights_gib")),
        ("grouped", Name("bytes_per_value")),
        ("holds", Name("all_checks_hold")),
    ]
    yield Place(".facts [data-f]", tuple(each))


def _sums() -> Iterator[Place]:
    totals = ("params", "params_share", "active_params", "flops", "flops_share")
    ways = ("whole", "percent", "whole", "short", "percent")
    yield _sum("#totals-table tfoot td", "Totals", totals, ways)
    products = ("params", "flops", "share")
    yield _sum("#matmuls-table tfoot th~td", "Matmuls", products, ("whole", "short", "percent"))
    others = ("params", "active_params", "share")
    yield _sum("#other-table tfoot th~td", "OtherParameters", others, ("whole", "whole", "percent"))


def _sum(selector: str, table: str, columns: tuple[str, ...], ways: tuple[str, ...]) -> Place:
    pairs = zip(ways, columns, strict=True)
    return Place(selector, tuple((way, parse(f"sum({table}.{c})")) for way, c in pairs))
