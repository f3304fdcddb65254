"""How cells look: one named look per purpose, made once per workbook."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

COUNT = "#,##0"
# A figure that may grow past what a column holds, such as the FLOPs of a whole run.
FIGURE = "[<1000000000000000]#,##0;0.0000E+00"
# Two conditions are all that a number format may hold; below 1E9 the number stands in full.
FLOPS = '[>=1000000000000]#,##0.000,,,,\\ "T";[>=1000000000]#,##0.000,,,\\ "G";#,##0'
SHARE = "0.00\\ %"
RATIO = "#,##0.00"
SIGNED = "+#,##0;-#,##0;0"
SIGNED_NUMBER, SIGNED_SMALL = "+#,##0.00;-#,##0.00;0", "+0.000E+00;-0.000E+00;0"
SIGNED_FRACTION = "+0.0000;-0.0000;0"
SIGNED_LARGE = "+0.0000E+00;-0.0000E+00;0"
CHANGE = "+#,##0.00\\ %;-#,##0.00\\ %;0\\ %"
SIGNED_SHARE = "+0.000\\ %;-0.000\\ %;0\\ %"
NUMBER = "#,##0.######"
# From a fraction of a second to years, and from cents to fortunes.
SECONDS = "0.000000"
QUANTITY = "[>=1000]#,##0;[>=0.01]#,##0.00;0.000000"
AMOUNT = '#,##0.00;-#,##0.00;"–"'
GENERAL = "General"

INK, GREY, PALE, RULE, ACCENT = "1F2933", "616E7C", "EEF2F6", "CBD2D9", "1F4E79"
FAINT = "B8C0C8"
BLUE, INPUT_FILL = "0000FF", "FFF9E5"
_LINE = Side(style="thin", color=RULE)


@dataclass(frozen=True)
class Look:
    """What one kind of cell looks like."""

    number_format: str = GENERAL
    bold: bool = False
    italic: bool = False
    size: float = 10
    color: str = INK
    fill: str = ""
    wrap: bool = False
    horizontal: str | None = None
    indent: int = 0
    vertical: str = "center"


LOOKS = {
    "title": Look(size=18, bold=True, color=ACCENT),
    "subtitle": Look(size=11, color=GREY),
    "heading": Look(size=13, bold=True, color=ACCENT),
    "header": Look(bold=True, color="FFFFFF", fill=ACCENT, indent=1),
    "header_number": Look(bold=True, color="FFFFFF", fill=ACCENT, horizontal="right"),
    "text": Look(indent=1),
    "label": Look(bold=True, indent=1),
    "note": Look(indent=1, color=GREY, italic=True),
    "clipped": Look(wrap=True, indent=1, color=GREY, vertical="top"),
    "wrapped": Look(wrap=True, indent=1),
    "wrapped_note": Look(wrap=True, indent=1, color=GREY),
    "count": Look(COUNT),
    "figure": Look(FIGURE),
    "flops": Look(FLOPS),
    "share": Look(SHARE),
    "ratio": Look(RATIO),
    "number": Look(NUMBER),
    "quantity": Look(QUANTITY),
    "amount": Look(AMOUNT),
    "seconds": Look(SECONDS),
    "year": Look("0"),
    "fraction": Look("0.0000"),
    "small": Look("0.000E+00"),
    "large": Look("0.0000E+00"),
    "said": Look(horizontal="right"),
    "signed": Look(SIGNED),
    "signed_number": Look(SIGNED_NUMBER),
    "signed_small": Look(SIGNED_SMALL),
    "signed_fraction": Look(SIGNED_FRACTION),
    "signed_large": Look(SIGNED_LARGE),
    "signed_share": Look(SIGNED_SHARE),
    "change": Look(CHANGE),
    "total_label": Look(bold=True, fill=PALE, indent=1),
    "total_count": Look(COUNT, bold=True, fill=PALE),
    "total_flops": Look(FLOPS, bold=True, fill=PALE),
    "total_seconds": Look(SECONDS, bold=True, fill=PALE),
    "total_share": Look(SHARE, bold=True, fill=PALE),
    "headline": Look(COUNT, bold=True, size=12),
    "headline_number": Look(RATIO, bold=True, size=12),
    "input": Look(NUMBER, color=BLUE, fill=INPUT_FILL, horizontal="right"),
    "input_follows": Look(NUMBER, italic=True, color=BLUE, fill=INPUT_FILL, horizontal="right"),
    "scenario": Look(NUMBER, horizontal="right"),
    "check": Look(bold=True, horizontal="center"),
}


class Styles:
    """The looks of one workbook, each turned into the workbook's own style at its first use.

    Cells of one look share one style; `cells.plain_text` takes a copy before it changes one.
    """

    def __init__(self) -> None:
        self._made: dict[str, object] = {}

    def apply(self, cell: Any, name: str) -> None:
        """Give a cell the look called `name`."""
        if name not in self._made:
            # A cell that had a look shares its style with others, which keep theirs.
            cell._style = copy(cell._style)  # noqa: SLF001
            _dress(cell, LOOKS[name])
            self._made[name] = cell._style  # noqa: SLF001  five assignments a cell are slow
        cell._style = self._made[name]  # noqa: SLF001


def _dress(cell: Any, look: Look) -> None:
    cell.number_format = look.number_format
    cell.font = Font(
        name="Calibri",
        sz=look.size,
        b=look.bold,
        i=look.italic,
        color=look.color,
    )
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
        cell.border = Border(bottom=_LINE)
    # An indent counts only beside a stated alignment.
    horizontal = look.horizontal or ("left" if look.indent else None)
    cell.alignment = Alignment(
        wrap_text=look.wrap, vertical=look.vertical, horizontal=horizontal, indent=look.indent
    )
