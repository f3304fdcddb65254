"""Formulas as a page's script has them: each is written once, for all pages."""

from __future__ import annotations

from functools import lru_cache

from reportgen.formula import Name, Node, to_javascript
from reportgen.html.calculating.common_parts import part_name, parts_in
from reportgen.html.calculating.short_names import SHOWN, called, numbered_name
from reportgen.html.calculating.usual_places import usual_values

_NOTHING, _NO_PARTS = frozenset[str](), frozenset[Node]()


def value_name(formula: Node) -> str:
    """Return what the script calls the value of a formula: its name's, or a number of its own."""
    if type(formula) is Name:
        return called(formula.name)
    return usual_values().get(formula) or numbered_name(SHOWN, formula)


@lru_cache(maxsize=1 << 14)
def said(formula: Node, row: frozenset[str] = _NOTHING, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a formula as JavaScript, of common parts and of its model's `parts` the names alone.

    A part that names one of the cells of its `row` stays in the row.
    """
    apart = _named(parts_in(formula, row) | parts)
    return apart.get(formula) or to_javascript(formula, called, apart)


@lru_cache(maxsize=1 << 10)
def entries(formulas: tuple[tuple[str, Node], ...], row: frozenset[str]) -> str:
    """Return columns that follow from the cells of their `row`, under their names."""
    return ",".join([f"{called(name)}:_=>{said(formula, row)}" for name, formula in formulas])


@lru_cache(maxsize=1 << 14)
def defined(part: Node, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a common part under its name."""
    return f"{part_name(part)}:_=>{to_javascript(part, called, _named(parts_in(part) | parts))}"


@lru_cache(maxsize=1 << 14)
def numbered(formula: Node, parts: frozenset[Node] = _NO_PARTS) -> str:
    """Return a formula that has no name under the number of its value."""
    return f"{value_name(formula)}:_=>{said(formula, parts=parts)}"


def _named(parts: frozenset[Node]) -> dict[Node, str]:
    return {part: part_name(part) for part in parts}
