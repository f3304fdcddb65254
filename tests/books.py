"""Workbooks of reports, and what people and programs do to them."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from reportgen import build_report, load_model
from reportgen.xlsx.book import write_book
from reportgen.xlsx.cells import CellValue

PRESET = "gpt2"


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="reportgen-books-"))


@cache
def _kept(preset: str) -> Path:
    path = _folder() / f"{preset}.xlsx"
    write_book(build_report(load_model(preset)), path)
    return path


def book(folder: Path, preset: str = PRESET, name: str = "edited.xlsx") -> Path:
    """Return the workbook of a preset's report, a copy that a test may spoil."""
    return Path(shutil.copy(_kept(preset), folder / name))


def place(path: Path, name: str) -> tuple[str, str]:
    """Return the sheet and the cell that a name points to."""
    return _place(load_workbook(path, read_only=True), name)


def _place(workbook: Workbook, name: str) -> tuple[str, str]:
    sheet, cell = workbook.defined_names[name].attr_text.replace("$", "").split("!")
    return sheet.strip("'"), cell


def resaved(path: Path, **cells: CellValue) -> Path:
    """Type values into named cells and save with openpyxl, which calculates nothing."""
    workbook = load_workbook(path)
    for name, value in cells.items():
        sheet, cell = _place(workbook, name)
        workbook[sheet][cell].value = value
    workbook.save(path)
    return path


def rewritten(path: Path, member: str, change: Callable[[str], str]) -> Path:
    """Change the text of one part of the file, and nothing else."""
    with ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with ZipFile(path, "w") as archive:
        for info, content in parts.items():
            own = info.filename == member
            archive.writestr(info, change(content.decode()).encode() if own else content)
    return path


def added(path: Path, member: Any, content: bytes) -> Path:
    """Add a part to the file."""
    with ZipFile(path, "a") as archive:
        archive.writestr(member, content)
    return path


def sheet_part(path: Path, title: str) -> str:
    """Return the part that holds a sheet."""
    return f"xl/worksheets/sheet{load_workbook(path).sheetnames.index(title) + 1}.xml"
