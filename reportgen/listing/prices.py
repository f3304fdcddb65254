"""What models cost, in short: on what, how much memory, how long and for how much money."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.listing import words
from reportgen.listing.screen import aligned, wrapped
from reportgen.reporting import Report


def prices(report: Report) -> str:
    """Return what a model costs as a screen of text."""
    return "\n".join(_prices(report)) + "\n"


def _prices(report: Report) -> Iterator[str]:
    yield from wrapped(words.headline(report))
    yield from ("", *aligned(words.costs(report), left=1))
