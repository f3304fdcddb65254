"""Figures as a workbook shows them: a named cell each, with unit, meaning and source."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from reportgen.figures import Figure
from reportgen.xlsx.sheet import ReportSheet

# The first eight columns hold figures, the others what is left of the wider tables.
WIDTHS = (34, 48, 22, 20, 22, 20, 20, 60, *[16] * 14)
VALUE, UNIT, MEANING, SOURCE = 3, 4, 5, 8
_HEADER = ("name", "what it is", "value", "unit", "meaning", "", "", "source")


def write_figures(sheet: ReportSheet, row: int, figures: Iterable[Figure]) -> int:
    """Write figures below each other from `row` on, group by group; returns the next free row."""
    for group, members in groupby(figures, key=lambda figure: figure.quantity.group):
        if group:
            sheet.text(row, 1, group, "heading")
            row += 1
        sheet.header(row, _HEADER, (VALUE,))
        for figure in members:
            row += 1
            _figure(sheet, row, figure)
        row += 2
    return row


def _figure(sheet: ReportSheet, row: int, figure: Figure) -> None:
    quantity = figure.quantity
    sheet.text(row, 1, quantity.name)
    sheet.text(row, 2, quantity.title, "wrapped")
    sheet.live(row, VALUE, quantity.formula, _look(figure), quantity.name)
    sheet.text(row, UNIT, quantity.unit)
    sheet.text(row, MEANING, quantity.meaning, "wrapped")
    sheet.merge(row, MEANING, SOURCE - 1)
    sheet.text(row, SOURCE, quantity.source, "wrapped")
    meaning = range(MEANING, SOURCE)
    sheet.fit_height(row, {2: quantity.title, meaning: quantity.meaning, SOURCE: quantity.source})


def _look(figure: Figure) -> str:
    if isinstance(figure.value, str):
        return "said"
    number = abs(figure.number)
    if number == int(number) or number >= 1e6:
        return "figure"
    return "number" if number >= 0.01 else "small"
