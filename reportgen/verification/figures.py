"""What the cells of a workbook are called: by their names, their tables' rows, or their labels."""

from __future__ import annotations

from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from reportgen.edited.book import quote
from reportgen.xlsx.cells import Live
from reportgen.xlsx.sheet import Bounds

# The texts that tell the rows of a table apart.
MOST_TEXTS = 2
LONGEST_LABEL = 80


class FigureNames:
    """The names of the figures that a workbook of ours shows."""

    def __init__(self, workbook: Workbook) -> None:
        self._names = {
            plain_place(str(said.attr_text)): name for name, said in workbook.defined_names.items()
        }

    def at(self, sheet: Any, row: int, column: int) -> str:
        """Return what a cell shows, or nothing where nobody says."""
        place = f"{quote(sheet.title)}!{sheet.cell(row, column).coordinate}"
        return self._names.get(place) or _in_table(sheet, row, column) or _label(sheet, row, column)


def plain_place(place: str) -> str:
    """Return where a name points to, as this program spells places."""
    sheet, mark, area = place.replace("$", "").rpartition("!")
    title = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return f"{quote(title)}{mark}{area}"


def _in_table(sheet: Any, row: int, column: int) -> str:
    for table in sheet.tables.values():
        left, top, right, bottom = cast(Bounds, range_boundaries(table.ref))
        if left <= column <= right and top < row <= bottom:
            cells = (sheet.cell(row, each) for each in range(left, right + 1))
            texts = [text for cell in cells if cell.column != column and (text := _text(cell))]
            label = " ".join(texts[:MOST_TEXTS]) or f"row {row - top}"
            return f"{sheet.cell(top, column).value} of {label}"[:LONGEST_LABEL]
    return ""


def _label(sheet: Any, row: int, column: int) -> str:
    return _text(sheet.cell(row, 1))[:LONGEST_LABEL] if column > 1 else ""


def _text(cell: Any) -> str:
    value = cell.value.value if isinstance(cell.value, Live) else cell.value
    return value if isinstance(value, str) else ""
