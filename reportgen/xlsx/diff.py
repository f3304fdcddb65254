"""The workbook of two models compared: their values side by side, the differences live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from reportgen.aggregate import catalog_columns
from reportgen.diff import COUNTED, Diff, Line, Part
from reportgen.numbers import Number
from reportgen.xlsx.charts import Area, value_bars
from reportgen.xlsx.saving import save
from reportgen.xlsx.sheet import Row, Sheet, TableColumn
from reportgen.xlsx.styles import Styles

VALUES = ("first", "second", "difference")
RELATIVE = "relative"
WIDTHS = {
    "input": 32,
    "figure": 40,
    "component": 42,
    "layer": 28,
    "row": 28,
    "meaning": 46,
    "part": 14,
}
OTHER_WIDTHS = (16, 32, 34, 34, 62)
NUMBER, SHARE, UNIT, OTHERWISE = 22, 16, 24, 22
TOP, FIRST = 6, 3
FRACTIONS = (("ratio", "signed_number"), ("small", "signed_small"))
CHARTED, CHART_WIDTH = {"params": "A", "flops": "D"}, 17


def write_diff(found: Diff, path: Path) -> None:
    """Write two models compared to `path`, whole or not at all.

    The values of both stand side by side; each difference is a formula over its row.
    """
    save(make_diff(found), path)


def make_diff(found: Diff) -> Workbook:
    """Return the workbook of two models compared."""
    workbook, styles = Workbook(), Styles()
    workbook.remove(workbook.worksheets[0])
    _write_summary(Sheet(workbook, styles, "Summary"), found)
    for part in found.parts:
        _write_part(Sheet(workbook, styles, part.title), found, part)
    _write_others(Sheet(workbook, styles, "Others"), found)
    workbook.properties.title = " and ".join(found.names)
    workbook.properties.creator = "reportgen"
    return workbook


def _write_summary(sheet: Sheet, found: Diff) -> None:
    """Write what the two are, the figures people ask for, and the components with their charts."""
    sheet.heading(" and ".join(found.names), "Change a value and its difference follows.")
    sheet.widths(42, UNIT, *[NUMBER] * 3, SHARE, UNIT)
    for row, name, report in zip((3, 4), found.names, (found.first, found.second), strict=True):
        sheet.text(row, 1, name, "label")
        sheet.text(row, 2, f"{report.model.title}, {report.model.architecture_title}")
    top = _table(sheet, TOP, found, "Headline", ("figure", "meaning"), found.headline) + 2
    row = _table(sheet, top, found, "Components", ("component", "total"), found.components)
    for column, place in CHARTED.items():
        _chart(sheet, f"{place}{row + 1}", top, found, COUNTED[column][0])


def _chart(sheet: Sheet, place: str, top: int, found: Diff, total: str) -> None:
    """Draw one of the totals by component, a bar for each of the two."""
    places = [i for i, line in enumerate(found.components, top + 1) if line.labels[1] == total]
    columns = dict(enumerate(found.names, FIRST))
    area = Area(1, min(places) - 1, max(places))
    chart = value_bars(
        sheet.worksheet, f"{total[0].upper()}{total[1:]} by component", area, columns
    )
    chart.width = CHART_WIDTH
    sheet.worksheet.add_chart(chart, place)


def _write_part(sheet: Sheet, found: Diff, part: Part) -> None:
    sheet.heading(part.title, f"{len(part.lines):,} of {part.compared:,} differ.")
    widths = [WIDTHS.get(heading, OTHERWISE) for heading in part.headings]
    sheet.widths(*widths, *[NUMBER] * 3, SHARE, UNIT)
    if part.lines:
        name = f"Differing{part.name.capitalize()}"
        _table(sheet, TOP, found, name, part.headings, part.lines)
        sheet.worksheet.freeze_panes = f"B{TOP + 1}"
        sheet.worksheet.print_title_rows = f"{TOP}:{TOP}"


def _table(
    sheet: Sheet, top: int, found: Diff, name: str, headings: Sequence[str], lines: Sequence[Line]
) -> int:
    """Write lines as a table, with the models' names above its columns; returns the row below."""
    before = len(headings)
    for column, model in enumerate(found.names, before + 1):
        sheet.text(top - 1, column, model, "said")
    formulas = {column.name: column.formula for column in catalog_columns("differences")}
    columns = [TableColumn(heading, "text") for heading in headings]
    columns += [TableColumn(key, "figure", formulas.get(key)) for key in VALUES]
    columns += [TableColumn(RELATIVE, "change", formulas[RELATIVE])]
    columns += [TableColumn("unit", "text")]
    below = sheet.table(top, name, columns, [_row(headings, line) for line in lines])
    for row, line in enumerate(lines, top + 1):
        for column, key in enumerate(VALUES, before + 1):
            sheet.look(row, column, _look(line, key))
    return below


def _write_others(sheet: Sheet, found: Diff) -> None:
    """Write what is a text, or is an input or a figure of only one of the two."""
    sheet.heading("Others", f"{len(found.others):,} are texts, or only one of the two has them.")
    sheet.widths(*OTHER_WIDTHS)
    sheet.header(TOP, ("kind", "name", *found.names, "meaning"), (FIRST, FIRST + 1))
    for row, other in enumerate(found.others, TOP + 1):
        sheet.texts(row, (other.kind, other.name))
        for column, value in enumerate((other.first, other.second), FIRST):
            _value(sheet, row, column, value)
        sheet.text(row, FIRST + 2, other.meaning, "wrapped_note")
        sheet.fit_height(row, {FIRST + 2: other.meaning})
    sheet.worksheet.freeze_panes = f"A{TOP + 1}"


def _value(sheet: Sheet, row: int, column: int, value: Number | str | None) -> None:
    if isinstance(value, int | float):
        sheet.put(row, column, value, "figure" if float(value).is_integer() else "ratio")
    else:
        sheet.text(row, column, "–" if value is None else str(value), "said")


def _row(headings: Sequence[str], line: Line) -> Row:
    labels = dict(zip(headings, line.labels, strict=False))
    values = {key: getattr(line, key) for key in (*VALUES, RELATIVE)}
    return {**labels, **values, "unit": line.unit}


def _look(line: Line, key: str) -> str:
    """Return how the numbers of a line look: the values all alike, the difference with its sign."""
    first, second = float(line.first), float(line.second)
    whole, small = first.is_integer() and second.is_integer(), max(abs(first), abs(second)) < 1
    kind = ("figure", "signed") if whole else FRACTIONS[small]
    return kind[key == "difference"]
