"""JSON Lines: one report per line, for programs."""

from __future__ import annotations

from typing import Any

from reportgen.formula import Node, to_text
from reportgen.listing.objects import written
from reportgen.listing.plain import plain, records
from reportgen.listing.window import PIPE, Window
from reportgen.reconcile import Line, Rule
from reportgen.reporting import Report


def line(report: Report, window: Window = PIPE) -> str:
    """Return a report as one JSON object on a line of its own."""
    return written(document(report), window)


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain data."""
    return {
        "model": report.model.name,
        "title": report.model.title,
        "architecture": report.model.architecture,
        "source": report.model.source,
        "inputs": {name: plain(value) for name, value in report.inputs.values.items()},
        "params": _params(report),
        "flops": _flops(report),
        "figures": _figures(report),
        "matmuls": records(report.matmuls),
        "other_parameters": records(report.other_parameters),
        "closed_forms": _closed_forms(report),
        "reconciliation": {
            "rules": [_rule(report, rule) for rule in report.rules],
            "lines": [_line(report, line) for line in report.lines],
        },
        "checks": [
            {"name": c.name, "title": c.title, "formula": to_text(c.formula), "holds": c.holds}
            for c in report.checks
        ],
    }


def _params(report: Report) -> dict[str, Any]:
    return {
        "total": plain(report.figures["params_total"].value),
        "active": plain(report.figures["params_active"].value),
        "by_component": _by_component(report, "params"),
    }


def _flops(report: Report) -> dict[str, Any]:
    return {
        "forward": plain(report.figures["flops_forward"].value),
        "by_component": _by_component(report, "flops"),
    }


def _by_component(report: Report, column: str) -> dict[str, Any]:
    totals = report.totals.exact
    pairs = zip(totals["component"], totals[column], strict=True)
    return {str(component): plain(value) for component, value in pairs}


def _figures(report: Report) -> dict[str, Any]:
    return {
        figure.name: {
            "title": figure.quantity.title,
            "value": plain(figure.value),
            "unit": figure.quantity.unit,
            "formula": to_text(figure.quantity.formula),
            "meaning": figure.quantity.meaning,
            "source": figure.quantity.source,
            "section": figure.quantity.section,
        }
        for figure in report.figures.values()
    }


def _closed_forms(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "name": form.name,
            "title": form.title,
            "equals": form.equals,
            "text": form.text,
            "letters": form.letters,
            "given": form.given,
            "value": plain(report.figures[form.name].value),
        }
        for form in report.closed_forms
    ]


def _rule(report: Report, rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "title": rule.title,
        "unit": rule.unit,
        "value": _value(report, rule.formula),
        "exact": _value(report, rule.exact),
        "difference": _value(report, rule.difference),
        "relative": _value(report, rule.relative),
        "why": report.text(rule.why),
        "source": rule.source,
    }


def _line(report: Report, line: Line) -> dict[str, Any]:
    return {
        "part": line.part,
        "line": line.line,
        "written": line.written,
        "unit": line.unit,
        "number": _value(report, line.number),
        "exact": _value(report, line.exact),
        "difference": _value(report, line.difference),
        "verdict": _value(report, line.verdict),
        "reason": report.text(line.reason),
    }


def _value(report: Report, formula: Node | None) -> Any:
    return None if formula is None else plain(report.value(formula))
