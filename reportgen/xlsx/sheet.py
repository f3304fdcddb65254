"""A worksheet being written: texts, live formulas, names and tables, placed by row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart import Reference
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import (
    column_index_from_string,
    get_column_letter,
    quote_sheetname,
    range_boundaries,
)
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.table import Table, TableFormula, TableStyleInfo
from openpyxl.worksheet.table import TableColumn as ColumnPart
from openpyxl.worksheet.worksheet import Worksheet

from reportgen.aggregate import Scalar
from reportgen.figures import as_number
from reportgen.formula import Node, Number, Sentence, to_excel
from reportgen.reporting import Report
from reportgen.xlsx.cells import CellValue, Live, plain_text
from reportgen.xlsx.styles import FAINT, Styles

LINE_HEIGHT = 13.5
HIGHEST_ROW = 409  # points: Excel's limit
# Some programs take a table column of one cell for a plain value, and cannot sum over it.
LEAST_ROWS = 2
TEXT_LOOKS = ("text", "wrapped", "label")


@dataclass(frozen=True)
class TableColumn:
    """A table's column: its key, how it looks, and its formula where it has one for all rows."""

    key: str
    look: str
    formula: Node | None = None


@dataclass(frozen=True)
class Evaluated:
    """A formula of one cell only, over the workbook's names, with its value."""

    formula: Node
    value: Scalar


Row = Mapping[str, Scalar | Evaluated]
Bounds = tuple[int, int, int, int]


class Sheet:
    """One worksheet of a workbook."""

    def __init__(self, workbook: Workbook, styles: Styles, title: str) -> None:
        self.worksheet: Worksheet = workbook.create_sheet(title)
        self._workbook, self._styles = workbook, styles
        _set_up_page(self.worksheet)

    def widths(self, *widths: float) -> None:
        """Set the widths of the first columns, in characters."""
        for i, width in enumerate(widths, 1):
            self.worksheet.column_dimensions[get_column_letter(i)].width = width

    def header(self, row: int, texts: Sequence[str], numbers: Sequence[int] = ()) -> None:
        """Write a header row; the columns in `numbers` stand above numbers, to the right."""
        for column, text in enumerate(texts, 1):
            self.text(row, column, text, "header_number" if column in numbers else "header")

    def print_columns(self, last: int, header: int | None = None, bottom: int = 0) -> None:
        """Print the first columns only; a header row that is given is repeated on every page.

        `bottom` is the last row where a chart stands below the cells.
        """
        bottom = max(bottom, self.worksheet.max_row)
        self.worksheet.print_area = f"A1:{get_column_letter(last)}{bottom}"
        if header is not None:
            self.worksheet.print_title_rows = f"{header}:{header}"

    def put(self, row: int, column: int, value: CellValue, look: str) -> None:
        """Write a number."""
        cell = self._cell(row, column, look)
        cell.value = value

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a text, which stays one whatever it begins with."""
        cell = self._cell(row, column, look)
        plain_text(cell, text)

    def texts(self, row: int, texts: Sequence[str], look: str = "text") -> None:
        """Write texts side by side, from the first column on."""
        for column, text in enumerate(texts, 1):
            self.text(row, column, text, look)

    def look(self, row: int, column: int, look: str) -> None:
        """Give a cell that is written another look, such as that of its own kind of number."""
        self._cell(row, column, look)

    def heading(self, title: str, subtitle: str) -> None:
        """Write the sheet's title into its first row and what it is about into the second."""
        self.text(1, 1, title, "title")
        self.text(2, 1, subtitle, "subtitle")
        self.worksheet.row_dimensions[1].height = 26

    def table(
        self,
        top: int,
        name: str,
        columns: Sequence[TableColumn],
        rows: Sequence[Row],
        filler: Row | None = None,
    ) -> int:
        """Write an Excel table with its header in row `top`; returns the first row below it.

        A column's formula is the same for all rows and may name the row's other columns. `filler`
        is the row that a table with too few has besides.
        """
        for i, column in enumerate(columns, 1):
            is_text = column.look in TEXT_LOOKS
            self.text(top, i, column.key, "header" if is_text else "header_number")
        texts = _column_texts(name, columns)
        rows = [*rows, *[filler or nothing(columns)] * (LEAST_ROWS - len(rows))]
        for row, values in enumerate(rows, top + 1):
            for i, column in enumerate(columns, 1):
                self._table_cell(row, i, column, values[column.key], texts.get(column.key))
        self._add_table(top, name, columns, len(rows), texts)
        return top + len(rows) + 1

    def name(self, row: int, column: int, name: str) -> None:
        """Make a cell known to all formulas of the workbook by a name."""
        title = quote_sheetname(self.worksheet.title)
        place = f"{title}!${get_column_letter(column)}${row}"
        self._workbook.defined_names[name] = DefinedName(name, attr_text=place)

    def column_area(self, column: str) -> str:
        """Return where the cells of a `Table.column` stand, as formulas and lists write it."""
        sheet, letter, top, bottom = self._place(column)
        return f"{quote_sheetname(sheet.title)}!${letter}${top}:${letter}${bottom}"

    def column(self, column: str) -> Reference:
        """Return the cells of a `Table.column` as a chart wants them."""
        sheet, letter, top, bottom = self._place(column)
        index = column_index_from_string(letter)
        return Reference(sheet, min_col=index, min_row=top, max_row=bottom)

    def _place(self, column: str) -> tuple[Worksheet, str, int, int]:
        """Return sheet, column, first and last row of a `Table.column`, on whatever sheet it is."""
        name, key = column.split(".")
        for sheet in self._workbook.worksheets:
            if name in sheet.tables:
                table = sheet.tables[name]
                left, top, _, bottom = cast(Bounds, range_boundaries(table.ref))
                place = left + [c.name for c in table.tableColumns].index(key)
                return cast(Worksheet, sheet), get_column_letter(place), top + 1, bottom
        raise KeyError(column)

    def merge(self, row: int, first: int, last: int) -> None:
        """Make one cell of those from the first column to the last."""
        self.worksheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=last)

    def fold(self, first: int, last: int) -> None:
        """Put rows out of sight, behind a sign beside the row above them that brings them back."""
        self.worksheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
        self.worksheet.row_dimensions.group(first, last, hidden=True)
        self.worksheet.row_dimensions[first - 1].collapsed = True
        self.worksheet.sheet_format.outlineLevelRow = 1

    def fade(self, area: str, condition: str) -> None:
        """Show the cells of an area in grey where a condition, as a workbook spells it, holds."""
        rule = Rule(
            type="expression", formula=[condition], dxf=DifferentialStyle(Font(color=FAINT))
        )
        self.worksheet.conditional_formatting.add(area, rule)

    def fit_height(self, row: int, texts: Mapping[int | range, str], least: float = 15) -> None:
        """Make a row high enough for wrapped texts, given by column or by merged columns."""
        lines = max((_lines(text, self._across(where)) for where, text in texts.items()), default=1)
        height = min(max(least, lines * LINE_HEIGHT + 2), HIGHEST_ROW)
        self.worksheet.row_dimensions[row].height = height

    def _across(self, where: int | range) -> float:
        return sum(map(self._width, where)) if isinstance(where, range) else self._width(where)

    def _cell(self, row: int, column: int, look: str) -> Cell:
        cell = cast(Cell, self.worksheet.cell(row, column))
        self._styles.apply(cell, look)
        return cell

    def _table_cell(
        self, row: int, i: int, column: TableColumn, value: Scalar | Evaluated, text: str | None
    ) -> None:
        if isinstance(value, Evaluated):
            self.formula(row, i, to_excel(value.formula), value.value, column.look)
        elif text is not None:
            self.formula(row, i, text, value, column.look)
        elif isinstance(value, str):
            self.text(row, i, value, column.look)
        else:
            self.put(row, i, as_number(value), column.look)

    def _add_table(
        self,
        top: int,
        name: str,
        columns: Sequence[TableColumn],
        rows: int,
        texts: Mapping[str, str],
    ) -> None:
        bottom = top + rows
        area = f"A{top}:{get_column_letter(len(columns))}{bottom}"
        table = Table(displayName=name, name=name, ref=area, autoFilter=AutoFilter(ref=area))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        table.tableColumns = [
            _part(i, column.key, texts.get(column.key)) for i, column in enumerate(columns, 1)
        ]
        self.worksheet.add_table(table)

    def formula(self, row: int, column: int, text: str, value: Scalar, look: str) -> None:
        """Write a formula as a workbook spells it, with its value."""
        self._cell(row, column, look).value = Live(text, as_number(value))

    def _width(self, column: int) -> float:
        return self.worksheet.column_dimensions[get_column_letter(column)].width or 9


class ReportSheet(Sheet):
    """One worksheet of a report's workbook, which may hold any formula over the report's names."""

    def __init__(self, workbook: Workbook, styles: Styles, title: str, report: Report) -> None:
        super().__init__(workbook, styles, title)
        self.report = report

    def live(self, row: int, column: int, formula: Node, look: str, name: str = "") -> None:
        """Write a formula over the report's names, with its value; `name` makes it a named cell."""
        value = self.report.scope[name] if name else self.report.value(formula)
        self.formula(row, column, to_excel(formula), value, look)
        if name:
            self.name(row, column, name)

    def sentence(self, row: int, column: int, sentence: Sentence, look: str = "wrapped") -> None:
        """Write a sentence with live numbers."""
        text = self.report.text(sentence)
        if sentence.live:
            self.formula(row, column, sentence.to_excel(), text, look)
        else:
            self.text(row, column, text, look)


def _column_texts(table: str, columns: Sequence[TableColumn]) -> dict[str, str]:
    """Return the formulas of the columns that have one for all rows, as the table spells them."""
    refs = {column.key: f"{table}[[#This Row],[{column.key}]]" for column in columns}
    return {
        column.key: to_excel(column.formula, lambda name: refs.get(name, name))
        for column in columns
        if column.formula is not None
    }


def nothing(columns: Sequence[TableColumn]) -> Row:
    """Return a row that adds nothing to any sum."""
    zero = Evaluated(Number(0), 0)
    return {
        column.key: "–" if column.look in TEXT_LOOKS else 0 if column.formula else zero
        for column in columns
    }


def _part(i: int, key: str, text: str | None) -> ColumnPart:
    part = ColumnPart(id=i, name=key)
    if text is not None:
        part.calculatedColumnFormula = TableFormula(attr_text=text)
    return part


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(line) * 1.05 / width)) for line in text.split("\n"))


def _set_up_page(worksheet: Any) -> None:
    worksheet.sheet_view.showGridLines = False
    worksheet.page_setup.orientation = "landscape"
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight = 1, 0
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.oddFooter.left.text = "&A"
    worksheet.oddFooter.right.text = "&P / &N"
