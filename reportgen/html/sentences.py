"""Sentences as a page shows them: what is live has an element of its own.

Of an alternative, both sentences are there, and one of them is hidden. Where it hangs on no more
than whether the model generates, which no input changes, there is only the one that counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from reportgen.formula import Either, Hole, Node, Sentence, names
from reportgen.html.laying_out import shown
from reportgen.reporting import Report

_SETTLED = {"generates"}


def told(report: Report, sentence: Sentence) -> Markup:
    """Return a sentence with the numbers that it has in a report, as HTML."""
    return Markup(_told(report, sentence))  # noqa: S704  each text in it is escaped


def live_parts(report: Report, sentence: Sentence) -> Iterator[tuple[str, Node]]:
    """Yield how each element of a sentence shows what, in their order on the page."""
    for part in sentence.parts:
        if isinstance(part, Hole):
            yield part.style or "said", part.formula
        elif isinstance(part, Either) and _is_settled(part):
            yield from live_parts(report, _counting(report, part))
        elif isinstance(part, Either):
            yield "some", part.condition
            yield from live_parts(report, part.then)
            yield "none", part.condition
            yield from live_parts(report, part.otherwise)


def _told(report: Report, sentence: Sentence) -> str:
    return "".join([_part(report, part) for part in sentence.parts])


def _part(report: Report, part: str | Hole | Either) -> str:
    if isinstance(part, str):
        return shown(part)
    if isinstance(part, Hole):
        return f"<i>{shown(part.said(report.value))}</i>"
    if _is_settled(part):
        return _told(report, _counting(report, part))
    first, second = ("", " hidden") if report.value(part.condition) else (" hidden", "")
    then, otherwise = _told(report, part.then), _told(report, part.otherwise)
    return f"<i{first}>{then}</i><i{second}>{otherwise}</i>"


def _is_settled(part: Either) -> bool:
    return names(part.condition) <= _SETTLED


def _counting(report: Report, part: Either) -> Sentence:
    return part.then if report.value(part.condition) else part.otherwise
