"""A sheet's rows as the XML text a workbook file holds, with the values of its formulas.

The cells that make up a report are printed here, several times quicker than openpyxl does and to
the last bit of each number; dates, rich text and other rarities are left to openpyxl.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from openpyxl.cell._writer import write_cell
from openpyxl.cell.cell import ERROR_CODES, Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.xml.functions import xmlfile

from reportgen.xlsx.canonical import canonical
from reportgen.xlsx.cells import CellValue, Live

MOST_EXACT_INTEGER = 2**53

AnyCell = Cell | MergedCell


def row_xml(number: int, attributes: Mapping[str, str], cells: Iterable[AnyCell]) -> str:
    """Return a row with those of its cells that hold or show something."""
    shown = "".join(cell_xml(cell) for cell in cells if cell.value is not None or cell.has_style)
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f'<row r="{number}"{more}>{shown}</row>'


def cell_xml(cell: AnyCell) -> str:
    """Return a cell, its style, and its formula or value."""
    kind, content = _content(cell)
    if kind is None:
        return _by_openpyxl(cell)
    style = f' s="{cell.style_id}"' if cell.has_style else ""
    return f'<c r="{_letters(cell.column)}{cell.row}"{style}{kind}>{content}</c>'


def _content(cell: AnyCell) -> tuple[str | None, str]:
    """Return the type attribute and the inner XML; no type when openpyxl is to print the cell."""
    value, data_type = cell.value, cell.data_type
    if isinstance(value, Live):
        kind, text = cached(value.value)
        return kind, f"<f>{escape(value.formula)}</f>{text}"
    if data_type == "s" and type(value) is str:
        return (' t="inlineStr"', f"<is>{_text('t', value)}</is>") if value else ("", "")
    if data_type in "nb" and (value is None or isinstance(value, bool | int | float)):
        return cached(value)
    return None, ""


def cached(value: CellValue) -> tuple[str, str]:
    """Return the type attribute and the ``<v>`` of a formula's value."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ' t="b"', f"<v>{value:d}</v>"
    if isinstance(value, str):
        return ' t="e"' if value in ERROR_CODES else ' t="str"', _text("v", value)
    if not math.isfinite(value):
        return ' t="e"', "<v>#NUM!</v>"
    return "", f"<v>{number_text(value)}</v>"


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the same double."""
    whole = int(value) == value and abs(value) <= MOST_EXACT_INTEGER
    return str(int(value)) if whole else repr(float(value))


def _text(tag: str, text: str) -> str:
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<{tag}{space}>{escape(text)}</{tag}>"


def _by_openpyxl(cell: AnyCell) -> str:
    buffer = BytesIO()
    with xmlfile(buffer) as stream:
        write_cell(stream, cell.parent, cell, cell.has_style)
    return canonical(buffer.getvalue())


_letters = cache(get_column_letter)
