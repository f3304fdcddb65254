"""Sentences as a page shows them: each live figure in an element of its own."""

from __future__ import annotations

from markupsafe import Markup, escape

from reportgen.formula import Sentence
from reportgen.reporting import Report

_LIVE = Markup("<span>{}</span>")


def told(report: Report, sentence: Sentence) -> Markup:
    """Return a sentence with the numbers that it has in a report, as HTML."""
    scope = report.scope
    return Markup().join(
        escape(part) if isinstance(part, str) else _LIVE.format(part.render(scope, scope.tables))
        for part in sentence.parts
    )
