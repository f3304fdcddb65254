"""The points of the tables of what-ifs: a reader may type over them, and their rows follow.

They are no inputs, but what stands in their rows is to be held to the points as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from reportgen.edited.book import EMPTY, Book
from reportgen.reporting import Report
from reportgen.sweep import CONTEXT, CONTEXT_LENGTHS
from reportgen.xlsx.sheet import Bounds

MOST = 10**12
Points = tuple[int, ...]


def typed_points(book: Book, made: Workbook, report: Report) -> Mapping[str, Points]:
    """Return the points of the tables in which they are not the usual ones, by table.

    A table that holds anything else than different whole numbers there is left out.
    """
    usual = {CONTEXT: CONTEXT_LENGTHS}
    usual |= {each.name: each.points for each in report.what_ifs}
    found = {name: _points(book, made, name) for name in usual}
    return {name: points for name, points in found.items() if points not in (usual[name], ())}


def _points(book: Book, made: Workbook, name: str) -> Points:
    values = list(_first_column(book, made, name))
    whole = [int(cast(float, value)) for value in values if _is_point(value)]
    return tuple(whole) if len(set(whole)) == len(values) else ()


def _first_column(book: Book, made: Workbook, name: str) -> Iterator[object]:
    for sheet in made.worksheets:
        if name in sheet.tables:
            left, top, _, bottom = cast(Bounds, range_boundaries(sheet.tables[name].ref))
            cells, letter = book.cells(sheet.title), get_column_letter(left)
            for row in range(top + 1, bottom + 1):
                yield cells.get(f"{letter}{row}", EMPTY).value


def _is_point(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 1 <= value <= MOST and value == int(value)
