"""What a page calculates: the formulas and tables that are asked for, and what these need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reportgen.formula import Name, Node
from reportgen.html.calculating.common_parts import part_name
from reportgen.html.calculating.formulas import Needs, needs, needs_of_cells, needs_of_column
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import Table
from reportgen.reporting import Report


class Calculation:
    """The formulas that are asked for, by name, and once complete all that they need of a report.

    `named` has the formula of each name, None for an input that is given; `asked` what the page
    calls formulas that have no name; `parts` are common parts of them all.
    """

    def __init__(self, report: Report, tables: Mapping[str, Table]) -> None:
        self.inputs = {
            spec.name: spec.default if spec.name in report.inputs.follows else None
            for spec in report.inputs.specs
        }
        self.tables = tables
        self.named: dict[str, Node | None] = {}
        self.asked: dict[Node, str] = {}
        self.parts: list[Node] = []
        self._formulas = {check.name: check.formula for check in report.checks}
        self._formulas |= {name: said.formula for name, said in report.figures.quantities()}
        self._names, self._columns = set[str](), set[tuple[str, str]]()

    @property
    def names(self) -> set[str]:
        """The names, tables and columns that the page has."""
        return self._names.union(*self._columns)

    def ask(self, formula: Node) -> str:
        """Return what the page calls the value of a formula."""
        if type(formula) is Name:
            self._names.add(formula.name)
            return called(formula.name)
        known = self.asked.get(formula)
        if known is None:
            known = self.asked[formula] = str(len(self.asked))
        return known

    def ask_column(self, table: str, column: str) -> str:
        """Return what the page calls a column of a table."""
        self._columns.add((table, column))
        return called(column)

    def complete(self) -> None:
        """Find all that is needed of what is asked for."""
        names, columns, parts = self._names, self._columns, set[Node]()
        known = set[tuple[str, str]]()
        needed = list(map(needs, self.asked))
        while True:
            names.update(*[each.names for each in needed])
            columns.update(*[each.columns for each in needed])
            parts.update(*[each.parts for each in needed])
            new_names, new_columns = names - self.named.keys(), columns - known
            if not new_names and not new_columns:
                break
            known |= new_columns
            needed = [*self._needs_of(new_names), *map(self._needs_of_column, new_columns)]
        self.named = dict(sorted(self.named.items()))
        self.parts = sorted(parts, key=part_name)
        for table in self.tables.values():
            table.asked = dict(sorted(table.asked.items()))

    def _needs_of(self, names: Iterable[str]) -> Iterable[Needs]:
        for name in names:
            formula = self.inputs[name] if name in self.inputs else self._formulas[name]
            self.named[name] = formula
            if formula is not None:
                yield needs(formula)

    def _needs_of_column(self, asked: tuple[str, str]) -> Needs:
        name, column = asked
        table = self.tables[name]
        own = table.ask(column)
        if column in table.given:
            return needs_of_cells(table.given[column])
        return needs_of_column(name, table.formulas[column], own)
