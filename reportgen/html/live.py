"""What a page calculates with: formulas and tables as JavaScript, and where their values show.

The script itself is the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculated_tables import calculated_tables
from reportgen.html.calculation import Calculation
from reportgen.html.drawings import drawings
from reportgen.html.fields import written_inputs
from reportgen.html.places import Grid, Place, grids, places
from reportgen.reporting import Report

# What must come out as whole numbers that are not negative, behind what the row is called.
WHOLE = {
    "Matmuls": ("layer", "matmul", "m", "k", "n", "count", "stored", "active", "bias"),
    "OtherParameters": ("layer", "parameter", "size", "count", "active"),
}


@dataclass(frozen=True, slots=True)
class Live:
    """The JavaScript of one object, and what each name of the report is called in it."""

    code: str
    short: Mapping[str, str]


def live(report: Report) -> Live:
    """Return what a page of the report calculates with, which is what it shows and that needs.

    Formulas take their names with the scope that they are given, which strict code does not allow.

    f, t, k     formulas, tables, columns of texts that tables have in common
    i, s        inputs, and the titles of the parts that they belong to
    c, w        conditions, and columns that must come out whole
    p, g, d     places, grids, and drawings: where values show
    """
    calculation = Calculation(report, dict(calculated_tables(report)))
    places_with_names = [
        (place, [calculation.ask(formula) for _, formula in place.shown])
        for place in places(report)
    ]
    tables = list(grids(report))
    charts = list(drawings(report, calculation))
    conditions = [calculation.ask(c.condition) for c in report.model.constraints]
    _ask_columns(report, calculation, tables)
    written = calculation.written()
    short = written.short
    parts = {
        "f": f"$=>{{with($)return{{{written.formulas}}}}}",
        "t": f"$=>{{with($)return{{{written.tables}}}}}",
        "k": f"[{written.texts}]",
        "i": js_list(written_inputs(report, short)),
        "s": js_list(js_text(title) for title, _ in report.inputs_by_section),
        "c": _names(conditions, short),
        "w": js_list(f"[{_names([t], short)},{_names(c, short)}]" for t, c in WHOLE.items()),
        "p": js_list(_place(place, names, short) for place, names in places_with_names),
        "g": js_list(_grid(grid, short) for grid in tables),
        "d": js_list(chart.written(short) for chart in charts),
    }
    return Live(f"{{{','.join(f'{key}:{said}' for key, said in parts.items())}}}", short)


def _ask_columns(report: Report, calculation: Calculation, grids: Iterable[Grid]) -> None:
    for grid in grids:
        for _, _, column in grid.cells:
            calculation.ask_column(grid.table, column)
    for table, columns in WHOLE.items():
        for column in columns:
            calculation.ask_column(table, column)
    for spec in report.inputs.specs:
        if spec.choices_of:
            calculation.ask_column(*spec.choices_of.split("."))


def _names(names: Iterable[str], short: Mapping[str, str]) -> str:
    return js_text(" ".join(short[name] for name in names))


def _place(place: Place, names: Iterable[str], short: Mapping[str, str]) -> str:
    """Write a place: its selector, then each way with the names that are shown in it."""
    ways = (way for way, _ in place.shown)
    runs = groupby(zip(ways, names, strict=True), key=lambda pair: pair[0])
    said = [" ".join((way, *(short[name] for _, name in run))) for way, run in runs]
    return js_list(map(js_text, (place.selector, ";".join(said))))


def _grid(grid: Grid, short: Mapping[str, str]) -> str:
    cells = ";".join(f"{i} {way} {short[column]}" for i, way, column in grid.cells)
    return js_list(map(js_text, (grid.selector, short[grid.table], cells)))
