"""A workbook as it is: what its named cells and its sheets hold, formulas beside their values.

Nothing of it is calculated. A formula is a text to be compared, its value what the program that
saved the workbook last left there.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import TYPE_FORMULA
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.formula import ArrayFormula

from reportgen.edited.mending import mended
from reportgen.edited.package import read_package, refuse
from reportgen.errors import SpecError

MOST_NAMES = 10_000
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True)
class Found:
    """What stands in a cell: a formula, without its ``=``, and a value; either may be missing."""

    formula: str | None
    value: Any


Cells = Mapping[str, Found]
EMPTY = Found(None, None)


class Book:
    """A workbook that was read; raises SpecError, a line, when it is no such thing or hostile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._package = read_package(path)
        self._cells: dict[str, Cells] = {}
        if len(self.names) > MOST_NAMES:
            refuse(path, f"has more than {MOST_NAMES:,} names; a workbook of ours does not")

    @cached_property
    def names(self) -> dict[str, str]:
        """Return where each name of the workbook points to, such as ``Inputs!$B$5``."""
        return {name: str(said.attr_text) for name, said in self._formulas.defined_names.items()}

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the titles of the sheets that hold cells."""
        return tuple(sheet.title for sheet in self._formulas.worksheets)

    def cells(self, sheet: str) -> Cells:
        """Return what a sheet holds, by place; nothing if there is no such sheet."""
        if sheet not in self.sheets:
            return {}
        if sheet not in self._cells:
            self._cells[sheet] = self._read(sheet)
        return self._cells[sheet]

    def named(self, name: str) -> tuple[str, Found] | None:
        """Return where the cell is that bears a name, and what it holds; none for anything else."""
        title, mark, place = self.names.get(name, "").replace("$", "").rpartition("!")
        sheet = title[1:-1].replace("''", "'") if title.startswith("'") else title
        if not mark or not _CELL.fullmatch(place) or sheet not in self.sheets:
            return None
        return f"{quote(sheet)}!{place}", self.cells(sheet).get(place, EMPTY)

    @cached_property
    def _formulas(self) -> Any:
        return self._opened(data_only=False)

    @cached_property
    def _values(self) -> Any:
        return self._opened(data_only=True)

    def _opened(self, data_only: bool) -> Any:
        content = BytesIO(self._package.getvalue())
        with _understood(self.path):
            return load_workbook(content, read_only=True, data_only=data_only, keep_links=False)

    def _read(self, title: str) -> Cells:
        try:
            return _cells(self._formulas[title], self._values[title])
        except ValueError:
            self._mend(title)
        with _understood(self.path):
            return _cells(self._formulas[title], self._values[title])

    def _mend(self, title: str) -> None:
        part = self._formulas[title]._worksheet_path  # noqa: SLF001  no other way leads from a title
        self._package = mended(self._package, part)
        del self._formulas, self._values


@contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Turn whatever openpyxl stumbles over into one line; what it warns of needs no telling."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except SpecError:
            raise
        except Exception:  # noqa: BLE001  a damaged part may raise anything at all
            refuse(path, "is damaged or no workbook; save it anew as .xlsx")


def quote(sheet: str) -> str:
    """Return a sheet's title as the places of its cells begin: quoted only if it must be."""
    return sheet if sheet.isidentifier() else quote_sheetname(sheet)


def _cells(formulas: Any, values: Any) -> Cells:
    """Return what a sheet holds, of which one reading has the formulas and one the values."""
    said = {
        cell.coordinate: _formula(cell.value)
        for cell in _filled(formulas)
        # A text may begin with "=" too.
        if cell.data_type == TYPE_FORMULA
    }
    held = {cell.coordinate: cell.value for cell in _filled(values)}
    # A formula without a value was not calculated since it was written.
    return {place: Found(said.get(place), held.get(place)) for place in {**held, **said}}


def _filled(sheet: Any) -> Iterator[Any]:
    # What a sheet says of its own extent may be anything.
    sheet.reset_dimensions()
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                yield cell


def _formula(value: Any) -> str | None:
    text = value.text if isinstance(value, ArrayFormula) else value
    return text.removeprefix("=") if isinstance(text, str) else None
