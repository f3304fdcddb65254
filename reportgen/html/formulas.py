"""Formulas as a page shows them: as mathematics, with value, unit, meaning and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from reportgen.aggregate import Column
from reportgen.closed_form import ClosedForm
from reportgen.figures import Figure, Plain, as_number
from reportgen.formula import Node, Number, to_mathml, to_text
from reportgen.html.tables import ComponentLine, MatmulLine, ParameterLine
from reportgen.html.tuples import tuples
from reportgen.reporting import Report
from reportgen.rows import MatmulRow, ParameterRow

_SHARED = ("m", "count", "stored")
_OWN = ("k", "n", "masked")
_SIZE = ("size", "count")
_Row = tuple[int, str, Mapping[str, Node]]  # its number, its name, its formulas
_WIDEST = 100  # characters of mathematics, which browsers do not break into lines
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


@dataclass(frozen=True, slots=True)
class Alike:
    """Matrix products whose rows, runs and matrices are counted alike, and k, n, masked of each."""

    m: str
    count: str
    stored: str
    rows: tuple[RowFormulas, ...]

    @property
    def masked(self) -> bool:
        """Return whether some of their products leave out what a mask hides."""
        return any(row.cells[-1] for row in self.rows)


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
    rows = [
        (q.name, q.title, q.formula, as_number(value), q.unit, q.meaning, q.source)
        for q, value in report.section("totals")
    ]
    return {said.name: said for said in tuples(Explained, rows)}


def explained(report: Report, figures: Mapping[str, Explained]) -> list[Explained]:
    """Return the count's figures that a formula explains."""
    return [figures[figure.quantity.name] for figure in explained_figures(report)]


def explained_figures(report: Report) -> list[Figure]:
    """Return the count's figures but for closed forms, rules and bare numbers."""
    apart = {form.name for form in report.closed_forms} | {rule.name for rule in report.rules}
    return [
        figure
        for figure in report.section("totals")
        if (said := figure.quantity).name not in apart and not isinstance(said.formula, Number)
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
    return tuple(_column(column) for column in columns if column.name in line._fields)


def matmul_formulas(report: Report) -> tuple[Alike, ...]:
    """Return what the matrix products' shapes and counts come from, equal ones together."""
    return _matmul_formulas(report.rows.matmuls)


@lru_cache(maxsize=128)
def _matmul_formulas(rows: tuple[MatmulRow, ...]) -> tuple[Alike, ...]:
    found: dict[tuple[str, ...], list[_Row]] = {}
    for number, row in enumerate(rows, 1):
        said = number, f"{row.layer} {row.matmul}", row.formulas
        found.setdefault(_cells(row.formulas, _SHARED), []).append(said)
    return tuple(
        Alike(m, count, stored, _together(own, _OWN)) for (m, count, stored), own in found.items()
    )


def parameter_formulas(report: Report) -> tuple[RowFormulas, ...]:
    """Return what the other parameters' sizes and counts come from, equal ones together."""
    return _parameter_formulas(report.rows.others)


@lru_cache(maxsize=128)
def _parameter_formulas(rows: tuple[ParameterRow, ...]) -> tuple[RowFormulas, ...]:
    said = [(i, f"{row.layer} {row.parameter}", row.formulas) for i, row in enumerate(rows, 1)]
    return _together(said, _SIZE)


def _together(rows: Iterable[_Row], columns: tuple[str, ...]) -> tuple[RowFormulas, ...]:
    found: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    for number, name, formulas in rows:
        found.setdefault(_cells(formulas, columns), []).append((number, name))
    return tuple(RowFormulas(tuple(rows), cells) for cells, rows in found.items())


def _cells(formulas: Mapping[str, Node], columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_cell(column, formulas[column]) for column in columns)


def _cell(column: str, formula: Node) -> str:
    return "" if column == "masked" and formula == Number(0) else to_text(formula)


def forms(report: Report) -> list[Form]:
    """Return the closed forms with their values."""
    return [
        Form(
            form.name,
            form.title,
            form.text,
            form.letters,
            form.given,
            form.condition,
            as_number(report.scope[form.name]),
        )
        for form in shown_forms(report)
    ]


def shown_forms(report: Report) -> list[ClosedForm]:
    """Return the closed forms in the page's order: those in letters first."""
    return sorted(report.closed_forms, key=lambda form: not form.letters)


def check_lines(report: Report) -> list[CheckLine]:
    """Return the checks; the last says that all others hold, which needs no formula."""
    *every, last = report.checks
    lines = [(c.name, c.title, to_text(c.formula), c.holds) for c in every]
    return [*tuples(CheckLine, lines), CheckLine(last.name, last.title, "", last.holds)]


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
        return Markup(f"a formula of {len(text):,} signs, which the workbook has<br>")  # noqa: S704
    return Markup("<code>{}</code>").format(text)


def _column(column: Column) -> ExplainedColumn:
    return ExplainedColumn(
        column.name, _code(column.formula), column.unit, column.meaning, column.source
    )
