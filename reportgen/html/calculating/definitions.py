"""The definitions of a page's script: what it calculates, as JavaScript.

What several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from reportgen import catalogued
from reportgen.formula import Node
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.common_parts import LEAVES, own_parts, own_parts_in
from reportgen.html.calculating.formulas import defined, entry, said
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import Cells, Table


@dataclass(frozen=True)
class Definitions:
    """Formulas and tables as the insides of two objects, and columns of texts that tables share."""

    formulas: str
    tables: str
    texts: str


def definitions(calculation: Calculation) -> Definitions:
    """Return what is asked for, and all that it needs."""
    calculation.complete()
    return _Writer(calculation).written()


class _Writer:
    def __init__(self, calculation: Calculation) -> None:
        self.calculation = calculation
        self.tables = {name: table for name, table in calculation.tables.items() if table.asked}
        self.named = {name: f for name, f in calculation.named.items() if f is not None}
        # An input that follows a formula may be given another value, a figure may not.
        figures = self.named.keys() - calculation.inputs.keys()
        self.name_of = {self.named[name]: called(name) for name in sorted(figures)}
        self.columns = {name: _alike(table) for name, table in self.tables.items()}
        cells = dict.fromkeys(chain.from_iterable(chain.from_iterable(self.columns.values())))
        formulas = [*self.named.values(), *cells]
        own = [f for f in formulas if type(f) not in LEAVES and f not in catalogued.formulas()]
        self.parts = own_parts(own)
        self.own_parts = frozenset(self.parts)
        self.cells = {cell: self._formula(cell) for cell in cells}
        self.texts: dict[str, int] = {}

    def written(self) -> Definitions:
        formulas = [self._named(name, formula) for name, formula in self.named.items()]
        formulas += map(defined, self.calculation.parts)
        formulas += [defined(part, own_parts_in(part, self.own_parts)) for part in self.parts]
        asked = self.calculation.asked.items()
        formulas += [f"{name}:_=>{self._formula(formula)}" for formula, name in asked]
        tables = [f"{called(name)}:{self._table(name)}" for name in self.tables]
        return Definitions(",".join(formulas), ",".join(tables), ",".join(self.texts))

    def _named(self, name: str, formula: Node) -> str:
        if formula in catalogued.formulas():
            return entry(name, formula)
        return f"{called(name)}:_=>{self._said(formula)}"

    def _formula(self, formula: Node) -> str:
        """Write a formula that has no name; where it is that of a figure, the figure's."""
        if type(formula) in LEAVES:
            return said(formula)
        return self.name_of.get(formula) or self._said(formula)

    def _said(self, formula: Node) -> str:
        return said(formula, parts=own_parts_in(formula, self.own_parts))

    def _table(self, name: str) -> str:
        table = self.tables[name]
        texts = [f"{called(c)}:{self._text_column(v)}" for c, v in table.texts().items()]
        columns = [
            f'["{" ".join(map(called, names))}",{self._column(cells)}]'
            for cells, names in self.columns[name].items()
        ]
        follows = [
            entry(column, table.formulas[column], own)
            for column, own in table.asked.items()
            if column not in table.given
        ]
        return (
            f"[{{{','.join(texts)}}},_=>{js_list(columns)},"
            f"$=>{{with($)return{{{','.join(follows)}}}}}]"
        )

    def _column(self, cells: tuple[Node, ...]) -> str:
        return f"{js_list(map(self.cells.__getitem__, dict.fromkeys(cells)))},{_numbered(cells)}"

    def _text_column(self, cells: Cells) -> int:
        """Return the number of a column of texts, which several tables may have."""
        return self.texts.setdefault(_worded(cells), len(self.texts))


def _alike(table: Table) -> dict[tuple[Node, ...], list[str]]:
    """Return the columns of formulas, each with the names of those that are the same."""
    found: dict[tuple[Node, ...], list[str]] = {}
    for name, cells in table.numbers().items():
        found.setdefault(cells, []).append(name)
    return found


@lru_cache(maxsize=1 << 10)
def _worded(cells: Cells) -> str:
    """Write a column of texts, each word once."""
    return f"[{js_list(js_text(str(cell)) for cell in dict.fromkeys(cells))},{_numbered(cells)}]"


@lru_cache(maxsize=1 << 12)
def _numbered(cells: Cells) -> str:
    """Write which of its different cells each cell of a column is, as the signs from "0" on.

    Where all are the same or all differ, how many there are says it all.
    """
    numbers = {cell: i for i, cell in enumerate(dict.fromkeys(cells))}
    if len(numbers) in (1, len(cells)):
        return str(len(cells))
    return js_text("".join(chr(ord("0") + numbers[cell]) for cell in cells))
