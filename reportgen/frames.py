"""The rows as polars frames.

Shapes and parameters are Int64 and exact; FLOPs and bytes are Float64 and multiplied as Float64,
because a product of Int64 wraps silently at 9.2e18. Float64 is also what a spreadsheet computes
with, and the columns are rendered from the same formulas, so rows agree to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import polars as pl

from reportgen.aggregate import INT64_COLUMNS, Column, RowTable, Scalar
from reportgen.formula import Node, Number, Text, names, substitute, to_polars, to_text


def frame(table: RowTable) -> pl.DataFrame:
    """Return the table's columns, then the texts of the formulas that the rows came from."""
    given = pl.DataFrame([_series(name, values) for name, values in table.exact.items()])
    for column in table.columns:
        if table.rows and column.name not in INT64_COLUMNS:
            given = given.with_columns(_expression(column, table).alias(column.name))
    return given.with_columns(*_texts(table))


def _series(name: str, values: Sequence[Scalar]) -> pl.Series:
    if name in INT64_COLUMNS:
        return pl.Series(name, values, dtype=pl.Int64)
    if values and isinstance(values[0], str):
        return pl.Series(name, values, dtype=pl.String)
    numbers = [float(value) for value in values if not isinstance(value, str)]
    return pl.Series(name, numbers, dtype=pl.Float64 if len(numbers) == len(values) else pl.String)


def _expression(column: Column, table: RowTable) -> pl.Expr:
    named = names(column.formula) - table.exact.keys()
    outer = {name: _literal(table.values[name]) for name in named}
    return to_polars(substitute(column.formula, outer))


def _literal(value: Scalar) -> Node:
    return Text(value) if isinstance(value, str) else Number(Fraction(value))


def _texts(table: RowTable) -> Iterator[pl.Series]:
    formulas = [row.formulas for row in table.rows]
    for key in formulas[0] if formulas else ():
        yield pl.Series(f"{key}_formula", [to_text(formula[key]) for formula in formulas])
