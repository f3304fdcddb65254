"""The tables that a page calculates: their cells and columns as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import lru_cache

from reportgen.aggregate import RowTable
from reportgen.formula import Node, Number, names
from reportgen.reporting import Report
from reportgen.rows import Row
from reportgen.spec import LookupTable
from reportgen.sweep import Sweep

PARTS = "MemoryParts"
Cell = str | Node
Cells = tuple[Cell, ...]


@dataclass
class Table:
    """Rows of cells that are given, as texts or formulas, and columns that follow from the row.

    A column has either texts or formulas; `asked` are the columns that are needed, each with those
    of its row that it follows from.
    """

    given: Mapping[str, Cells]
    formulas: Mapping[str, Node]
    asked: dict[str, frozenset[str]] = field(default_factory=dict)

    def ask(self, column: str) -> frozenset[str]:
        """Need a column, and return those of its row that it follows from."""
        own = frozenset[str]()
        if column not in self.given:
            used = names(self.formulas[column])
            own = used.intersection(self.given).union(used.intersection(self.formulas))
        self.asked[column] = own
        return own

    def texts(self) -> dict[str, Cells]:
        """Return the columns that are needed and have texts, or nothing."""
        given = ((name, self.given[name]) for name in self.asked if name in self.given)
        return {name: cells for name, cells in given if not cells or type(cells[0]) is str}

    def numbers(self) -> dict[str, tuple[Node, ...]]:
        """Return the other given columns that are needed."""
        texts = self.texts()
        asked = (name for name in self.asked if name in self.given)
        return {name: self.given[name] for name in asked if name not in texts}  # type: ignore[misc]


def calculated_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Yield the tables that formulas sum over or that the page shows, by name."""
    yield "Matmuls", _row_table(report.matmuls, report.rows.matmuls)
    yield "OtherParameters", _row_table(report.other_parameters, report.rows.others)
    yield "Activations", _row_table(report.activations, report.rows.activations)
    if report.scope.knows(["generates"]):
        yield "Cache", _row_table(report.cache, report.rows.caches)
        yield "Decode", _row_table(report.decode, report.decode_rows)
    totals = report.totals.exact
    given = {key: tuple(map(str, totals[key])) for key in ("component", "title")}
    yield "Totals", Table(given, {c.name: c.formula for c in report.totals.columns})
    for lookup in report.lookups:
        yield lookup.name, Table(_looked_up(lookup), {})
    for what_if in report.what_ifs:
        points = {what_if.swept: _constants(tuple(map(_exactly, what_if.points)))}
        yield what_if.name, Table(points, {r.name: r.formula for r in what_if.readings})
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    uses = report.memory_parts.uses
    parts = {part: tuple(use.amounts[part] for use in uses) for part in report.memory_parts.parts}
    yield PARTS, Table(parts, {})


def _row_table(table: RowTable, rows: Sequence[Row]) -> Table:
    if not rows:
        return Table(dict.fromkeys(table.exact, ()), {})
    keys = [key.name for key in fields(rows[0])]
    given = {key: tuple([getattr(row, key) for row in rows]) for key in keys}
    return Table(given, {column.name: column.formula for column in table.columns})


def _looked_up(lookup: LookupTable) -> dict[str, Cells]:
    return {key: _constants(cells) for key, cells in lookup.columns.items()}


@lru_cache(maxsize=1 << 10)
def _constants(cells: tuple[int | Fraction | str, ...]) -> Cells:
    return tuple(cell if isinstance(cell, str) else Number(cell) for cell in cells)


@lru_cache(maxsize=1 << 10, typed=True)
def _exactly(point: float) -> Fraction:
    return Fraction(repr(point))


def _sweep_table(sweep: Sweep) -> Table:
    given: dict[str, Cells] = {"shape": tuple(sweep.labels)}
    for name in sweep.swept:
        given[name] = _constants(tuple(int(row[name]) for row in sweep.rows))
    return Table(given, sweep.columns)
