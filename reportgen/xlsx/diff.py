"""The workbook of two models compared: their values side by side, the differences live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from reportgen.aggregate import catalog_columns
from reportgen.brand import UNBRANDED, Brand
from reportgen.changes import NO_NUMBER, Line
from reportgen.diff import COUNTED, Diff, Part
from reportgen.formula import Name, substitute
from reportgen.numbers import Number
from reportgen.xlsx.charts import AMOUNT_AXIS, PETA_AXIS, Area, value_bars
from reportgen.xlsx.saving import save
from reportgen.xlsx.sheet import Row, Sheet, TableColumn
from reportgen.xlsx.styles import Styles

FIRST, SECOND, DIFFERENCE, RELATIVE = "first", "second", "difference", "relative"
VALUES = (FIRST, SECOND, DIFFERENCE)
WIDTHS = {
    "input": 32,
    "figure": 40,
    "component": 42,
    "layer": 28,
    "row": 28,
    "meaning": 54,
    "part": 14,
}
OTHER_WIDTHS = (16, 32, 34, 34, 62)
NUMBER, SHARE, UNIT, OTHERWISE = 25, 16, 24, 22
TOP, PART_TOP, OTHER = 6, 4, 3
# Below it all digits of both values and of their difference fit into a column.
LONGEST = 1e18
# Below it four decimals would not show what a number begins with.
SHORTEST = 1e-2
# By whether a line is new: the number of its format, and what stands for a difference to 0.
NO_PART = {True: (300, "new"), False: (301, NO_NUMBER)}
CHART_WIDTH = 17
CHARTED = {"params": ("A", AMOUNT_AXIS), "flops": ("D", PETA_AXIS)}


def write_diff(found: Diff, path: Path, brand: Brand = UNBRANDED) -> None:
    """Write two models compared to `path`, whole or not at all.

    The values of both stand side by side; each difference is a formula over its row.
    """
    save(make_diff(found, brand), path)


def make_diff(found: Diff, brand: Brand = UNBRANDED) -> Workbook:
    """Return the workbook of two models compared."""
    workbook, styles = Workbook(), Styles()
    workbook.remove(workbook.worksheets[0])
    _write_summary(Sheet(workbook, styles, "Summary"), found, brand.line)
    for part in found.parts:
        _write_part(Sheet(workbook, styles, part.title), found, part)
    _write_others(Sheet(workbook, styles, "Others"), found)
    workbook.properties.title = " and ".join(found.names)
    workbook.properties.creator = brand.line or "reportgen"
    return workbook


def _write_summary(sheet: Sheet, found: Diff, brand: str) -> None:
    """Write what the two are, the figures people ask for, and the components with their charts."""
    about = "Change a value and its difference follows."
    sheet.heading(" and ".join(found.names), f"{brand} · {about}" if brand else about)
    sheet.widths(42, 30, *_number_widths(found), UNIT)
    for row, name, report in zip((3, 4), found.names, (found.first, found.second), strict=True):
        sheet.text(row, 1, name, "label")
        sheet.text(row, 2, f"{report.model.title}, {report.model.architecture_title}")
    top = _table(sheet, TOP, found, "Headline", ("figure", "meaning"), found.headline) + 1
    row = _table(sheet, top, found, "Components", ("component", "total"), found.components)
    charts = [_chart(sheet, top, found, column) for column in CHARTED]
    for chart, (column, _) in zip(charts, CHARTED.values(), strict=True):
        chart.height = max(each.height for each in charts)
        sheet.worksheet.add_chart(chart, f"{column}{row + 2}")
    sheet.worksheet.row_breaks.append(Break(row))


def _chart(sheet: Sheet, top: int, found: Diff, column: str) -> BarChart:
    """Draw one of the totals by component, a bar for each of the two."""
    total = COUNTED[column][0]
    places = [i for i, line in enumerate(found.components, top + 1) if line.labels[1] == total]
    area = Area(1, min(places) - 1, max(places))
    title = f"{total[0].upper()}{total[1:]} by component"
    chart = value_bars(sheet.worksheet, title, area, dict(enumerate(found.names, 3)))
    chart.width, chart.y_axis.number_format = CHART_WIDTH, CHARTED[column][1]
    return chart


def _write_part(sheet: Sheet, found: Diff, part: Part) -> None:
    sheet.heading(part.title, f"{len(part.differing):,} of {part.compared:,} differ.")
    widths = [WIDTHS.get(heading, OTHERWISE) for heading in part.headings]
    sheet.widths(*widths, *_number_widths(found), UNIT)
    row = PART_TOP
    if part.lines:
        name = f"Differing{part.name.capitalize()}"
        row = _table(sheet, row, found, name, part.headings, part.lines) + 1
        sheet.worksheet.freeze_panes = f"B{PART_TOP + 1}"
        sheet.worksheet.print_title_rows = f"{PART_TOP}:{PART_TOP}"
    if part.texts:
        _write_texts(sheet, row, found, part)


def _number_widths(found: Diff) -> list[float]:
    named = [max(NUMBER, len(name) + 3) for name in found.names]
    return [*named, NUMBER, SHARE]


def _write_texts(sheet: Sheet, top: int, found: Diff, part: Part) -> None:
    """Write the texts that differ, below the numbers, which can be subtracted."""
    first = len(part.headings) + 1
    sheet.header(top, (*part.headings, *found.names), (first, first + 1))
    for row, text in enumerate(part.texts, top + 1):
        sheet.texts(row, text.labels, "wrapped")
        sheet.fit_height(row, dict(enumerate(text.labels, 1)))
        for column, value in enumerate((text.first, text.second), first):
            sheet.text(row, column, value, "said")


def _table(
    sheet: Sheet, top: int, found: Diff, name: str, headings: Sequence[str], lines: Sequence[Line]
) -> int:
    """Write lines as a table whose values bear the models' names; returns the row below."""
    columns = _columns(found, headings)
    below = sheet.table(top, name, columns, [_row(columns, line) for line in lines])
    for row, line in enumerate(lines, top + 1):
        for column, look in enumerate(_looks(line), len(headings) + 1):
            sheet.look(row, column, look)
        sheet.fit_height(row, dict(enumerate(line.labels[: len(headings)], 1)))
    _say_new(sheet, top + 1, len(headings) + 1, lines)
    return below


def _columns(found: Diff, headings: Sequence[str]) -> list[TableColumn]:
    own = (*headings, DIFFERENCE, RELATIVE, "unit")
    first, second = _titles(found.names, own)
    values = {FIRST: Name(first), SECOND: Name(second)}
    formulas = {
        column.name: substitute(column.formula, values) for column in catalog_columns("differences")
    }
    return [
        *(TableColumn(heading, "wrapped") for heading in headings),
        TableColumn(first, "figure"),
        TableColumn(second, "figure"),
        TableColumn(DIFFERENCE, "figure", formulas[DIFFERENCE]),
        TableColumn(RELATIVE, "change", formulas[RELATIVE]),
        TableColumn("unit", "text"),
    ]


def _titles(names: tuple[str, str], others: Sequence[str]) -> tuple[str, ...]:
    """Return the models' names as columns bear them: a table knows no capitals, and none twice."""
    if len({name.lower() for name in names}.difference(others)) == len(names):
        return names
    return tuple(f"{name} ({place})" for name, place in zip(names, (FIRST, SECOND), strict=True))


def _row(columns: Sequence[TableColumn], line: Line) -> Row:
    values = (line.first, line.second, line.difference, line.relative, line.unit)
    labels = line.labels[: len(columns) - len(values)]
    return {c.key: value for c, value in zip(columns, (*labels, *values), strict=True)}


def _say_new(sheet: Sheet, top: int, column: int, lines: Sequence[Line]) -> None:
    """Show words where the first, in `column`, has nothing that a difference could be a part of."""
    value, relative = get_column_letter(column), get_column_letter(column + 3)
    for is_new, (number, word) in NO_PART.items():
        rows = [row for row, line in enumerate(lines, top) if line.is_new is is_new]
        if rows:
            look = DifferentialStyle(numFmt=NumberFormat(number, f'"{word}"'))
            rule = Rule(type="expression", formula=[f"${value}{rows[0]}=0"], dxf=look)
            area = " ".join(f"{relative}{row}" for row in rows)
            sheet.worksheet.conditional_formatting.add(area, rule)


def _write_others(sheet: Sheet, found: Diff) -> None:
    """Write the inputs and figures that only one of the two has."""
    sheet.heading("Others", f"{len(found.others):,} are in only one of the two.")
    sheet.widths(*OTHER_WIDTHS)
    sheet.header(PART_TOP, ("kind", "name", *found.names, "meaning"), (OTHER, OTHER + 1))
    for row, other in enumerate(found.others, PART_TOP + 1):
        sheet.texts(row, (other.kind, other.name))
        for column, value in enumerate((other.first, other.second), OTHER):
            _value(sheet, row, column, value)
        sheet.text(row, OTHER + 2, other.meaning, "wrapped_note")
        sheet.fit_height(row, {OTHER + 2: other.meaning})
    sheet.worksheet.freeze_panes = f"A{PART_TOP + 1}"
    sheet.worksheet.print_title_rows = f"{PART_TOP}:{PART_TOP}"


def _value(sheet: Sheet, row: int, column: int, value: Number | str | None) -> None:
    if isinstance(value, int | float):
        sheet.put(row, column, value, _look(value)[0])
    else:
        sheet.text(row, column, NO_NUMBER if value is None else str(value), "said")


def _looks(line: Line) -> tuple[str, str, str]:
    """Return how the numbers of a line look: the values alike, the difference with its sign."""
    value, difference = _look(line.first, line.second)
    return value, value, difference


def _look(*values: Number) -> tuple[str, str]:
    largest = max(abs(float(value)) for value in values)
    if largest >= LONGEST:
        return "large", "signed_large"
    if all(float(value).is_integer() for value in values):
        return "count", "signed"
    if largest >= 1:
        return "ratio", "signed_number"
    least = min(abs(float(value)) for value in values if value)
    return ("small", "signed_small") if least < SHORTEST else ("fraction", "signed_fraction")
