"""The sheet Notes: how to use the workbook, what is counted how, and where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen import __version__
from reportgen.definition import cell_name, pieces
from reportgen.inputs import settings_of
from reportgen.xlsx.sheet import ReportSheet

KNOWN_BY = "'reportgen report' and 'reportgen verify' know the model by"
HOW_TO = (
    "Change a blue cell on Inputs and every sheet follows, in Excel and LibreOffice alike.",
    "A cell in italics follows a formula over other inputs; type a number over it to fix it.",
    "Every number that is not an input is a formula; its names are cells of Inputs and Totals.",
    "The lengths on Context, and the shapes below them, can be edited too.",
)


def write_notes(sheet: ReportSheet) -> None:
    """Write how to use the workbook, the conventions, the columns and the sources."""
    sheet.heading("Notes", f"Made by reportgen {__version__}; the same inputs give the same bytes.")
    sheet.widths(30, 120)
    row = 4
    for title, lines in _sections(sheet):
        sheet.text(row, 1, title, "heading")
        for label, text in lines:
            row += 1
            sheet.text(row, 1, label, "wrapped")
            sheet.text(row, 2, text, "wrapped")
            sheet.fit_height(row, {1: label, 2: text})
        row += 2
    _definition(sheet, row)


def _definition(sheet: ReportSheet, row: int) -> None:
    """Write what the workbook is read back by; of a long text only the beginning shows."""
    report = sheet.report
    sheet.text(row, 1, "For reading it back", "heading")
    said = settings_of(report.model, report.written or report.inputs)
    for i, piece in enumerate(pieces({**report.model.definition, "set": said})):
        row += 1
        sheet.text(row, 1, "" if i else KNOWN_BY, "wrapped")
        sheet.text(row, 2, piece, "clipped")
        sheet.name(row, 2, cell_name(i))
        sheet.fit_height(row, {1: KNOWN_BY})


def _sections(sheet: ReportSheet) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    report = sheet.report
    model = report.model
    yield "How to use it", [("", text) for text in HOW_TO]
    yield "What is counted how", [("", text) for text in report.conventions]
    yield (
        "Columns of Matmuls",
        [
            (column.name, f"{column.meaning} ({column.unit}). {column.source}")
            for column in report.matmuls.columns
        ],
    )
    yield (
        "The model",
        [
            ("model", f"{model.name}: {model.title}"),
            ("its values are from", model.source),
            ("architecture", f"{model.architecture}: {model.architecture_title}"),
            ("the architecture is from", model.architecture_source),
            *(("note", note) for note in model.spec.notes),
        ],
    )
    sources = dict.fromkeys((row.layer, row.source) for row in report.rows.all)
    yield "Sources of the layers", list(sources)
