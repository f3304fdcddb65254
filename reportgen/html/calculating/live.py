"""What a page calculates with: formulas and tables as JavaScript, and where their values show.

The script itself is the same on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from reportgen.checks import CONDITION
from reportgen.formula.javascript import js_list, js_text, js_words
from reportgen.html.calculating.calculation import own
from reportgen.html.calculating.definitions import definitions
from reportgen.html.calculating.drawings import drawings, written_drawing
from reportgen.html.calculating.places import grids, places, written_grid, written_place
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.fields import written_inputs
from reportgen.reporting import Report

# What must come out as whole numbers that are not negative, behind what the row is called.
WHOLE = {
    "Matmuls": ("layer", "matmul", "m", "k", "n", "count", "stored", "active", "bias"),
    "OtherParameters": ("layer", "parameter", "size", "count", "active"),
}


@dataclass(frozen=True, slots=True)
class Live:
    """The JavaScript of one object, and what it calls the names that only this page has."""

    code: str
    found: Mapping[str, str]

    def called(self, name: str) -> str:
        """Return what the script calls a name."""
        return self.found.get(name) or called(name)


def live(report: Report) -> Live:
    """Return what a page of the report calculates with, which is what it shows and that needs.

    Formulas take their names with the scope that they are given, which strict code does not allow.

    p, g, d     places, grids, and drawings: where values show
    c, w        conditions, and columns that must come out whole
    i, s        inputs, and the titles of the parts that they belong to
    f, t, k     formulas, tables, columns of texts that tables have in common
    """
    shown = list(map(written_place, places(report)))
    unnamed = dict.fromkeys(chain.from_iterable([place.own for place in shown]))
    written = definitions(own(report, unnamed))
    values = dict.fromkeys(chain.from_iterable([place.usual for place in shown]))
    formulas = ",".join((written.formulas, *values))
    said = {
        "p": js_list([place.text for place in shown]),
        "g": js_list(map(written_grid, grids(report))),
        "d": js_list(map(written_drawing, drawings(report))),
        "c": js_words(map(called, _conditions(report))),
        "w": _whole(),
        "i": js_list(written_inputs(report)),
        "s": js_list(js_text(title) for title, _ in report.inputs_by_section),
        "f": f"$=>{{with($)return{{{formulas}}}}}",
        "t": f"$=>{{with($)return{{{written.tables}}}}}",
        "k": js_list(written.texts),
    }
    code, found = resolved(",".join(f"{key}:{text}" for key, text in said.items()))
    return Live(f"{{{code}}}", found)


def _conditions(report: Report) -> list[str]:
    """Return the names of the checks that are conditions of the model."""
    return [check.name for check in report.checks if check.name.startswith(CONDITION)]


@cache
def _whole() -> str:
    return js_list(
        f"[{js_words([called(table)])},{js_words(map(called, columns))}]"
        for table, columns in WHOLE.items()
    )
