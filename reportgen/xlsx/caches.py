"""Gives each chart a copy of the values it draws, for previewers that cannot look them up.

openpyxl writes references only, and calls all categories numbers, even names.
"""

from __future__ import annotations

# openpyxl tells its charts, and which cells there are, by private attributes only.
# ruff: noqa: SLF001
from collections.abc import Iterator, Sequence
from itertools import product
from math import isfinite
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.series import Series
from openpyxl.utils import range_to_tuple

from reportgen.xlsx.cells import CellValue, Live
from reportgen.xlsx.rows import number_text

Cells = Sequence[Cell | None]


def cache_charts(workbook: Workbook) -> None:
    """Copy into every chart of a workbook the values, categories and titles it refers to."""
    for series in _every_series(workbook):
        _cache_title(workbook, series)
        for numbers in (series.val, series.yVal, series.bubbleSize):
            _cache_numbers(workbook, numbers)
        for categories in (series.cat, series.xVal):
            _cache_categories(workbook, categories)


def _every_series(workbook: Workbook) -> Iterator[Series]:
    sheets: list[Any] = [*workbook.worksheets, *workbook.chartsheets]
    for sheet in sheets:
        for chart in sheet._charts:
            for layer in chart._charts:
                yield from layer.ser


def _cache_title(workbook: Workbook, series: Series) -> None:
    reference = series.tx and series.tx.strRef
    if reference and reference.f:
        reference.strCache = _texts(_cells(workbook, reference.f))


def _cache_numbers(workbook: Workbook, source: NumDataSource | None) -> None:
    if source and source.numRef:
        source.numRef.numCache = _numbers(_cells(workbook, source.numRef.f))


def _cache_categories(workbook: Workbook, source: AxDataSource | None) -> None:
    reference = source and (source.numRef or source.strRef)
    if not source or not reference:
        return
    cells = _cells(workbook, str(reference.f))
    source.numRef = source.strRef = None
    if any(isinstance(_value(cell), str) for cell in cells):
        source.strRef = StrRef(f=reference.f, strCache=_texts(cells))
    else:
        source.numRef = NumRef(f=reference.f, numCache=_numbers(cells))


def _numbers(cells: Cells) -> NumData:
    values = [(index, _value(cell)) for index, cell in enumerate(cells)]
    points = [NumVal(idx=index, v=value) for index, value in values if _is_number(value)]
    number_format = next((cell.number_format for cell in cells if cell is not None), "General")
    return NumData(formatCode=number_format, ptCount=len(cells), pt=points)


def _texts(cells: Cells) -> StrData:
    values = [(index, _value(cell)) for index, cell in enumerate(cells)]
    points = [StrVal(idx=index, v=_label(value)) for index, value in values if value is not None]
    return StrData(ptCount=len(cells), pt=points)


def _cells(workbook: Workbook, reference: str) -> Cells:
    title, bounds = range_to_tuple(reference)
    left, top, right, bottom = (bound or 1 for bound in bounds)
    sheet: Any = workbook[title.replace("''", "'")]
    places = product(range(top, bottom + 1), range(left, right + 1))
    return [sheet._cells.get(place) for place in places]  # asking for a cell would make it


def _value(cell: Cell | None) -> CellValue:
    value = cell.value if cell is not None else None
    if isinstance(value, Live):
        return value.value
    is_known = cell is not None and cell.data_type != "f"
    return value if is_known and isinstance(value, int | float | str) else None


def _label(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return number_text(value) if isinstance(value, int | float) else str(value)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
