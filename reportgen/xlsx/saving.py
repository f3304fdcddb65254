"""Saves a workbook with the values of its formulas, the same bytes for the same contents.

openpyxl writes everything but the rows; each part is then put into one canonical form, since
openpyxl's own spelling depends on whether lxml is installed. (Only the drawings of comments on
cells keep that spelling.)
"""

from __future__ import annotations

# openpyxl's writers hand parts to each other by private attributes; so must one that joins them.
# ruff: noqa: SLF001
from datetime import datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.comments.comment_sheet import CommentRecord
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.functions import tostring

from reportgen.files import write_whole
from reportgen.xlsx.caches import cache_charts
from reportgen.xlsx.canonical import canonical
from reportgen.xlsx.rows import row_xml

WRITTEN_ON = datetime(2000, 1, 1)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NO_ROWS = "<sheetData/>"


def save(workbook: Workbook, target: str | PathLike[str] | BinaryIO) -> None:
    """Write a workbook to a binary file, or whole or not at all to a path."""
    if isinstance(target, str | PathLike):
        write_whole(Path(target), lambda file: save(workbook, file))
        return
    cache_charts(workbook)
    workbook.properties.created = workbook.properties.modified = WRITTEN_ON
    with _Archive(target, "w", ZIP_DEFLATED) as archive:
        _BookWriter(workbook, archive).write_data()


class _Archive(ZipFile):
    """A zip file in which neither clock, system, umask nor openpyxl's choice of parser shows."""

    def writestr(self, name: str, data: str | bytes) -> None:  # type: ignore[override]
        """Add a part, for openpyxl, whose XML is any XML."""
        is_xml = name.endswith((".xml", ".rels"))
        self.add(name, DECLARATION + canonical(_bytes(data)) if is_xml else data)

    def add(self, name: str, data: str | bytes) -> None:
        """Add a part as it stands."""
        part = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        part.compress_type = ZIP_DEFLATED
        part.create_system = 3
        part.external_attr = 0o644 << 16
        super().writestr(part, data)


class _BookWriter(ExcelWriter):
    """openpyxl's writer of workbooks, with our writer of sheets."""

    _archive: _Archive
    _charts: list[Any]

    def write_worksheet(self, ws: Any) -> None:
        """Add a sheet, and leave on it what openpyxl's next steps look for there."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = _SheetWriter(ws)
        self._archive.add(ws.path[1:], writer.xml())
        ws._rels = writer._rels
        self.manifest.append(ws)

    def _write_charts(self) -> None:
        """Add the charts; their labels have a format of their own, which openpyxl does not say."""
        for chart in self._charts:
            tree = chart._write()
            for part in tree.iter():
                if part.tag.endswith("numFmt"):
                    part.set("sourceLinked", "0")
            self._archive.writestr(chart.path[1:], tostring(tree))
            self.manifest.append(chart)


class _SheetWriter(WorksheetWriter):
    """openpyxl's writer of sheets, with the rows printed by us."""

    _rels: RelationshipList

    def __init__(self, ws: Any) -> None:
        super().__init__(ws, out=BytesIO())
        self._sheet = ws
        self._rows = ""

    def xml(self) -> str:
        """Return the sheet's part."""
        self.write()
        around = canonical(self.read())
        return DECLARATION + around.replace(NO_ROWS, self._rows, 1)

    def write_format(self) -> None:
        """Print the sheet's format, which tells how deep its columns are grouped."""
        self._sheet.column_dimensions.to_tree()  # which counts it, too late in openpyxl
        super().write_format()

    def write_rows(self) -> None:
        """Print the rows, and leave their place empty, as openpyxl's stream takes no raw text."""
        rows = self.rows()
        heights = self._sheet.row_dimensions
        lines = (row_xml(row, dict(heights.get(row, ())), cells) for row, cells in rows)
        self._rows = f"<sheetData>{''.join(lines)}</sheetData>"
        cells = [cell for _, row in rows for cell in row]
        self._sheet._hyperlinks = [cell.hyperlink for cell in cells if cell.hyperlink]
        self._sheet._comments = [CommentRecord.from_cell(cell) for cell in cells if cell.comment]
        self._write_no_rows()

    def _write_no_rows(self) -> None:
        stream: Any = self.xf.send(True)
        with stream.element("sheetData"):
            pass
        self.xf.send(None)


def _bytes(data: str | bytes) -> bytes:
    return data.encode() if isinstance(data, str) else data
