"""What stands around the rows of a fitted table: the heading, rules, and a note of what is missing.

Rules and notes are for people at a window; a program that reads gets the heading and the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from reportgen.listing.grid import Fitted
from reportgen.listing.prose import sentence
from reportgen.listing.widths import cut_front
from reportgen.listing.window import Window

INDENT = "  "


def cells(rows: Iterable[Sequence[str]], window: Window) -> Iterator[list[str]]:
    """Yield the columns of rows, in characters that the window has."""
    return ([window.shown(cell) for cell in column] for column in zip(*rows, strict=True))


def headed(found: Fitted, window: Window) -> Iterator[str]:
    """Yield a table with its heading, and a note of the columns that found no room."""
    heading, *rows = found.lines
    yield from (window.strong(heading), *rule(found, window), *rows, *missing(found, window))


def under(groups: Sequence[str], found: Fitted, window: Window) -> Iterator[str]:
    """Yield a table with what its rows are of above them; `groups` has it for each row."""
    heading, *rows = found.lines
    yield window.strong(INDENT + heading)
    yield from rule(found, window, len(INDENT))
    for group, of in groupby(zip(groups, rows, strict=True), key=itemgetter(0)):
        yield window.shown(cut_front(group, window.columns))
        yield from (INDENT + row for _, row in of)
    yield from missing(found, window)


def rule(found: Fitted, window: Window, indent: int = 0) -> list[str]:
    """Return a line as wide as the table."""
    if window.whole:
        return []
    line = ("─" if window.has_blocks else "-") * (indent + found.width)
    return [window.faint(line)]


def missing(found: Fitted, window: Window) -> list[str]:
    """Return a note of the columns that the window is too narrow for."""
    if not found.missing:
        return []
    note = f"no room for {', '.join(dict.fromkeys(found.missing))}"
    return [window.faint(line) for line in sentence(note, window)]
