"""The workbook of one report: a second implementation of it, in formulas."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from reportgen.brand import UNBRANDED, Brand
from reportgen.reporting import Report
from reportgen.xlsx.checks import write_checks
from reportgen.xlsx.context import write_context
from reportgen.xlsx.inputs import write_inputs
from reportgen.xlsx.matmuls import write_matmuls, write_parameters
from reportgen.xlsx.notes import write_notes
from reportgen.xlsx.pairs import write_pairs
from reportgen.xlsx.reconciliation import write_reconciliation
from reportgen.xlsx.saving import save
from reportgen.xlsx.sections import SHEETS, write_presets, write_section
from reportgen.xlsx.sheet import ReportSheet
from reportgen.xlsx.styles import Styles
from reportgen.xlsx.summary import write_summary
from reportgen.xlsx.totals import write_totals

TITLES = (
    "Summary",
    "Inputs",
    "Matmuls",
    "Parameters",
    "Totals",
    *SHEETS,
    "Context",
    "Reconciliation",
    "Checks",
    "Notes",
)
# What is derived from one model's rows has no place where the model can be chosen.
CALCULATOR_TITLES = (*(title for title in TITLES if title != "Context"), "Presets")


def write_book(report: Report, path: Path) -> None:
    """Write the report's workbook to `path`, whole or not at all.

    Every number that is not an input is a formula over the named cells of Inputs and Totals or
    over its table row, and carries the value it has in the report.
    """
    save(make_book(report), path)


def make_book(report: Report, brand: Brand = UNBRANDED) -> Workbook:
    """Return the report's workbook."""
    workbook, styles = Workbook(), Styles()
    workbook.remove(workbook.worksheets[0])
    titles = CALCULATOR_TITLES if report.model.stands_for_many else TITLES
    sheets = {title: ReportSheet(workbook, styles, title, report) for title in titles}
    write_matmuls(sheets["Matmuls"])
    write_parameters(sheets["Parameters"])
    write_totals(sheets["Totals"])
    ends = {title: write_section(sheets[title], title) for title in SHEETS}
    lists = write_pairs(sheets["Hardware"], ends["Hardware"])
    if report.model.stands_for_many:
        write_presets(sheets["Presets"])
    else:
        write_context(sheets["Context"])
    write_inputs(sheets["Inputs"], lists)
    write_reconciliation(sheets["Reconciliation"])
    write_checks(sheets["Checks"])
    write_notes(sheets["Notes"])
    write_summary(sheets["Summary"], sheets["Totals"], brand.line)
    workbook.properties.title = report.model.name
    workbook.properties.creator = brand.line or "reportgen"
    return workbook
