"""The sheet Reconciliation: others' figures beside ours, with the reason of each difference."""

from __future__ import annotations

from reportgen.answers import Answer
from reportgen.closed_form import ClosedForm
from reportgen.formula import Choose, Name, Text, parse
from reportgen.reconcile import Line, Rule
from reportgen.xlsx.sheet import ReportSheet

WIDTHS = (34, 34, 24, 24, 22, 14, 22, 80, 50)
WHY = 8
NUMBERS = (3, 4, 5)
# Longer than this, a form in letters is no easier to read than the one in words beside it.
LONGEST_LETTERS = 240
ALWAYS = parse("1 == 1")


def write_reconciliation(sheet: ReportSheet) -> None:
    """Write questions and answers, closed forms, rules of thumb, and the document's lines."""
    report = sheet.report
    sheet.heading(
        "Reconciliation",
        "Other people's figures for the same model beside the exact ones; every number is live.",
    )
    sheet.widths(*WIDTHS)
    row = _answers(sheet, 4, report.answers)
    row = _closed_forms(sheet, row + 1, report.closed_forms)
    row = _rules(sheet, row + 1, report.rules)
    if report.document and report.lines:
        _lines(sheet, row + 1, report.document.title, report.lines)


def _answers(sheet: ReportSheet, row: int, answers: tuple[Answer, ...]) -> int:
    sheet.text(row, 1, "Questions and answers", "heading")
    for answer in answers:
        row += 1
        sheet.text(row, 1, answer.question, "wrapped")
        sheet.merge(row, 2, WHY)
        sheet.sentence(row, 2, answer.sentence)
        sheet.fit_height(row, {1: answer.question, range(2, WHY + 1): answer.text})
    return row + 1


def _closed_forms(sheet: ReportSheet, row: int, forms: tuple[ClosedForm, ...]) -> int:
    sheet.text(row, 1, "Closed forms, derived from the rows by collecting equal terms", "heading")
    titles = ("total", "in letters", "value", "must equal", "text holds", "where", "")
    sheet.header(row + 1, (*titles, "text", ""), NUMBERS[:2])
    row += 1
    for form in forms:
        row += 1
        sheet.text(row, 1, form.title, "wrapped")
        letters = form.letters if len(form.letters) <= LONGEST_LETTERS else ""
        sheet.text(row, 2, letters, "wrapped")
        sheet.live(row, 3, form.formula, "count", form.name)
        if form.equals and form.name != "params_short_form":
            sheet.live(row, 4, Name(form.equals), "count")
        sheet.live(row, 5, Choose(form.condition or ALWAYS, Text("yes"), Text("no")), "check")
        sheet.merge(row, 6, 7)
        sheet.text(row, 6, form.given or "any inputs", "wrapped_note")
        sheet.merge(row, WHY, WHY + 1)
        sheet.text(row, WHY, form.text, "wrapped")
        text, given = form.text, form.given
        sheet.fit_height(row, {2: letters, range(6, 8): given, range(WHY, WHY + 2): text})
    return row + 1


def _rules(sheet: ReportSheet, row: int, rules: tuple[Rule, ...]) -> int:
    sheet.text(row, 1, "Rules of thumb and published totals", "heading")
    titles: tuple[str, ...] = (
        "rule",
        "unit",
        "the rule says",
        "exact",
        "difference",
        "relative",
        "",
    )
    titles += ("why they differ", "source")
    sheet.header(row + 1, titles, NUMBERS)
    row += 1
    for rule in rules:
        row += 1
        sheet.text(row, 1, rule.title, "wrapped")
        sheet.text(row, 2, rule.unit, "wrapped")
        sheet.live(row, 3, rule.formula, "count", rule.name)
        sheet.live(row, 4, rule.exact, "count")
        sheet.live(row, 5, rule.difference, "signed")
        sheet.live(row, 6, rule.relative, "signed_share")
        sheet.sentence(row, WHY, rule.why)
        sheet.text(row, WHY + 1, rule.source, "wrapped_note")
        sheet.fit_height(
            row, {1: rule.title, WHY: sheet.report.text(rule.why), WHY + 1: rule.source}
        )
    return row + 1


def _lines(sheet: ReportSheet, row: int, title: str, lines: tuple[Line, ...]) -> None:
    sheet.text(row, 1, title, "heading")
    titles: tuple[str, ...] = (
        "line",
        "as written",
        "as a number",
        "exact",
        "difference",
        "unit",
        "verdict",
    )
    titles += ("reason", "part")
    sheet.header(row + 1, titles, NUMBERS)
    row += 1
    for line in lines:
        row += 1
        sheet.text(row, 1, line.line, "wrapped")
        sheet.text(row, 2, line.written, "wrapped")
        _line_numbers(sheet, row, line)
        sheet.text(row, 6, line.unit, "wrapped")
        sheet.sentence(row, WHY, line.reason)
        sheet.text(row, WHY + 1, line.part, "wrapped_note")
        sheet.fit_height(
            row,
            {
                2: line.written,
                7: str(sheet.report.value(line.verdict)),
                WHY: sheet.report.text(line.reason),
            },
        )


def _line_numbers(sheet: ReportSheet, row: int, line: Line) -> None:
    difference = line.difference
    if line.number is not None and difference is not None:
        sheet.live(row, 3, line.number, "count")
        sheet.live(row, 5, difference, "signed")
        sheet.live(row, 4, line.exact, "count")
        sheet.live(row, 7, line.verdict, "wrapped")
    else:
        sheet.live(row, 4, line.exact, "share")
        sheet.text(row, 7, str(sheet.report.value(line.verdict)), "wrapped")
