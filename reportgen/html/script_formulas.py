"""Formulas as a page's script has them: each is written once, for all pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from reportgen.formula import Node, columns, names, to_javascript
from reportgen.html.common_parts import part_name, parts_in
from reportgen.html.short_names import called

_NOTHING, _NO_PARTS = frozenset[str](), frozenset[Node]()


class Needs(NamedTuple):
    """The names, the columns and the common parts that formulas use."""

    names: Mapping[str, None]
    columns: Mapping[tuple[str, str], None]
    parts: Mapping[Node, None]


@lru_cache(maxsize=1 << 14)
def needs(formula: Node, own: frozenset[str] = _NOTHING) -> Needs:
    """Return what a formula uses, the cells of its `own` row left out."""
    summed = sorted((column.table, column.column) for column in columns(formula))
    apart = sorted(parts_in(formula, own), key=part_name)
    used = sorted(names(formula) - own)
    return Needs(dict.fromkeys(used), dict.fromkeys(summed), dict.fromkeys(apart))


@lru_cache(maxsize=1 << 12)
def needs_of_cells(cells: tuple[Node | str, ...]) -> Needs:
    """Return what a column of cells uses."""
    each = [needs(cell) for cell in dict.fromkeys(cells) if not isinstance(cell, str)]
    return Needs(
        dict.fromkeys(chain.from_iterable(needed.names for needed in each)),
        dict.fromkeys(chain.from_iterable(needed.columns for needed in each)),
        dict.fromkeys(chain.from_iterable(needed.parts for needed in each)),
    )


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
