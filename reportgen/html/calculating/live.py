"""What a page calculates with: formulas and tables as JavaScript, and where their values show.

The script itself is the same on every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

from reportgen.formula import Name
from reportgen.formula.javascript import js_list, js_text, js_words
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.definitions import definitions
from reportgen.html.calculating.drawings import drawing_piece, drawings
from reportgen.html.calculating.pieces import Piece, listed
from reportgen.html.calculating.places import grid_piece, grids, place_piece, places
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.calculating.tables import calculated_tables
from reportgen.html.fields import input_pieces
from reportgen.reporting import Report

# What must come out as whole numbers that are not negative, behind what the row is called.
WHOLE = {
    "Matmuls": ("layer", "matmul", "m", "k", "n", "count", "stored", "active", "bias"),
    "OtherParameters": ("layer", "parameter", "size", "count", "active"),
}


@dataclass(frozen=True, slots=True)
class Live:
    """The JavaScript of one object, and what of the report is in it."""

    code: str
    calculation: Calculation
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
    pieces = {
        "p": list(map(place_piece, places(report))),
        "g": list(map(grid_piece, grids(report))),
        "d": list(map(drawing_piece, drawings(report))),
        "c": [Piece(called(name), (Name(name),)) for name in _conditions(report)],
        "w": list(_whole()),
        "i": list(input_pieces(report)),
    }
    tables = dict(calculated_tables(report))
    calculation = Calculation(report, tables, chain.from_iterable(pieces.values()))
    written = definitions(calculation)
    said = {key: listed(found) for key, found in pieces.items()} | {
        "c": js_words(piece.text for piece in pieces["c"]),
        "s": js_list(js_text(title) for title, _ in report.inputs_by_section),
        "f": f"$=>{{with($)return{{{written.formulas}}}}}",
        "t": f"$=>{{with($)return{{{written.tables}}}}}",
        "k": f"[{written.texts}]",
    }
    code, found = resolved(",".join(f"{key}:{text}" for key, text in said.items()))
    return Live(f"{{{code}}}", calculation, found)


def _conditions(report: Report) -> list[str]:
    """Return the names of the model's conditions, which checks have before the one of them all."""
    names = [check.name for check in report.checks]
    return names[-1 - len(report.model.constraints) : -1]


@cache
def _whole() -> tuple[Piece, ...]:
    return tuple(
        Piece(
            f"[{js_words([called(table)])},{js_words(map(called, columns))}]",
            columns=tuple((table, column) for column in columns),
        )
        for table, columns in WHOLE.items()
    )
