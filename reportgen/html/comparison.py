"""Other people's figures beside ours, as a page shows them."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from reportgen.figures import Plain, as_number, as_numbers
from reportgen.formula import Number
from reportgen.html.formulas import math
from reportgen.html.sentences import told
from reportgen.reconcile import Line, Rule
from reportgen.reporting import Report


class RuleLine(NamedTuple):
    """A rule of thumb or a published total, the exact figure, and why they differ.

    `relative` is None where the exact figure is zero; `math` is empty of a bare number.
    """

    name: str
    title: str
    math: Markup
    unit: str
    source: str
    given: Plain
    exact: Plain
    difference: Plain
    relative: Plain | None
    why: Markup


class DocumentLine(NamedTuple):
    """A line of a worked answer; `difference` is None where it makes a claim without a number."""

    part: str
    line: str
    written: str
    unit: str
    exact: Plain
    difference: Plain | None
    verdict: str
    reason: Markup


def rule_lines(report: Report) -> list[RuleLine]:
    """Return the rules that say something of the report's model."""
    return [_rule_line(report, rule) for rule in report.rules]


def document_lines(report: Report) -> list[DocumentLine]:
    """Return the lines of the document that is about the report's model, if there is one."""
    return [_document_line(report, line) for line in report.lines]


def _rule_line(report: Report, rule: Rule) -> RuleLine:
    shown = rule.formula, rule.exact, rule.difference
    given, exact, difference = as_numbers(map(report.scope.value, shown))
    return RuleLine(
        name=rule.name,
        title=rule.title,
        math=Markup() if isinstance(rule.formula, Number) else math(rule.formula),
        unit=rule.unit,
        source=rule.source,
        given=given,
        exact=exact,
        difference=difference,
        relative=as_number(report.value(rule.relative)) if exact else None,
        why=told(report, rule.why),
    )


def _document_line(report: Report, line: Line) -> DocumentLine:
    difference = line.difference
    return DocumentLine(
        part=line.part,
        line=line.line,
        written=line.written,
        unit=line.unit,
        exact=as_number(report.value(line.exact)),
        difference=None if difference is None else as_number(report.value(difference)),
        verdict=str(report.value(line.verdict)),
        reason=told(report, line.reason),
    )
