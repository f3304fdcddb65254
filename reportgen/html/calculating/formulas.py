"""Formulas as a page's script has them: each is written once, for all pages."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from reportgen.formula import Node, columns, names, to_javascript
from reportgen.html.calculating.common_parts import part_name, parts_in
from reportgen.html.calculating.short_names import called

_NOTHING, _NO_PARTS = frozenset[str](), frozenset[Node]()


class Needs(NamedTuple):
    """The names, the columns and the common parts that formulas use."""

    names: frozenset[str]
    columns: frozenset[tuple[str, str]]
    parts: frozenset[Node]


@lru_cache(maxsize=1 << 14)
def needs(formula: Node) -> Needs:
    """Return what a formula uses."""
    summed = frozenset((column.table, column.column) for column in columns(formula))
    return Needs(names(formula), summed, parts_in(formula))


@lru_cache(maxsize=1 << 12)
def needs_of_cells(cells: tuple[Node | str, ...]) -> Needs:
    """Return what a column of cells uses."""
    each = [needs(cell) for cell in {*cells} if not isinstance(cell, str)]
    return Needs(
        frozenset().union(*(needed.names for needed in each)),
        frozenset().union(*(needed.columns for needed in each)),
        frozenset().union(*(needed.parts for needed in each)),
    )


@lru_cache(maxsize=1 << 12)
def needs_of_column(table: str, formula: Node, own: frozenset[str]) -> Needs:
    """Return what the column of a formula uses, with the columns of its `own` row."""
    used, summed, _ = needs(formula)
    beside = frozenset((table, column) for column in own)
    return Needs(used - own, summed | beside, parts_in(formula, own))


@lru_cache(maxsize=1 << 14)
def said(formula: Node, own: frozenset[str] = _NOTHING, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a formula as JavaScript, of common parts and of its model's `parts` the names alone.

    A part that names one of a row's `own` cells stays in the row.
    """
    apart = _named(parts_in(formula, own) | parts)
    return apart.get(formula) or to_javascript(formula, called, apart)


@lru_cache(maxsize=1 << 14)
def entry(name: str, formula: Node, own: frozenset[str] = _NOTHING) -> str:
    """Return a formula of the catalogue under its name."""
    return f"{called(name)}:_=>{said(formula, own)}"


@lru_cache(maxsize=1 << 14)
def defined(part: Node, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a common part under its name."""
    return f"{part_name(part)}:_=>{to_javascript(part, called, _named(parts_in(part) | parts))}"


def _named(parts: frozenset[Node]) -> dict[Node, str]:
    return {part: part_name(part) for part in parts}
