"""The sheet Summary: what the model is, the figures people ask for, and whether all checks hold."""

from __future__ import annotations

from reportgen.checks import ALL_HOLD
from reportgen.formula import Name, parse_sentence
from reportgen.xlsx.checks import mark
from reportgen.xlsx.sheet import ReportSheet
from reportgen.xlsx.totals import component_chart

HEADLINES = (
    ("params_total", "headline"),
    ("params_active", "headline"),
    ("flops_forward", "headline"),
    ("flops_per_token", "headline"),
    ("flops_training", "headline"),
    ("weights_gb", "headline_number"),
    ("weights_gib", "headline_number"),
)
ANSWERS = range(2, 5)
CHOSEN = parse_sentence("{model} is chosen; choose another on Inputs.")


def write_summary(sheet: ReportSheet, totals: ReportSheet, brand: str) -> None:
    """Write the first sheet, under the brand's name; its chart draws the table on Totals."""
    report = sheet.report
    sheet.heading(report.model.title, f"{report.model.name} · {report.model.architecture_title}")
    # In a cell that is empty without a brand, and so is no difference to who verifies.
    if brand:
        sheet.text(3, 1, brand, "subtitle")
    if report.model.stands_for_many:
        sheet.sentence(2, 1, CHOSEN, "subtitle")
    sheet.widths(34, 26, 14, 70)
    row = _headlines(sheet, 4)
    row = _scenario(sheet, row + 1)
    row = _answers(sheet, row + 1)
    chart = component_chart(totals, "Where parameters and FLOPs are")
    sheet.worksheet.add_chart(chart, f"A{row + 1}")
    sheet.worksheet.page_setup.fitToHeight = 1
    sheet.worksheet.page_setup.orientation = "portrait"


def _headlines(sheet: ReportSheet, row: int) -> int:
    sheet.header(row, ("figure", "value", "unit", "meaning"), numbers=(2,))
    for name, look in HEADLINES:
        row += 1
        quantity = sheet.report.figures[name].quantity
        sheet.text(row, 1, quantity.title, "label")
        sheet.live(row, 2, Name(name), look)
        sheet.text(row, 3, quantity.unit)
        sheet.text(row, 4, quantity.meaning, "wrapped_note")
    row += 1
    sheet.text(row, 1, "All checks hold", "label")
    sheet.live(row, 2, Name(ALL_HOLD), "check")
    sheet.text(row, 4, "sums, totals and closed forms agree; see Checks", "wrapped_note")
    mark(sheet, f"B{row}")
    return row + 1


def _scenario(sheet: ReportSheet, row: int) -> int:
    sheet.header(row, ("for this scenario", "value", "unit", "change it on Inputs"), numbers=(2,))
    for spec in sheet.report.inputs.specs:
        if spec.section == "pass":
            row += 1
            sheet.text(row, 1, spec.name, "text")
            sheet.live(row, 2, Name(spec.name), "scenario")
            sheet.text(row, 3, spec.unit)
            sheet.text(row, 4, spec.meaning, "wrapped_note")
            sheet.fit_height(row, {4: spec.meaning})
    return row + 1


def _answers(sheet: ReportSheet, row: int) -> int:
    sheet.header(row, ("in words", "", "", ""))
    for answer in sheet.report.answers:
        row += 1
        sheet.text(row, 1, answer.question, "wrapped")
        sheet.merge(row, ANSWERS[0], ANSWERS[-1])
        sheet.sentence(row, 2, answer.sentence)
        sheet.fit_height(row, {1: answer.question, ANSWERS: answer.text})
    return row + 1
