"""A workbook against the one that its inputs give, cell by cell.

The inputs are read back, the report is made of them anew, and its workbook is written in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from reportgen.building import build_report
from reportgen.edited.book import EMPTY, Book, quote
from reportgen.edited.models import SHEET, as_made, definition, edited
from reportgen.errors import SpecError
from reportgen.inputs import Inputs, resolve
from reportgen.model import Model
from reportgen.reporting import Report
from reportgen.spec import Value
from reportgen.verification.cells import MISSING, fault_of
from reportgen.verification.figures import FigureNames, plain_place
from reportgen.verification.points import typed_points
from reportgen.xlsx.book import make_book
from reportgen.xlsx.cells import Live
from reportgen.xlsx.inputs import SOURCE_COLUMN, VALUE_COLUMN

NAME = "name"
Change = tuple[Value, Value]


@dataclass(frozen=True)
class Difference:
    """A cell that is not as it should be: its kind of fault, where it is, which figure it shows.

    `found` is what it holds and `expected` what it should; either is None where there is nothing.
    """

    kind: str
    place: str
    name: str
    found: object
    expected: object


@dataclass(frozen=True)
class Verification:
    """What was found of a workbook: its report, how many cells were compared, the differences.

    `changed` are the inputs that are not what they were when it was written: what each was, and is.
    """

    path: Path
    report: Report
    compared: int
    changed: Mapping[str, Change]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether every figure is what the inputs give."""
        return not self.differences


def verify(path: Path) -> Verification:
    """Compare a workbook with what its inputs give.

    Raises SpecError for a file that is no workbook of ours, InputError for what its inputs hold.
    """
    book = Book(path)
    model = edited(book, as_made(book))
    written = _as_written(book, model)
    report = replace(build_report(model), written=written)
    made = make_book(report)
    if points := typed_points(book, made, report):
        made = make_book(replace(report, points=points))
    compared = sum(cell.value is not None for sheet in made.worksheets for cell in _cells(sheet))
    differences = (*_misnamed(book, made), *_different(book, made))
    return Verification(path, report, compared, _changes(written, report.inputs), differences)


def _as_written(book: Book, model: Model) -> Inputs:
    """Return the inputs as they were when the workbook was written."""
    said = definition(book).get("set", {})
    if not isinstance(said, Mapping):
        raise SpecError([f"{book.path}: what it was made with cannot be read; make it anew"])
    return resolve(replace(model, settings={}), said)


def _changes(written: Inputs, now: Inputs) -> dict[str, Change]:
    """Return the inputs that were typed over; what only follows them is left out."""
    typed = {spec.name for inputs in (written, now) for spec in inputs.specs} - (
        written.follows & now.follows
    )
    pairs = ((name, written.values[name], value) for name, value in now.values.items())
    return {name: (was, now) for name, was, now in pairs if was != now and name in typed}


def _misnamed(book: Book, made: Workbook) -> Iterator[Difference]:
    for name, said in made.defined_names.items():
        wanted = plain_place(str(said.attr_text))
        found = plain_place(book.names.get(name, ""))
        if found.lower() != wanted.lower():
            yield Difference(NAME, wanted, name, found or None, wanted)


def _different(book: Book, made: Workbook) -> Iterator[Difference]:
    names = FigureNames(made)
    for sheet in made.worksheets:
        title = quote(sheet.title)
        if sheet.title not in book.sheets:
            yield Difference(MISSING, title, f"the sheet {sheet.title}", None, title)
            continue
        held = dict(book.cells(sheet.title))
        for cell in _cells(sheet):
            found = held.pop(cell.coordinate, EMPTY)
            fault = None if _is_free(cell) else fault_of(found, cell.value)
            if fault:
                name = names.at(sheet, cell.row, cell.column)
                yield Difference(fault[0], f"{title}!{cell.coordinate}", name, *fault[1:])
        for place, found in held.items():
            if fault := fault_of(found, None):
                yield Difference(fault[0], f"{title}!{place}", "", *fault[1:])


def _cells(sheet: Any) -> list[Any]:
    """Return the cells that a sheet has; asking for others would make them."""
    return [sheet._cells[place] for place in sorted(sheet._cells)]  # noqa: SLF001


def _is_free(cell: Any) -> bool:
    """Tell whether a cell is an input's own, or says where its value is from."""
    if cell.parent.title != SHEET or isinstance(cell.value, Live):
        return False
    return cell.column in (VALUE_COLUMN, SOURCE_COLUMN)
