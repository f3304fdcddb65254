"""The rows as tables, and their totals by component.

Columns are counted in exact integers, and totals are taken from those. The polars frame of a table
is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING

from reportgen import catalog
from reportgen.errors import FormulaError, InputError
from reportgen.formula import Node, evaluate, names, to_text
from reportgen.inputs import Inputs
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow, Row, Rows

if TYPE_CHECKING:
    import polars as pl

INT64_COLUMNS = {
    "m",
    "k",
    "n",
    "count",
    "stored",
    "active",
    "bias",
    "size",
    "width",
    "tokens",
    "reserved",
    "params",
    "active_params",
}
LARGEST_INT64 = 2**63 - 1
Scalar = int | Fraction | float | bool | str
ExactTable = Mapping[str, Sequence[Scalar]]


@dataclass(frozen=True)
class Column:
    """A column that follows from its row: one formula for all rows."""

    name: str
    formula: Node
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True)
class RowTable:
    """A table of rows: exact columns, and the same as a polars frame, with the formulas' texts.

    `columns` are those that follow from the row, `values` what else their formulas may name.
    """

    exact: ExactTable
    columns: tuple[Column, ...]
    values: Mapping[str, Scalar]
    rows: Sequence[Row] = ()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """Return the table in Int64 and Float64, multiplied as a spreadsheet does."""
        from reportgen.frames import frame

        return frame(self)


def matmul_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the matmul table: one row per matrix product, with shapes, parameters and FLOPs."""
    return _table(model, rows.matmuls, MatmulRow, "matmuls", inputs)


def parameter_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the other-parameters table: what has parameters but multiplies nothing."""
    return _table(model, rows.others, ParameterRow, "other_parameters", inputs)


def activation_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the activations table: what the forward pass keeps for the backward pass."""
    return _table(model, rows.activations, ActivationRow, "activations", inputs)


def cache_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the cache table: what generation keeps of the tokens so far."""
    return _table(model, rows.caches, CacheRow, "cache", inputs)


def decode_table(model: str, rows: Sequence[MatmulRow], inputs: Inputs) -> RowTable:
    """Return the decode table: the matrix products that make one more token."""
    return _table(model, rows, MatmulRow, "decode", inputs)


def components(rows: Rows) -> dict[str, str]:
    """Return the titles of the components that the rows belong to, in the catalogue's order."""
    found = dict.fromkeys(row.component for row in rows.all)
    known = catalog.components()
    ordered = [name for name in known if name in found] + [
        name for name in found if name not in known
    ]
    return {name: known.get(name, name.replace("_", " ").capitalize()) for name in ordered}


def totals_table(
    model: str,
    titles: Mapping[str, str],
    tables: Mapping[str, ExactTable],
    env: Mapping[str, Scalar],
) -> RowTable:
    """Return the totals by component, with their shares."""
    columns = catalog_columns("totals")
    exact: dict[str, list[Scalar]] = {"component": list(titles), "title": list(titles.values())}
    values = _outer(columns, (*exact, *(column.name for column in columns)), env)
    records = [complete({"component": name}, columns, values, tables) for name in titles]
    exact.update({column.name: [record[column.name] for record in records] for column in columns})
    _refuse_too_large(model, exact)
    return RowTable(exact, columns, values)


def with_shares(table: RowTable, env: Mapping[str, Scalar]) -> RowTable:
    """Return the table with the columns that need the totals, such as each row's share."""
    exact = dict(table.exact)
    waiting = [column for column in table.columns if column.name not in exact]
    inner = (*exact, *(column.name for column in waiting))
    values = {**table.values, **_outer(waiting, inner, env)}
    for column in waiting:
        sides = [name for name in names(column.formula) if name in exact]
        rows = zip(*(exact[name] for name in sides), strict=True)
        exact[column.name] = [
            evaluate(column.formula, {**values, **dict(zip(sides, row, strict=True))})
            for row in rows
        ]
    return RowTable(exact, table.columns, values, table.rows)


def _outer(
    columns: Iterable[Column], inner: Iterable[str], env: Mapping[str, Scalar]
) -> dict[str, Scalar]:
    """Return the values that the formulas of columns take from outside of their table."""
    named = frozenset().union(*(names(column.formula) for column in columns))
    return {name: env[name] for name in sorted(named - {*inner})}


def records(table: ExactTable) -> list[dict[str, Scalar]]:
    """Return a table's rows, each by the names of its columns."""
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


@cache
def catalog_columns(table: str) -> tuple[Column, ...]:
    """Return the catalogue's columns of a table that follow from its rows."""
    return tuple(Column(name, **said) for name, said in catalog.columns(table).items())


def complete(
    record: dict[str, Scalar],
    columns: Iterable[Column],
    env: Mapping[str, Scalar],
    tables: Mapping[str, ExactTable],
) -> dict[str, Scalar]:
    """Return a row with the columns added that follow from it and from each other, in order."""
    scope = {**env, **record}
    for column in columns:
        record[column.name] = scope[column.name] = evaluate(column.formula, scope, tables)
    return record


def _table(
    model: str,
    rows: Sequence[Row],
    row_type: type[Row],
    name: str,
    inputs: Inputs,
) -> RowTable:
    labels = [field.name for field in fields(row_type)]
    columns = catalog_columns(name)
    ready = _ready(columns, {*labels, *inputs.values})
    inner = (*labels, *(column.name for column in ready))
    values = _outer(ready, inner, inputs.values)
    records = [_record(model, row, ready, inputs, values) for row in rows]
    exact = {key: [record[key] for record in records] for key in inner}
    _refuse_too_large(model, exact)
    return RowTable(exact, columns, values, rows)


def _ready(columns: Iterable[Column], known: set[str]) -> list[Column]:
    """Return the columns that need no figures, only what is known and each other."""
    found = []
    for column in columns:
        if names(column.formula) <= known:
            found.append(column)
            known.add(column.name)
    return found


def _record(
    model: str,
    row: Row,
    columns: Sequence[Column],
    inputs: Inputs,
    values: Mapping[str, Scalar],
) -> dict[str, Scalar]:
    record: dict[str, Scalar] = {
        f.name: v for f in fields(row) if isinstance(v := getattr(row, f.name), str)
    }
    for column, formula in row.formulas.items():
        place = f"{model}: layer {row.layer}, {row.label}.{column}"
        record[column] = _shape(place, column, formula, inputs)
    if isinstance(row, (MatmulRow, ParameterRow)):
        _refuse_overuse(model, row, record)
    return complete(record, columns, values, {})


def _refuse_overuse(
    model: str, row: MatmulRow | ParameterRow, record: Mapping[str, Scalar]
) -> None:
    kept = "stored" if isinstance(row, MatmulRow) else "count"
    if record["active"] > record[kept]:  # type: ignore[operator]
        place = f"{model}: layer {row.layer}, {row.label}.active"
        problem = f"a token cannot use {record['active']} of {record[kept]} ({kept})"
        raise InputError([f"{place}: {problem}"])


def _shape(place: str, column: str, formula: Node, inputs: Inputs) -> Scalar:
    """Evaluate one side of a product: whole, not negative, and within what Int64 holds."""
    try:
        value = evaluate(formula, inputs.values)
    except FormulaError as error:
        raise InputError([f"{place}: {error}"]) from None
    if isinstance(value, (bool, str)):
        raise InputError([f"{place} = {to_text(formula)} is {value!r}; it must be a number"])
    if value < 0:
        raise InputError([f"{place} = {to_text(formula)} is {value}; it must not be negative"])
    if column in INT64_COLUMNS and not isinstance(value, int):
        raise InputError(
            [f"{place} = {to_text(formula)} is {float(value):g}; it must be a whole number"]
        )
    return value


def _refuse_too_large(model: str, exact: ExactTable) -> None:
    for name in INT64_COLUMNS & exact.keys():
        if any(value > LARGEST_INT64 for value in exact[name] if isinstance(value, int)):
            raise InputError([f"{model}: {name}: over {LARGEST_INT64:,}; choose smaller inputs"])
