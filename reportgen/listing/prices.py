"""What models cost, in short: on what, how much memory, how long and for how much money."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.listing import words
from reportgen.listing.columns import numbers, texts
from reportgen.listing.grid import fitted
from reportgen.listing.prose import sentence
from reportgen.listing.tables import cells, headed
from reportgen.listing.window import PIPE, Window
from reportgen.reporting import Report


def prices(report: Report, window: Window = PIPE) -> str:
    """Return what a model costs as a screen of text."""
    return "\n".join(_prices(report, window)) + "\n"


def _prices(report: Report, window: Window) -> Iterator[str]:
    yield from sentence(words.headline(report), window, words.name(report))
    title, amount = cells(words.costs(report), window)
    yield from ("", *headed(fitted([texts(title, least=12), numbers(amount)], window), window))
