"""Formulas as a page shows them: as mathematics, with value, unit, meaning and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from reportgen.aggregate import Column
from reportgen.figures import Figure, as_number
from reportgen.formula import Node, Number, to_mathml, to_text
from reportgen.html.tables import ComponentLine, MatmulLine, ParameterLine, Plain
from reportgen.reporting import Report

_SHAPE = ("m", "k", "n", "count", "stored", "masked")
_SIZE = ("size", "count")
_WIDEST = 130  # characters of mathematics, which browsers do not break into lines
_LONGEST = 400  # characters of a formula that anyone reads on a page


class Explained(NamedTuple):
    """A figure, and how it is computed."""

    name: str
    title: str
    formula: Node
    value: Plain
    unit: str
    meaning: str
    source: str

    @property
    def math(self) -> Markup:
        """Return the formula as a page shows it."""
        return math(self.formula)


class ExplainedColumn(NamedTuple):
    """A column of a table, and how it is computed."""

    name: str
    math: Markup
    unit: str
    meaning: str
    source: str


class RowFormulas(NamedTuple):
    """The formulas that some rows' numbers come from, and these rows: their numbers and names."""

    rows: tuple[tuple[int, str], ...]
    cells: tuple[str, ...]


class Form(NamedTuple):
    """A closed form: as text, in the letters of the literature, what it equals, what it needs.

    One with a `condition` may cease to hold when the inputs are changed.
    """

    name: str
    title: str
    text: str
    letters: str
    given: str
    condition: Node | None
    value: Plain


class CheckLine(NamedTuple):
    """A check, its condition as text, and whether it holds."""

    name: str
    title: str
    formula: str
    holds: bool


def figures(report: Report) -> dict[str, Explained]:
    """Return every figure by name."""
    return {figure.name: _figure(figure) for figure in report.section("totals")}


def explained(report: Report) -> list[Explained]:
    """Return the count's figures that a formula explains: no closed forms, no bare numbers."""
    apart = {form.name for form in report.closed_forms}
    return [
        _figure(figure)
        for figure in report.section("totals")
        if figure.name not in apart and not isinstance(figure.quantity.formula, Number)
    ]


def column_formulas(report: Report) -> dict[str, tuple[ExplainedColumn, ...]]:
    """Return the columns of the page that follow from their rows, by table."""
    tables = {
        "Matmuls": (report.matmuls, MatmulLine),
        "Other parameters": (report.other_parameters, ParameterLine),
        "Totals by component": (report.totals, ComponentLine),
    }
    return {title: _columns(table.columns, line) for title, (table, line) in tables.items()}


@lru_cache(maxsize=64)
def _columns(
    columns: tuple[Column, ...], line: type[MatmulLine | ParameterLine | ComponentLine]
) -> tuple[ExplainedColumn, ...]:
    keys = {field.name for field in fields(line)}
    return tuple(_column(column) for column in columns if column.name in keys)


def matmul_formulas(report: Report) -> list[RowFormulas]:
    """Return what the matrix products' shapes and counts come from, equal ones together."""
    return _row_formulas((row.layer, row.matmul, row.formulas) for row in report.rows.matmuls)


def parameter_formulas(report: Report) -> list[RowFormulas]:
    """Return what the other parameters' sizes and counts come from, equal ones together."""
    return _row_formulas((row.layer, row.parameter, row.formulas) for row in report.rows.others)


def _row_formulas(rows: Iterable[tuple[str, str, Mapping[str, Node]]]) -> list[RowFormulas]:
    found: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for number, (layer, name, formulas) in enumerate(rows, 1):
        columns = _SHAPE if "m" in formulas else _SIZE
        cells = tuple(_cell(column, formulas[column]) for column in columns)
        found.setdefault(cells, []).append((number, f"{layer} {name}"))
    return [RowFormulas(tuple(rows), cells) for cells, rows in found.items()]


def _cell(column: str, formula: Node) -> str:
    return "" if column == "masked" and formula == Number(0) else to_text(formula)


def forms(report: Report) -> list[Form]:
    """Return the closed forms with their values, those in letters first."""
    found = [
        Form(
            form.name,
            form.title,
            form.text,
            form.letters,
            form.given,
            form.condition,
            as_number(report.scope[form.name]),
        )
        for form in report.closed_forms
    ]
    return sorted(found, key=lambda form: not form.letters)


def check_lines(report: Report) -> list[CheckLine]:
    """Return the checks; the last says that all others hold, which needs no formula."""
    *every, last = report.checks
    lines = [CheckLine(c.name, c.title, to_text(c.formula), c.holds) for c in every]
    return [*lines, CheckLine(last.name, last.title, "", last.holds)]


@lru_cache(maxsize=1 << 13)
def math(formula: Node) -> Markup:
    """Return the formula as MathML, as text where it is too wide, or its length where too long."""
    markup = Markup(to_mathml(formula))  # noqa: S704  to_mathml escapes its own texts
    if len(markup.striptags()) <= _WIDEST:
        return markup
    return _code(formula)


def _code(formula: Node) -> Markup:
    text = to_text(formula)
    if len(text) > _LONGEST:
        return Markup(f"a formula of {len(text):,} signs, which the workbook has")  # noqa: S704
    return Markup("<code>{}</code>").format(text)


def _figure(figure: Figure) -> Explained:
    quantity = figure.quantity
    return Explained(
        figure.name,
        quantity.title,
        quantity.formula,
        as_number(figure.value),
        quantity.unit,
        quantity.meaning,
        quantity.source,
    )


def _column(column: Column) -> ExplainedColumn:
    return ExplainedColumn(
        column.name, _code(column.formula), column.unit, column.meaning, column.source
    )
