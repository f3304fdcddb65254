"""Choices that depend on each other, such as a device and a type that it computes in.

A cell's drop-down list offers only what goes with the other cell. Which goes with which follows
from the model's conditions; it is written out once, as a table of lists beside the figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.utils import get_column_letter, quote_sheetname

from reportgen.formula import Node, evaluate, names
from reportgen.xlsx.sheet import ReportSheet

Choices = Mapping[str, Sequence[str]]


def write_pairs(sheet: ReportSheet, row: int) -> dict[str, str]:
    """Write the lists below each other from `row` on; returns, by input, where its list stands."""
    found: dict[str, str] = {}
    for condition, choices in _pairs(sheet):
        one, other = choices
        for chosen, listed in ((one, other), (other, one)):
            going = _going(condition, choices, chosen, listed, sheet)
            found[listed], row = _lists(sheet, row, chosen, listed, going)
    return found


def _pairs(sheet: ReportSheet) -> Iterator[tuple[Node, Choices]]:
    specs = {spec.name: spec for spec in sheet.report.inputs.specs if spec.kind == "choice"}
    for constraint in sheet.report.model.constraints:
        named = sorted(names(constraint.condition))
        if len(named) == 2 and specs.keys() >= set(named):
            yield constraint.condition, {name: specs[name].choices for name in named}


def _going(
    condition: Node, choices: Choices, chosen: str, listed: str, sheet: ReportSheet
) -> dict[str, list[str]]:
    """Return, for every choice of one input, the choices of the other that go with it."""
    tables = sheet.report.model.tables
    return {
        value: [
            other
            for other in choices[listed]
            if evaluate(condition, {chosen: value, listed: other}, tables)
        ]
        for value in choices[chosen]
    }


def _lists(
    sheet: ReportSheet, row: int, chosen: str, listed: str, going: Mapping[str, Sequence[str]]
) -> tuple[str, int]:
    """Write a row per choice: how many go with it, and which; returns where the list stands."""
    sheet.text(row, 1, f"The {listed} that goes with each {chosen}", "heading")
    sheet.header(row + 1, (chosen, "how many", listed), (2,))
    for i, (value, others) in enumerate(going.items(), row + 2):
        sheet.text(i, 1, value)
        sheet.put(i, 2, len(others), "count")
        for column, other in enumerate(others, 3):
            sheet.text(i, column, other)
    title = quote_sheetname(sheet.worksheet.title)
    first, last = row + 2, row + 1 + len(going)
    place = f"MATCH({chosen},{title}!$A${first}:$A${last},0)"
    many = f"INDEX({title}!$B${first}:$B${last},{place})"
    widest = get_column_letter(2 + max(map(len, going.values())))
    area = f"{title}!$C${first}:${widest}${last}"
    return f"INDEX({area},{place},1):INDEX({area},{place},{many})", last + 2
