"""The definitions of a page's script: what it calculates, as JavaScript.

What several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from reportgen import catalogued
from reportgen.formula import Node
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.calculation import Calculation, usual
from reportgen.html.calculating.common_parts import (
    LEAVES,
    common_parts,
    own_parts,
    own_parts_in,
    own_parts_of_cells,
)
from reportgen.html.calculating.formulas import defined, entries, numbered, said
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import Table


class Definitions(NamedTuple):
    """Formulas and tables as the insides of two objects, and columns of texts that tables share."""

    formulas: str
    tables: str
    texts: tuple[str, ...]


def definitions(own: Calculation) -> Definitions:
    """Return what every page calculates and, after it, what is a model's own."""
    known = _usual_definitions()
    found = _Writer(own, known.texts).written()
    formulas, tables = (f"{a},{b}" for a, b in zip(known[:2], found[:2], strict=True))
    return Definitions(formulas, tables, found.texts)


@cache
def _usual_definitions() -> Definitions:
    found = _Writer(usual(), ()).written()
    parts = map(defined, common_parts())
    return found._replace(formulas=",".join((found.formulas, *parts)))


class _Writer:
    def __init__(self, calculation: Calculation, texts: tuple[str, ...]) -> None:
        self.calculation = calculation
        self.columns = {name: _alike(table) for name, table in calculation.tables.items()}
        cells = chain.from_iterable(chain.from_iterable(self.columns.values()))
        formulas = dict.fromkeys((*calculation.named.values(), *cells))
        known = catalogued.formulas()
        self.parts = own_parts(
            tuple([f for f in formulas if type(f) not in LEAVES and f not in known])
        )
        self.own_parts = frozenset(self.parts)
        self.texts = {text: i for i, text in enumerate(texts)}

    def written(self) -> Definitions:
        named, unnamed, tables = self.calculation
        formulas = [
            *[f"{called(name)}:_=>{self._said(formula)}" for name, formula in named.items()],
            *[defined(part, own_parts_in(part, self.own_parts)) for part in self.parts],
            *[numbered(f, own_parts_in(f, self.own_parts)) for f in unnamed],
        ]
        each = [f"{called(name)}:{self._table(name)}" for name in tables]
        return Definitions(",".join(formulas), ",".join(each), tuple(self.texts))

    def _said(self, formula: Node) -> str:
        return said(formula, parts=own_parts_in(formula, self.own_parts))

    def _table(self, name: str) -> str:
        table = self.calculation.tables[name]
        texts = [f"{called(c)}:{self._text_column(cells)}" for c, cells in _texts(table)]
        columns = [
            f'["{" ".join(map(called, names))}",{self._column(cells)}]'
            for cells, names in self.columns[name].items()
        ]
        follows = entries(table.follow, table.row)
        return f"[{{{','.join(texts)}}},_=>{js_list(columns)},$=>{{with($)return{{{follows}}}}}]"

    def _column(self, cells: tuple[Node, ...]) -> str:
        return _column(cells, own_parts_of_cells(cells, self.own_parts))

    def _text_column(self, cells: tuple[str, ...]) -> int:
        """Return the number of a column of texts, which several tables may have."""
        return self.texts.setdefault(_worded(cells), len(self.texts))


def _texts(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, cells in table.given.items():
        if not cells or isinstance(cells[0], str):
            yield name, cells  # type: ignore[misc]


def _alike(table: Table) -> Mapping[tuple[Node, ...], list[str]]:
    """Return the columns of formulas, each with the names of those that are the same."""
    found = dict[tuple[Node, ...], list[str]]()
    for name, cells in table.given.items():
        if cells and not isinstance(cells[0], str):
            found.setdefault(cells, []).append(name)
    return found


@lru_cache(maxsize=1 << 12)
def _column(cells: tuple[Node, ...], parts: frozenset[Node]) -> str:
    """Write a column of formulas, each once."""
    each = [said(cell, parts=own_parts_in(cell, parts)) for cell in dict.fromkeys(cells)]
    return f"{js_list(each)},{_numbered(cells)}"


@lru_cache(maxsize=1 << 10)
def _worded(cells: tuple[str, ...]) -> str:
    """Write a column of texts, each word once."""
    return f"[{js_list(map(js_text, dict.fromkeys(cells)))},{_numbered(cells)}]"


def _numbered(cells: tuple[str, ...] | tuple[Node, ...]) -> str:
    """Write which of its different cells each cell of a column is, as the signs from "0" on.

    Where all are the same or all differ, how many there are says it all.
    """
    numbers = {cell: i for i, cell in enumerate(dict.fromkeys(cells))}
    if len(numbers) in (1, len(cells)):
        return str(len(cells))
    return js_text("".join(chr(ord("0") + numbers[cell]) for cell in cells))
