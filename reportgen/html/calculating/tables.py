"""The tables that a page calculates: their cells and columns as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from reportgen import aggregate, catalogued
from reportgen.aggregate import RowTable
from reportgen.formula import Column, Node, Number, columns
from reportgen.reporting import Report
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow, Row
from reportgen.spec import LookupTable
from reportgen.sweep import Sweep
from reportgen.what_if import WhatIf, catalogued_what_ifs

PARTS = "MemoryParts"
Cells = tuple[str, ...] | tuple[Node, ...]
Read = frozenset[Column]
# Rows by table, and what they say that neither the catalogue's formulas nor the script look at.
_ROWS: Mapping[str, tuple[type[Row], set[str]]] = {
    "Matmuls": (MatmulRow, {"source"}),
    "OtherParameters": (ParameterRow, {"source"}),
    "Activations": (ActivationRow, {"source", "layer"}),
    "Cache": (CacheRow, {"source", "layer"}),
    "Decode": (MatmulRow, {"source", "stored", "active", "bias"}),
}


class Table(NamedTuple):
    """Columns of cells that are `given`, texts or formulas, and columns that `follow` from a row.

    The formulas of these are over the cells of the row, which has all columns.
    """

    given: Mapping[str, Cells]
    follow: tuple[tuple[str, Node], ...] = ()

    @property
    def row(self) -> frozenset[str]:
        """The names of a row's cells."""
        return _row((*self.given, *dict(self.follow)))


@lru_cache(maxsize=1 << 8)
def _row(names: tuple[str, ...]) -> frozenset[str]:
    """Return one object for rows of the same columns, which are looked up often."""
    return frozenset(names)


@cache
def usual_tables() -> Mapping[str, Table]:
    """Return the catalogue's tables, which every page has, with the columns that are read."""
    found = {t.name: _looked_up(t, usually_read()) for t in catalogued.lookups().values()}
    return found | {what_if.name: _what_if(what_if) for what_if in catalogued_what_ifs()}


@cache
def usually_read() -> Read:
    """Return the columns of tables that the catalogue's formulas sum over or look into."""
    return frozenset(chain.from_iterable(map(columns, catalogued.formulas())))


def own_tables(report: Report, read: Read) -> Iterator[tuple[str, Table]]:
    """Yield the tables that only the report's model has, by name.

    `read` are columns that its own formulas look at and the catalogue's do not; a table of the
    catalogue that has one, or other points than usual, is the model's own.
    """
    for name, table, rows in _tables_of_rows(report):
        yield name, _row_table(name, table, rows, read)
    titled = {key: tuple(map(str, report.totals.exact[key])) for key in ("component", "title")}
    yield "Totals", Table(titled, _following(report.totals.columns))
    for lookup in report.lookups:
        if lookup in report.model.lookups or any(c.table == lookup.name for c in read):
            yield lookup.name, _looked_up(lookup, usually_read() | read)
    yield from ((w.name, _what_if(w)) for w in report.what_ifs if w.name in report.points)
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    uses = report.memory_parts.uses
    parts = report.memory_parts.parts
    yield PARTS, Table({part: tuple([use.amounts[part] for use in uses]) for part in parts})


def _tables_of_rows(report: Report) -> Iterator[tuple[str, RowTable, Sequence[Row]]]:
    yield "Matmuls", report.matmuls, report.rows.matmuls
    yield "OtherParameters", report.other_parameters, report.rows.others
    yield "Activations", report.activations, report.rows.activations
    if report.scope.knows(["generates"]):
        yield "Cache", report.cache, report.rows.caches
        yield "Decode", report.decode, report.decode_rows


def _row_table(name: str, table: RowTable, rows: Sequence[Row], read: Read) -> Table:
    if not rows:
        return Table(dict.fromkeys(table.exact, ()))
    keys = _keys(name, read)
    cells = zip(*map(attrgetter(*keys), rows), strict=True)
    return Table(dict(zip(keys, cells, strict=True)), _following(table.columns))


@lru_cache(maxsize=64)
def _keys(name: str, read: Read) -> tuple[str, ...]:
    row, unread = _ROWS[name]
    unread = unread - {column.column for column in read if column.table == name}
    return tuple(field.name for field in fields(row) if field.name not in unread)


@lru_cache(maxsize=64)
def _following(found: tuple[aggregate.Column, ...]) -> tuple[tuple[str, Node], ...]:
    return tuple((column.name, column.formula) for column in found)


def _looked_up(table: LookupTable, read: Read) -> Table:
    wanted = {column.column for column in read if column.table == table.name}
    given = ((key, cells) for key, cells in table.columns.items() if key in wanted)
    return Table({key: _constants(cells) for key, cells in given})


def _what_if(what_if: WhatIf) -> Table:
    points = _constants(tuple(map(_exactly, what_if.points)))
    return Table({what_if.swept: points}, tuple((r.name, r.formula) for r in what_if.readings))


@lru_cache(maxsize=1 << 10)
def _constants(cells: tuple[int | Fraction | str, ...]) -> Cells:
    return tuple(cell if isinstance(cell, str) else Number(cell) for cell in cells)  # type: ignore[return-value]


@lru_cache(maxsize=1 << 10, typed=True)
def _exactly(point: float) -> Fraction:
    return Fraction(repr(point))


def _sweep_table(sweep: Sweep) -> Table:
    given: dict[str, Cells] = {"shape": tuple(sweep.labels)}
    for name in sweep.swept:
        given[name] = _constants(tuple([int(row[name]) for row in sweep.rows]))
    return Table(given, tuple(sweep.columns.items()))
