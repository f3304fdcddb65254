"""The tables that a page calculates: their cells and columns as formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from fractions import Fraction
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple, TypeGuard

from reportgen import aggregate, catalogued
from reportgen.aggregate import RowTable
from reportgen.formula import Column, Node, Number, columns
from reportgen.parts import Parts
from reportgen.reporting import Report
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow, Row
from reportgen.spec import LookupTable
from reportgen.sweep import Sweep
from reportgen.what_if import WhatIf, catalogued_what_ifs

PARTS = "MemoryParts"
Texts = tuple[tuple[str, tuple[str, ...]], ...]
Columns = tuple[tuple[str, tuple[Node, ...]], ...]
Named = tuple[tuple[str, Node], ...]
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
    """Columns of texts, columns of formulas, and columns that `follow` from a row.

    The formulas of these are over the cells of the row, which has all columns.
    """

    texts: Texts = ()
    columns: Columns = ()
    follow: Named = ()

    @property
    def row(self) -> frozenset[str]:
        """The names of a row's cells."""
        return frozenset(name for name, _ in chain(*self))


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
    titled = [(key, tuple(map(str, report.totals.exact[key]))) for key in ("component", "title")]
    yield "Totals", Table(tuple(titled), follow=_following(report.totals.columns))
    for lookup in report.lookups:
        if lookup in report.model.lookups or any(c.table == lookup.name for c in read):
            yield lookup.name, _looked_up(lookup, usually_read() | read)
    yield from ((w.name, _what_if(w)) for w in report.what_ifs if w.name in report.points)
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    yield PARTS, _memory_table(report.memory_parts)


def _tables_of_rows(report: Report) -> Iterator[tuple[str, RowTable, Sequence[Row]]]:
    yield "Matmuls", report.matmuls, report.rows.matmuls
    yield "OtherParameters", report.other_parameters, report.rows.others
    yield "Activations", report.activations, report.rows.activations
    if report.scope.knows(["generates"]):
        yield "Cache", report.cache, report.rows.caches
        yield "Decode", report.decode, report.decode_rows


def _row_table(name: str, table: RowTable, rows: Sequence[Row], read: Read) -> Table:
    if not rows:
        return Table(tuple([(key, ()) for key in table.exact]))
    words, formulas = _looked_at(name, read)
    texts = [(key, tuple(table.exact[key])) for key in words]
    cells = zip(*map(attrgetter(*formulas), rows), strict=True)
    columns = zip(formulas, cells, strict=True)
    return Table(tuple(texts), tuple(columns), _following(table.columns))  # type: ignore[arg-type]


@lru_cache(maxsize=64)
def _looked_at(name: str, read: Read) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the columns of texts, and of those of formulas."""
    row, unread = _ROWS[name]
    unread = unread - {column.column for column in read if column.table == name}
    wanted = [field for field in fields(row) if field.name not in unread]
    words = [field.name for field in wanted if field.type == "str"]
    return tuple(words), tuple([field.name for field in wanted if field.name not in words])


@lru_cache(maxsize=64)
def _following(found: tuple[aggregate.Column, ...]) -> Named:
    return tuple((column.name, column.formula) for column in found)


def _looked_up(table: LookupTable, read: Read) -> Table:
    wanted = {column.column for column in read if column.table == table.name}
    given = [(key, cells) for key, cells in table.columns.items() if key in wanted]
    texts = [(key, cells) for key, cells in given if _are_texts(cells)]
    numbers = [(key, _constants(cells)) for key, cells in given if not _are_texts(cells)]
    return Table(tuple(texts), tuple(numbers))


def _are_texts(cells: tuple[int | Fraction | str, ...]) -> TypeGuard[tuple[str, ...]]:
    return not cells or isinstance(cells[0], str)


def _what_if(what_if: WhatIf) -> Table:
    points = _constants(tuple(map(_exactly, what_if.points)))
    readings = tuple([(reading.name, reading.formula) for reading in what_if.readings])
    return Table((), ((what_if.swept, points),), readings)


@lru_cache(maxsize=1 << 10)
def _constants(cells: tuple[int | Fraction | str, ...]) -> tuple[Node, ...]:
    return tuple(map(Number, cells))  # type: ignore[arg-type]


@lru_cache(maxsize=1 << 10, typed=True)
def _exactly(point: float) -> Fraction:
    return Fraction(repr(point))


def _sweep_table(sweep: Sweep) -> Table:
    swept = [(name, tuple([int(row[name]) for row in sweep.rows])) for name in sweep.swept]
    columns = [(name, _constants(cells)) for name, cells in swept]
    return Table((("shape", sweep.labels),), tuple(columns), tuple(sweep.columns.items()))


def _memory_table(memory: Parts) -> Table:
    amounts = [tuple([use.amounts[part] for use in memory.uses]) for part in memory.parts]
    return Table((), tuple(zip(memory.parts, amounts, strict=True)))
