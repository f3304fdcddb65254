"""What a page calculates with: formulas and tables as JavaScript, and where their values show.

The script itself is the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from reportgen.formula import Name
from reportgen.formula.javascript import js_list, js_text, js_words
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.definitions import definitions
from reportgen.html.calculating.drawings import drawings
from reportgen.html.calculating.places import Grid, Place, grids, places
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.calculating.tables import calculated_tables
from reportgen.html.fields import written_inputs
from reportgen.reporting import Report

# What must come out as whole numbers that are not negative, behind what the row is called.
WHOLE = {
    "Matmuls": ("layer", "matmul", "m", "k", "n", "count", "stored", "active", "bias"),
    "OtherParameters": ("layer", "parameter", "size", "count", "active"),
}


@dataclass(frozen=True, slots=True)
class Live:
    """The JavaScript of one object, and the names of the report that are in it."""

    code: str
    names: set[str]
    found: Mapping[str, str]

    def called(self, name: str) -> str:
        """Return what the script calls a name."""
        return self.found.get(name) or called(name)


def live(report: Report) -> Live:
    """Return what a page of the report calculates with, which is what it shows and that needs.

    Formulas take their names with the scope that they are given, which strict code does not allow.

    f, t, k     formulas, tables, columns of texts that tables have in common
    i, s        inputs, and the titles of the parts that they belong to
    c, w        conditions, and columns that must come out whole
    p, g, d     places, grids, and drawings: where values show
    """
    calculation = Calculation(report, dict(calculated_tables(report)))
    tables = list(grids(report))
    _ask_columns(report, calculation, tables)
    said = {
        "p": js_list(_place(place, calculation) for place in places(report)),
        "g": js_list(map(_grid, tables)),
        "d": js_list(chart.written() for chart in drawings(report, calculation)),
        "c": js_words(calculation.ask(c.condition) for c in report.model.constraints),
        "w": js_list(
            f"[{js_words([called(t)])},{js_words(map(called, c))}]" for t, c in WHOLE.items()
        ),
        "i": js_list(written_inputs(report)),
        "s": js_list(js_text(title) for title, _ in report.inputs_by_section),
    }
    written = definitions(calculation)
    said |= {
        "f": f"$=>{{with($)return{{{written.formulas}}}}}",
        "t": f"$=>{{with($)return{{{written.tables}}}}}",
        "k": f"[{written.texts}]",
    }
    code, found = resolved(",".join(f"{key}:{text}" for key, text in said.items()))
    return Live(f"{{{code}}}", calculation.names, found)


def _ask_columns(report: Report, calculation: Calculation, grids: Iterable[Grid]) -> None:
    for grid in grids:
        for _, _, column in grid.cells:
            calculation.ask_column(grid.table, column)
    for table, columns in WHOLE.items():
        for column in columns:
            calculation.ask_column(table, column)
    for spec in report.inputs.specs:
        calculation.ask(Name(spec.name))
        if spec.choices_of:
            calculation.ask_column(*spec.choices_of.split("."))


def _place(place: Place, calculation: Calculation) -> str:
    """Write a place: its selector, then each way with the names that are shown in it."""
    runs = groupby(place.shown, key=lambda shown: shown[0])
    said = [" ".join((way, *(calculation.ask(formula) for _, formula in run))) for way, run in runs]
    return js_list((js_text(place.selector), f'"{";".join(said)}"'))


def _grid(grid: Grid) -> str:
    cells = ";".join(f"{i} {way} {called(column)}" for i, way, column in grid.cells)
    return f'["{grid.selector}","{called(grid.table)}","{cells}"]'
