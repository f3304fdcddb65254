"""The rows as tables, and their totals by component.

Columns are counted in exact integers, and totals are taken from those. The polars frame of a table
is made when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cache, cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reportgen import catalog
from reportgen.errors import FormulaError, InputError
from reportgen.formula import Node, evaluate, evaluate_each, names, to_text
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
# The tables of products, which a device's roof bounds.
ROOFED = ("Matmuls", "Decode")
LARGEST_INT64 = 2**63 - 1
Scalar = int | Fraction | float | bool | str
ExactTable = Mapping[str, Sequence[Scalar]]
Values = Mapping[str, Scalar]


class Column(NamedTuple):
    """A column that follows from its row: one formula for all rows."""

    name: str
    formula: Node
    unit: str
    meaning: str
    source: str


class Columns(Mapping[str, Sequence[Scalar]]):
    """The columns of a table; one that follows from its row is made when it is asked for.

    `scope` gives what else the formulas of columns may name, `tables` what they may sum over.
    """

    def __init__(
        self,
        given: Mapping[str, Sequence[Scalar]],
        columns: Iterable[Column],
        scope: Values,
        tables: Mapping[str, ExactTable] = MappingProxyType({}),
    ) -> None:
        self._made = dict(given)
        self._formulas = {column.name: column.formula for column in columns}
        self._names = tuple(dict.fromkeys((*given, *self._formulas)))
        self._scope, self._tables = scope, tables

    def __getitem__(self, name: str) -> Sequence[Scalar]:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = self._follow(self._formulas[name])
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._made or name in self._formulas

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def _follow(self, formula: Node) -> list[Scalar]:
        if not any(self._made.values()):
            return []  # no rows: the figures that they would need may not be there either
        used = names(formula)
        sides = [name for name in self._names if name in used]
        outer = {name: self._scope[name] for name in sorted(used - {*sides})}
        rows = zip(*(self[name] for name in sides), strict=True)
        envs = (outer | dict(zip(sides, row, strict=True)) for row in rows)
        return evaluate_each(formula, envs, self._tables)


class Tables(dict[str, ExactTable]):
    """The columns of several tables by name, each table made when it is first asked for."""

    def __init__(
        self, known: Mapping[str, ExactTable], makers: Mapping[str, Callable[[], ExactTable]]
    ) -> None:
        super().__init__(known)
        self._makers = makers

    def __missing__(self, name: str) -> ExactTable:
        self[name] = found = self._makers[name]()
        return found


@dataclass(frozen=True)
class RowTable:
    """A table of rows: exact columns, and the same as a polars frame, with the formulas' texts.

    `columns` are those that follow from the row, `values` what else their formulas may name.
    """

    exact: ExactTable
    columns: tuple[Column, ...]
    values: Values
    rows: Sequence[Row] = ()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """Return the table in Int64 and Float64, multiplied as a spreadsheet does."""
        from reportgen.frames import frame

        return frame(self)


def matmul_table(model: str, rows: Rows, inputs: Inputs, scope: Values) -> RowTable:
    """Return the matmul table: one row per matrix product, with shapes, parameters and FLOPs."""
    return _table(model, rows.matmuls, MatmulRow, "matmuls", inputs, scope)


def parameter_table(model: str, rows: Rows, inputs: Inputs, scope: Values) -> RowTable:
    """Return the other-parameters table: what has parameters but multiplies nothing."""
    return _table(model, rows.others, ParameterRow, "other_parameters", inputs, scope)


def activation_table(model: str, rows: Rows, inputs: Inputs, scope: Values) -> RowTable:
    """Return the activations table: what the forward pass keeps for the backward pass."""
    return _table(model, rows.activations, ActivationRow, "activations", inputs, scope)


def cache_table(model: str, rows: Rows, inputs: Inputs, scope: Values) -> RowTable:
    """Return the cache table: what generation keeps of the tokens so far."""
    return _table(model, rows.caches, CacheRow, "cache", inputs, scope)


def decode_table(model: str, rows: Sequence[MatmulRow], inputs: Inputs, scope: Values) -> RowTable:
    """Return the decode table: the matrix products that make one more token."""
    return _table(model, rows, MatmulRow, "decode", inputs, scope)


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
    scope: Values,
) -> RowTable:
    """Return the totals by component, with their shares."""
    columns = catalog_columns("totals")
    given = {"component": list(titles), "title": list(titles.values())}
    exact = Columns(given, columns, scope, tables)
    _refuse_too_large(model, exact)
    return RowTable(exact, columns, scope)


def records(table: ExactTable) -> list[dict[str, Scalar]]:
    """Return a table's rows, each by the names of its columns."""
    return [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]


@cache
def catalog_columns(table: str) -> tuple[Column, ...]:
    """Return the catalogue's columns of a table that follow from its rows."""
    return tuple(Column(name, **said) for name, said in catalog.columns(table).items())


def drawn(table: str) -> tuple[Column, ...]:
    """Return the columns that say where a table's rows stand in a chart of the roof, if they do."""
    return catalog_columns(f"{table.lower()}_drawn") if table in ROOFED else ()


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
    scope: Values,
) -> RowTable:
    known: dict[Node, Scalar] = {}
    records = [_record(model, row, inputs, known) for row in rows]
    given = {f.name: [record[f.name] for record in records] for f in fields(row_type)}
    columns = catalog_columns(name)
    exact = Columns(given, columns, scope)
    _refuse_too_large(model, exact)
    return RowTable(exact, columns, scope, rows)


def _record(model: str, row: Row, inputs: Inputs, known: dict[Node, Scalar]) -> dict[str, Scalar]:
    """Return what a row says and what its formulas come to; `known` has those of earlier rows."""
    record: dict[str, Scalar] = {**row.words}
    for column, formula in row.formulas.items():
        try:
            if (value := known.get(formula)) is None:
                value = known[formula] = evaluate(formula, inputs.values)
        except FormulaError as error:
            raise InputError([f"{model}: {row.where(column)}: {error}"]) from None
        record[column] = value
        if problem := _shape_problem(column, value):
            said = f"{row.where(column)} = {to_text(formula)} is {problem}"
            raise InputError([f"{model}: {said}"])
    if isinstance(row, (MatmulRow, ParameterRow)):
        _refuse_overuse(model, row, record)
    return record


def _refuse_overuse(
    model: str, row: MatmulRow | ParameterRow, record: Mapping[str, Scalar]
) -> None:
    kept = "stored" if isinstance(row, MatmulRow) else "count"
    if record["active"] > record[kept]:  # type: ignore[operator]
        problem = f"a token cannot use {record['active']} of {record[kept]} ({kept})"
        raise InputError([f"{model}: {row.where('active')}: {problem}"])


def _shape_problem(column: str, value: Scalar) -> str:
    """Return what is wrong with a side of a product: it is whole and not negative."""
    if isinstance(value, (bool, str)):
        return f"{value!r}; it must be a number"
    if value < 0:
        return f"{value}; it must not be negative"
    if column in INT64_COLUMNS and not isinstance(value, int):
        return f"{float(value):g}; it must be a whole number"
    return ""


def _refuse_too_large(model: str, exact: ExactTable) -> None:
    for name in INT64_COLUMNS & exact.keys():
        if any(value > LARGEST_INT64 for value in exact[name] if isinstance(value, int)):
            raise InputError([f"{model}: {name}: over {LARGEST_INT64:,}; choose smaller inputs"])
