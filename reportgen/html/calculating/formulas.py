"""Formulas as a page's script has them: each is written once, for all pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reportgen.formula import Name, Node, columns, names, to_javascript
from reportgen.html.calculating.common_parts import part_name, parts_in
from reportgen.html.calculating.short_names import NUMBERED, called, numbered_name

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
def needs_of_all(formulas: frozenset[Node] | tuple[Node, ...]) -> Needs:
    """Return what some formulas, such as the cells of a column, use together."""
    return together(map(needs, {*formulas}))


def together(needed: Iterable[Needs]) -> Needs:
    """Return several needs as one."""
    each = tuple(zip(*needed, strict=True)) or ((), (), ())
    return Needs(*(frozenset().union(*wanted) for wanted in each))


@lru_cache(maxsize=1 << 12)
def needs_of_column(table: str, formula: Node, row: frozenset[str]) -> Needs:
    """Return what a column's formula over the cells of its `row` and other names uses."""
    used, summed, _ = needs(formula)
    beside = frozenset((table, column) for column in used & row)
    return Needs(used - row, summed | beside, parts_in(formula, row))


def value_name(formula: Node) -> str:
    """Return what the script calls the value of a formula: its name's, or a number of its own."""
    if type(formula) is Name:
        return called(formula.name)
    return numbered_name(NUMBERED, formula)


@lru_cache(maxsize=1 << 14)
def said(formula: Node, row: frozenset[str] = _NOTHING, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a formula as JavaScript, of common parts and of its model's `parts` the names alone.

    A part that names one of the cells of its `row` stays in the row.
    """
    apart = _named(parts_in(formula, row) | parts)
    return apart.get(formula) or to_javascript(formula, called, apart)


@lru_cache(maxsize=1 << 10)
def entries(formulas: frozenset[tuple[str, Node]], row: frozenset[str] = _NOTHING) -> str:
    """Return formulas under their names, those of columns with the cells of their `row`."""
    return ",".join([f"{called(name)}:_=>{said(f, row)}" for name, f in sorted(formulas)])


@lru_cache(maxsize=1 << 14)
def defined(part: Node, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a common part under its name."""
    return f"{part_name(part)}:_=>{to_javascript(part, called, _named(parts_in(part) | parts))}"


@lru_cache(maxsize=1 << 14)
def numbered(formula: Node, parts: frozenset[Node]) -> str:
    """Return a formula that has no name under the number of its value."""
    return f"{value_name(formula)}:_=>{said(formula, parts=parts)}"


def _named(parts: frozenset[Node]) -> dict[Node, str]:
    return {part: part_name(part) for part in parts}
