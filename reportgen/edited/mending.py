"""Cells whose values are not of their kind, such as a number NaN, made texts that can be told.

A library for workbooks raises for the first of them and does not say where it is.
"""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as Xml
from zipfile import ZIP_DEFLATED, ZipFile

# The largest number that a cell can hold has 309 digits.
MOST_CHARACTERS = 400
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
# By how a cell's kind is written, ECMA-376 part 1, 18.18.11; of others any text will do.
_KINDS = {"n": re.compile(_NUMBER), "b": re.compile("[01]"), "s": re.compile("[0-9]+")}


def mended(package: BytesIO, part: str) -> BytesIO:
    """Return a workbook's file in which a sheet's values that are not of their kind are texts."""
    mended = BytesIO()
    with ZipFile(package) as archive, ZipFile(mended, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            copy.writestr(name, _sheet(content) if name == part else content)
    return mended


def _sheet(content: bytes) -> bytes:
    root = Xml.fromstring(content)  # noqa: S314  parts that declare entities were refused
    for cell in root.iter(f"{_MAIN}c"):
        value = cell.findtext(f"{_MAIN}v")
        if value is not None and not _fits(cell.get("t", "n"), value.strip()):
            cell.set("t", "str")
    return Xml.tostring(root)


def _fits(kind: str, value: str) -> bool:
    shape = _KINDS.get(kind)
    return not shape or (len(value) <= MOST_CHARACTERS and bool(shape.fullmatch(value)))
