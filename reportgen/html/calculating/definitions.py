"""The definitions of a page's script: what it calculates, as JavaScript.

What several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from reportgen import catalogued
from reportgen.formula import Name, Node
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.common_parts import (
    LEAVES,
    own_parts,
    own_parts_in,
    own_parts_of_cells,
    part_name,
)
from reportgen.html.calculating.formulas import defined, entries, numbered, said
from reportgen.html.calculating.short_names import called


@dataclass(frozen=True)
class Definitions:
    """Formulas and tables as the insides of two objects, and columns of texts that tables share."""

    formulas: str
    tables: str
    texts: str


def definitions(calculation: Calculation) -> Definitions:
    """Return what a calculation shows, and all that it needs."""
    return _Writer(calculation).written()


class _Writer:
    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.tables: dict[str, list[str]] = {}
        for name, column in sorted(calculation.columns):
            self.tables.setdefault(name, []).append(column)
        self.columns = {name: self._alike(name) for name in self.tables}
        usual, named = catalogued.formulas(), calculation.named
        self.usual = frozenset(pair for pair in named.items() if pair[1] in usual)
        own_names = sorted(name for name, f in named.items() if f and f not in usual)
        self.own = {name: f for name in own_names if (f := named[name])}
        cells = chain.from_iterable(chain.from_iterable(self.columns.values()))
        own = dict.fromkeys((*self.own.values(), *cells))
        self.parts = own_parts(tuple(f for f in own if type(f) not in LEAVES and f not in usual))
        self.own_parts = frozenset(self.parts)
        self.texts: dict[str, int] = {}

    def written(self) -> Definitions:
        parts = sorted(self.calculation.parts, key=part_name)
        formulas = [
            entries(self.usual),
            *(f"{called(name)}:_=>{self._said(formula)}" for name, formula in self.own.items()),
            *map(defined, parts),
            *(defined(part, own_parts_in(part, self.own_parts)) for part in self.parts),
            *(numbered(f, own_parts_in(f, self.own_parts)) for f in self._unnamed()),
        ]
        tables = [f"{called(name)}:{self._table(name)}" for name in self.tables]
        return Definitions(",".join(filter(None, formulas)), ",".join(tables), ",".join(self.texts))

    def _unnamed(self) -> Iterator[Node]:
        return (formula for formula in self.calculation.shown if type(formula) is not Name)

    def _said(self, formula: Node) -> str:
        return said(formula, parts=own_parts_in(formula, self.own_parts))

    def _alike(self, name: str) -> dict[tuple[Node, ...], list[str]]:
        """Return a table's columns of cells, each with the names of those that are the same."""
        given, found = self.calculation.tables[name].cells, dict[tuple[Node, ...], list[str]]()
        for column in self.tables[name]:
            if column in given:
                found.setdefault(given[column], []).append(column)
        return found

    def _table(self, name: str) -> str:
        table, wanted = self.calculation.tables[name], self.tables[name]
        texts = [
            f"{called(column)}:{self._text_column(table.texts[column])}"
            for column in wanted
            if column in table.texts
        ]
        columns = [
            f'["{" ".join(map(called, names))}",{self._column(cells)}]'
            for cells, names in self.columns[name].items()
        ]
        formulas = ((c, table.formulas[c]) for c in wanted if c in table.formulas)
        follows = entries(frozenset(formulas), table.row)
        return f"[{{{','.join(texts)}}},_=>{js_list(columns)},$=>{{with($)return{{{follows}}}}}]"

    def _column(self, cells: tuple[Node, ...]) -> str:
        return _column(cells, own_parts_of_cells(cells, self.own_parts))

    def _text_column(self, cells: tuple[str, ...]) -> int:
        """Return the number of a column of texts, which several tables may have."""
        return self.texts.setdefault(_worded(cells), len(self.texts))


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
