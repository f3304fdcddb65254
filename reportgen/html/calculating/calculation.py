"""What a page calculates: the formulas and tables that it shows, and what these need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter

from reportgen import catalogued
from reportgen.formula import Node
from reportgen.html.calculating.formulas import (
    Needs,
    needs,
    needs_of_all,
    needs_of_column,
    together,
)
from reportgen.html.calculating.pieces import Piece
from reportgen.html.calculating.tables import Table
from reportgen.reporting import Report


class Calculation:
    """What pieces of the script show of a report, with all that is needed for it.

    `shown` are the formulas that pieces show, `named` has the formula of each name that is needed,
    None for an input that is given; `columns` are the needed ones of tables, `parts` the common
    parts of the formulas.
    """

    def __init__(
        self, report: Report, tables: Mapping[str, Table], pieces: Iterable[Piece]
    ) -> None:
        pieces = tuple(pieces)
        self.tables = tables
        self.inputs = {
            spec.name: spec.default if spec.name in report.inputs.follows else None
            for spec in report.inputs.specs
        }
        self.shown = dict.fromkeys(chain.from_iterable(piece.formulas for piece in pieces))
        self.named: dict[str, Node | None] = {}
        self.columns = set[tuple[str, str]]()
        self._formulas = {**_formulas(report), **self.inputs}
        columns = frozenset(chain.from_iterable(piece.columns for piece in pieces))
        self.parts = self._completed([needs_of_all(piece.formulas) for piece in pieces], columns)

    @property
    def names(self) -> set[str]:
        """The names, tables and columns that the page has."""
        return self.named.keys() | chain.from_iterable(self.columns)

    def _completed(
        self, needed: Iterable[Needs], columns: frozenset[tuple[str, str]]
    ) -> frozenset[Node]:
        """Find all that is needed, and return the common parts."""
        every = together([*needed, Needs(frozenset(), columns, frozenset())])
        while True:
            names, columns = every.names - self.named.keys(), every.columns - self.columns
            if not names and not columns:
                return every.parts
            self.columns |= columns
            every = together([every, *self._needs_of(names), *map(self._needs_of_column, columns)])

    def _needs_of(self, names: Iterable[str]) -> Iterator[Needs]:
        found = {name: self._formulas[name] for name in names}
        self.named |= found
        formulas = frozenset(formula for formula in found.values() if formula is not None)
        usual = frozenset(formulas & catalogued.formulas().keys())
        yield needs_of_all(usual)
        yield from map(needs, formulas - usual)

    def _needs_of_column(self, wanted: tuple[str, str]) -> Needs:
        name, column = wanted
        table = self.tables[name]
        if column in table.formulas:
            return needs_of_column(name, table.formulas[column], table.row)
        return needs_of_all(table.cells.get(column, ()))


def _formulas(report: Report) -> dict[str, Node]:
    found = {check.name: check.formula for check in report.checks}
    for source in report.figures.sources:
        quantities = source()
        found.update(zip(quantities, map(attrgetter("formula"), quantities.values()), strict=True))
    return found
