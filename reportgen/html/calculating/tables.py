"""The tables that a page calculates: their cells and columns as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from functools import cache, lru_cache
from operator import attrgetter

from reportgen import catalogued
from reportgen.aggregate import RowTable
from reportgen.formula import Node, Number
from reportgen.reporting import Report
from reportgen.rows import Row
from reportgen.spec import LookupTable
from reportgen.sweep import Sweep
from reportgen.what_if import WhatIf

PARTS = "MemoryParts"
Cells = tuple[str, ...] | tuple[Node, ...]


class Table:
    """Rows of cells that are given, `texts` or `cells` by column, and columns that follow.

    The `formulas` of these are over the cells of the `row`, the names of all columns.
    """

    def __init__(self, given: Mapping[str, Cells], formulas: Mapping[str, Node]) -> None:
        self.texts: dict[str, tuple[str, ...]] = {}
        self.cells: dict[str, tuple[Node, ...]] = {}
        for name, cells in given.items():
            kept = self.texts if not cells or type(cells[0]) is str else self.cells
            kept[name] = cells  # type: ignore[assignment]
        self.formulas = formulas
        self.row = _row(frozenset([*given, *formulas]))


@lru_cache(maxsize=1 << 8)
def _row(columns: frozenset[str]) -> frozenset[str]:
    """Return one object for rows of the same columns, which are looked up often."""
    return columns


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
    yield from _catalogued().items()
    for lookup in report.model.lookups:
        yield lookup.name, _looked_up(lookup)
    for what_if in report.what_ifs:
        yield what_if.name, _what_if(what_if)
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    uses = report.memory_parts.uses
    parts = {part: tuple(use.amounts[part] for use in uses) for part in report.memory_parts.parts}
    yield PARTS, Table(parts, {})


def _row_table(table: RowTable, rows: Sequence[Row]) -> Table:
    if not rows:
        return Table(dict.fromkeys(table.exact, ()), {})
    keys = [key.name for key in fields(rows[0])]
    cells = zip(*map(attrgetter(*keys), rows), strict=True)
    return Table(
        dict(zip(keys, cells, strict=True)),
        {column.name: column.formula for column in table.columns},
    )


@cache
def _catalogued() -> Mapping[str, Table]:
    return {name: _looked_up(lookup) for name, lookup in catalogued.lookups().items()}


def _looked_up(lookup: LookupTable) -> Table:
    return Table({key: _constants(cells) for key, cells in lookup.columns.items()}, {})


def _what_if(what_if: WhatIf) -> Table:
    points = _constants(tuple(map(_exactly, what_if.points)))
    return Table({what_if.swept: points}, {r.name: r.formula for r in what_if.readings})


@lru_cache(maxsize=1 << 10)
def _constants(cells: tuple[int | Fraction | str, ...]) -> Cells:
    return tuple(cell if isinstance(cell, str) else Number(cell) for cell in cells)  # type: ignore[return-value]


@lru_cache(maxsize=1 << 10, typed=True)
def _exactly(point: float) -> Fraction:
    return Fraction(repr(point))


def _sweep_table(sweep: Sweep) -> Table:
    given: dict[str, Cells] = {"shape": tuple(sweep.labels)}
    for name in sweep.swept:
        given[name] = _constants(tuple(int(row[name]) for row in sweep.rows))
    return Table(given, sweep.columns)
