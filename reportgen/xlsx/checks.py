"""The sheet Checks: sums against totals against closed forms, each TRUE, and one that says so."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from reportgen.checks import ALL_HOLD
from reportgen.formula import to_text
from reportgen.xlsx.sheet import ReportSheet

GREEN, RED = ("E3F4E1", "1B6E20"), ("FBE3E1", "B3261E")


def write_checks(sheet: ReportSheet) -> None:
    """Write every check as a named cell that is TRUE or FALSE; the last says whether all hold."""
    sheet.heading(
        "Checks", "The workbook proves itself: each line is computed here, from these sheets."
    )
    sheet.widths(34, 84, 12, 110)
    sheet.header(4, ("name", "what must hold", "holds", "formula"))
    every = sorted(sheet.report.checks, key=lambda check: check.name != ALL_HOLD)
    for row, check in enumerate(every, 5):
        strong = check.name == ALL_HOLD
        sheet.text(row, 1, check.name, "label" if strong else "text")
        sheet.text(row, 2, check.title, "label" if strong else "wrapped")
        sheet.live(row, 3, check.formula, "check", check.name)
        sheet.text(row, 4, to_text(check.formula), "wrapped_note")
        sheet.fit_height(row, {2: check.title, 4: to_text(check.formula)})
    mark(sheet, f"C5:C{4 + len(every)}")
    sheet.worksheet.freeze_panes = "A5"


def mark(sheet: ReportSheet, area: str) -> None:
    """Show TRUE green and FALSE red in an area."""
    for text, (fill, ink) in (("TRUE", GREEN), ("FALSE", RED)):
        look = DifferentialStyle(font=Font(color=ink, b=True), fill=PatternFill(bgColor=fill))
        rule = Rule(type="cellIs", operator="equal", formula=[text], dxf=look)
        sheet.worksheet.conditional_formatting.add(area, rule)
