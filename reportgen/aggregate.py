"""The rows as tables, and their totals by component.

Shapes and parameters are Int64 and exact; FLOPs and bytes are Float64 and multiplied as Float64,
because a product of Int64 wraps silently at 9.2e18. Float64 is also what a spreadsheet computes
with, and the columns are rendered from the same formulas, so rows agree to the last bit.
Beside the frames stand the same columns as exact integers: totals are taken from those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache

import polars as pl

from reportgen import catalog
from reportgen.errors import FormulaError, InputError
from reportgen.expand import MatmulRow, ParameterRow, Row, Rows, row_formulas
from reportgen.formula import Node, Number, evaluate, names, substitute, to_polars, to_text
from reportgen.inputs import Inputs

INT64_COLUMNS = {
    "m",
    "k",
    "n",
    "count",
    "stored",
    "active",
    "bias",
    "size",
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
    """A table of rows twice: exact columns, and a polars frame with the formulas' texts.

    `columns` are those that follow from the row; `shares` wait for the totals.
    """

    exact: ExactTable
    frame: pl.DataFrame
    columns: tuple[Column, ...]


def matmul_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the matmul table: one row per matrix product, with shapes, parameters and FLOPs."""
    return _table(model, rows.matmuls, MatmulRow, "matmuls", inputs)


def parameter_table(model: str, rows: Rows, inputs: Inputs) -> RowTable:
    """Return the other-parameters table: what has parameters but multiplies nothing."""
    return _table(model, rows.others, ParameterRow, "other_parameters", inputs)


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
    records = [complete({"component": name}, columns, env, tables) for name in titles]
    exact.update({column.name: [record[column.name] for record in records] for column in columns})
    return RowTable(exact, _frame(model, exact), columns)


def with_shares(table: RowTable, env: Mapping[str, Scalar]) -> RowTable:
    """Return the table with the columns that need the totals, such as each row's share."""
    exact, frame = dict(table.exact), table.frame
    for column in table.columns:
        if column.name not in exact:
            rows = [
                dict(zip(exact, values, strict=True))
                for values in zip(*exact.values(), strict=True)
            ]
            exact[column.name] = [evaluate(column.formula, {**env, **row}) for row in rows]
            frame = frame.with_columns(_expression(column, frame, env).alias(column.name))
    return RowTable(exact, frame, table.columns)


@cache
def catalog_columns(table: str) -> tuple[Column, ...]:
    """Return the catalogue's columns of a table that follow from its rows."""
    return tuple(Column(name, **said) for name, said in catalog.columns(table).items())


def complete(
    record: dict[str, Scalar],
    columns: Sequence[Column],
    env: Mapping[str, Scalar],
    tables: Mapping[str, ExactTable],
) -> dict[str, Scalar]:
    """Return a row with every column added that follows from what is known so far."""
    scope = {**env, **record}
    for column in columns:
        if names(column.formula) <= scope.keys():
            record[column.name] = scope[column.name] = evaluate(column.formula, scope, tables)
    return record


def _table(
    model: str,
    rows: Sequence[Row],
    row_type: type[Row],
    name: str,
    inputs: Inputs,
) -> RowTable:
    columns = catalog_columns(name)
    records = [_record(model, row, columns, inputs) for row in rows]
    labels = [field.name for field in fields(row_type)]
    keys = [*labels, *(column.name for column in columns if _ready(column, labels, inputs))]
    exact = {key: [record[key] for record in records] for key in keys}
    frame = _frame(model, exact)
    for column in columns:
        if column.name in exact and column.name not in INT64_COLUMNS:
            frame = frame.with_columns(_expression(column, frame, inputs.values).alias(column.name))
    return RowTable(exact, frame.with_columns(_texts(rows)), columns)


def _ready(column: Column, labels: Sequence[str], inputs: Inputs) -> bool:
    derived = {"params", "active_params", "flops", "bytes"}
    return names(column.formula) <= {*labels, *inputs.values, *derived}


def _record(model: str, row: Row, columns: Sequence[Column], inputs: Inputs) -> dict[str, Scalar]:
    record: dict[str, Scalar] = {
        f.name: v for f in fields(row) if isinstance(v := getattr(row, f.name), str)
    }
    for column, formula in row_formulas(row).items():
        place = f"{model}: layer {row.layer}, {_label(row)}.{column}"
        record[column] = _shape(place, column, formula, inputs)
    _refuse_overuse(model, row, record)
    return complete(record, columns, inputs.values, {})


def _label(row: Row) -> str:
    return row.matmul if isinstance(row, MatmulRow) else row.parameter


def _refuse_overuse(model: str, row: Row, record: Mapping[str, Scalar]) -> None:
    kept = "stored" if isinstance(row, MatmulRow) else "count"
    if record["active"] > record[kept]:  # type: ignore[operator]
        place = f"{model}: layer {row.layer}, {_label(row)}.active"
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


def _frame(model: str, exact: ExactTable) -> pl.DataFrame:
    return pl.DataFrame([_series(model, name, values) for name, values in exact.items()])


def _series(model: str, name: str, values: Sequence[Scalar]) -> pl.Series:
    if name in INT64_COLUMNS:
        if any(value > LARGEST_INT64 for value in values if isinstance(value, int)):
            raise InputError([f"{model}: {name}: over {LARGEST_INT64:,}; choose smaller inputs"])
        return pl.Series(name, values, dtype=pl.Int64)
    if values and isinstance(values[0], str):
        return pl.Series(name, values, dtype=pl.String)
    numbers = [float(value) for value in values if not isinstance(value, str)]
    return pl.Series(name, numbers, dtype=pl.Float64 if len(numbers) == len(values) else pl.String)


def _expression(column: Column, frame: pl.DataFrame, env: Mapping[str, Scalar]) -> pl.Expr:
    outer = {
        name: Number(Fraction(env[name])) for name in names(column.formula) - set(frame.columns)
    }
    return to_polars(substitute(column.formula, outer))


def _texts(rows: Sequence[Row]) -> list[pl.Series]:
    formulas = [row_formulas(row) for row in rows]
    keys = formulas[0] if formulas else ()
    return [pl.Series(f"{key}_formula", [to_text(f[key]) for f in formulas]) for key in keys]
