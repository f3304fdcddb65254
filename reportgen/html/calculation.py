"""What a page calculates: the formulas and tables that are asked for, and what these need."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from reportgen.formula import Name, Node
from reportgen.html.calculated_tables import Table
from reportgen.html.script_formulas import Needs, needs, needs_of_cells
from reportgen.html.short_names import called
from reportgen.reporting import Report


class Calculation:
    """The formulas that are asked for, by name, with all that they need of a report.

    `named` has the formula of each name, None for an input that is given; `asked` what the page
    calls formulas that have no name; `parts` are common parts of them all.
    """

    def __init__(self, report: Report, tables: Mapping[str, Table]) -> None:
        self.inputs = {
            spec.name: spec.default if spec.name in report.inputs.follows else None
            for spec in report.inputs.specs
        }
        self.named: dict[str, Node | None] = {}
        self.asked: dict[Node, str] = {}
        self.parts: dict[Node, None] = {}
        self._formula_of = report.formula
        self._tables = tables

    @property
    def tables(self) -> dict[str, Table]:
        """The tables of which columns are needed."""
        return {name: table for name, table in self._tables.items() if table.asked}

    @property
    def names(self) -> list[str]:
        """The names, tables and columns that are needed."""
        columns = chain.from_iterable(table.asked for table in self.tables.values())
        return [*dict.fromkeys((*self.named, *self.tables, *columns))]

    def ask(self, formula: Node) -> str:
        """Return what the page calls the value of a formula."""
        if type(formula) is Name:
            self._name(formula.name)
            return called(formula.name)
        if formula not in self.asked:
            self.asked[formula] = str(len(self.asked))
            self._reach(needs(formula))
        return self.asked[formula]

    def ask_column(self, table: str, column: str) -> str:
        """Return what the page calls a column of a table."""
        self._column(table, column)
        return called(column)

    def _name(self, name: str) -> None:
        if name in self.named:
            return
        formula = self.inputs[name] if name in self.inputs else self._formula_of(name)
        self.named[name] = formula
        if formula is not None:
            self._reach(needs(formula))

    def _reach(self, needed: Needs) -> None:
        for name in needed.names:
            if name not in self.named:
                self._name(name)
        for table, column in needed.columns:
            self._column(table, column)
        self.parts.update(needed.parts)

    def _column(self, name: str, column: str) -> None:
        table = self._tables[name]
        if column in table.asked:
            return
        own = table.ask(column)
        if column in table.given:
            self._reach(needs_of_cells(table.given[column]))
            return
        for used in sorted(own):
            self._column(name, used)
        self._reach(needs(table.formulas[column], own))
