"""The tables of a page, row by row, in plain values that a template lays out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple

from reportgen.aggregate import ExactTable
from reportgen.figures import Plain, as_number, as_numbers
from reportgen.formula import parse, to_text
from reportgen.html.svg import COLOURS
from reportgen.html.tuples import tuples
from reportgen.reporting import Report


class ComponentLine(NamedTuple):
    """One component and its totals; `colour` is the number of its colour in every chart."""

    component: str
    title: str
    colour: int
    params: Plain
    params_share: float
    active_params: Plain
    flops: Plain
    flops_share: float


class MatmulLine(NamedTuple):
    """One matrix product; `title` is its component's."""

    number: int
    layer: str
    matmul: str
    component: str
    title: str
    m: Plain
    k: Plain
    n: Plain
    count: Plain  # type: ignore[assignment]  # a column, which hides the method of tuples
    stored: Plain
    params: Plain
    flops: Plain
    share: float


class ParameterLine(NamedTuple):
    """Parameters that multiply nothing; `title` is their component's."""

    number: int
    layer: str
    parameter: str
    component: str
    title: str
    size: Plain
    count: Plain  # type: ignore[assignment]  # a column, which hides the method of tuples
    params: Plain
    active_params: Plain
    share: float


class InputLine(NamedTuple):
    """One input; `formula` is what it follows, empty where it has a value of its own."""

    name: str
    value: Plain
    unit: str
    meaning: str
    source: str
    formula: str


def component_lines(report: Report) -> list[ComponentLine]:
    """Return the totals by component, in the report's order."""
    colours = component_colours(report).values()
    rows = _rows(ComponentLine._fields, report.totals.exact, colour=colours)
    return tuples(ComponentLine, rows)


def component_colours(report: Report) -> dict[str, int]:
    """Return the number of each component's colour."""
    components = report.totals.exact["component"]
    return {str(component): i % COLOURS for i, component in enumerate(components)}


def matmul_lines(report: Report) -> list[MatmulLine]:
    """Return the matrix products, numbered from 1."""
    table = report.matmuls.exact
    rows = _rows(MatmulLine._fields, table, number=count(1), title=_titles(report, table))
    return tuples(MatmulLine, rows)


def parameter_lines(report: Report) -> list[ParameterLine]:
    """Return the other parameters, numbered from 1."""
    table = report.other_parameters.exact
    rows = _rows(ParameterLine._fields, table, number=count(1), title=_titles(report, table))
    return tuples(ParameterLine, rows)


def input_lines(report: Report) -> list[InputLine]:
    """Return the inputs of the model, then those of the scenario."""
    values, follows = report.inputs.values, report.inputs.follows
    rows = [
        (
            spec.name,
            values[spec.name],
            spec.unit,
            spec.meaning,
            spec.source,
            to_text(spec.default) if spec.default and spec.name in follows else "",
        )
        for spec in report.inputs.specs
    ]
    return tuples(InputLine, rows)


def chooses(report: Report) -> bool:
    """Return whether with some inputs a token uses only a part of the parameters."""
    rows = report.rows
    return any(row.active != row.stored for row in rows.matmuls) or any(
        row.active != row.count for row in rows.others
    )


def sums(report: Report, table: str, *columns: str) -> dict[str, Plain]:
    """Return the sums of some columns of a table of the report."""
    return {c: as_number(report.value(parse(f"sum({table}.{c})"))) for c in columns}


def _rows(
    fields: Iterable[str], table: ExactTable, **own: Iterable[object]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table by the fields of a line, some of which are no columns of it."""
    return zip(
        *[own[name] if name in own else as_numbers(table[name]) for name in fields],
        strict=False,  # numbers have no end
    )


def _titles(report: Report, table: ExactTable) -> list[str]:
    """Return the title of each row's component."""
    return list(map(report.titles.__getitem__, table["component"]))  # type: ignore[arg-type]
