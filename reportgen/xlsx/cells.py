"""What a workbook's cell may hold beyond numbers: a live formula, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy

from openpyxl.cell import Cell
from openpyxl.worksheet.formula import ArrayFormula

CellValue = int | float | bool | str | None

MOST_UTF16_UNITS = 32_767

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?")
_READS_AS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]+_)")  # Excel wants four digits, LibreOffice not
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\n")


class Live(ArrayFormula):
    """A formula, its text without the leading ``=``, together with the value it has now.

    Assign it to ``cell.value``; `saving.save` writes both, so that readers which do not
    calculate still see figures. It derives from openpyxl's own class of formulas because that is
    what a cell accepts; with openpyxl's own ``save`` it becomes a formula without a value.
    """

    def __init__(self, text: str, value: CellValue) -> None:
        if not text or text.startswith("="):
            raise ValueError(f"a formula's text is written without '=': {text!r}")
        super().__init__(ref="", text=f"={text}")
        self.value = value

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(())  # no attributes: these would make it an array formula

    def __repr__(self) -> str:
        return f"Live({self.formula!r}, {self.value!r})"

    @property
    def formula(self) -> str:
        """The text as a file holds it, without the leading ``=``."""
        return str(self.text)[1:]


def plain_text(cell: Cell, text: str) -> None:
    """Write a user's text into a cell so that it never becomes a formula, an error or a fault.

    Call it after the cell's named style is set, which would reset the mark against formulas.
    """
    clean = _clean(text)
    cell.value = clean
    cell.data_type = "s"
    if clean.startswith(_BEGINS_A_FORMULA):
        cell._style = copy(cell._style)  # type: ignore[attr-defined]  # noqa: SLF001  may be shared
        cell.quotePrefix = True


def _clean(text: str) -> str:
    legal = _NOT_IN_XML.sub("", _LINE_END.sub("\n", text))
    return _cut(_READS_AS_ESCAPE.sub("_x005F_", legal))


def _cut(text: str) -> str:
    # Excel counts UTF-16 units, of which an emoji takes two.
    return text.encode("utf-16-le")[: 2 * MOST_UTF16_UNITS].decode("utf-16-le", "ignore")
