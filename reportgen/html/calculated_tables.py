"""The tables that a page calculates: their cells and columns as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from reportgen.aggregate import RowTable
from reportgen.formula import Number
from reportgen.html.calculation import Cell, Table
from reportgen.reporting import Report
from reportgen.rows import Row
from reportgen.sweep import Sweep

PARTS = "MemoryParts"


def calculated_tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Yield the tables that formulas sum over or that the page shows, by name."""
    yield "Matmuls", _row_table(report.matmuls, report.rows.matmuls)
    yield "OtherParameters", _row_table(report.other_parameters, report.rows.others)
    yield "Activations", _row_table(report.activations, report.rows.activations)
    if report.scope.knows(["generates"]):
        yield "Cache", _row_table(report.cache, report.rows.caches)
        yield "Decode", _row_table(report.decode, report.decode_rows)
    given = {key: [str(v) for v in report.totals.exact[key]] for key in ("component", "title")}
    yield "Totals", Table(given, {c.name: c.formula for c in report.totals.columns})
    for lookup in report.lookups:
        columns = {
            key: [cell if isinstance(cell, str) else Number(cell) for cell in cells]
            for key, cells in lookup.columns.items()
        }
        yield lookup.name, Table(columns, {})
    for what_if in report.what_ifs:
        points = {what_if.swept: [Number(point) for point in what_if.points]}
        yield what_if.name, Table(points, {r.name: r.formula for r in what_if.readings})
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    uses = report.memory_parts.uses
    parts = {part: [use.amounts[part] for use in uses] for part in report.memory_parts.parts}
    yield PARTS, Table(parts, {})


def _row_table(table: RowTable, rows: Sequence[Row]) -> Table:
    if not rows:
        return Table(dict.fromkeys(table.exact, ()), {})
    keys = [key.name for key in fields(rows[0])]
    given: dict[str, list[Cell]] = {key: [getattr(row, key) for row in rows] for key in keys}
    return Table(given, {column.name: column.formula for column in table.columns})


def _sweep_table(sweep: Sweep) -> Table:
    given: dict[str, list[Cell]] = {"shape": list(sweep.labels)}
    for name in sweep.swept:
        given[name] = [Number(int(row[name])) for row in sweep.rows]
    return Table(given, sweep.columns)
