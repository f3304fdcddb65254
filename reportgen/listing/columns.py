"""Columns of a table: between which widths they may be, and their cells at a width between.

Text may be cut, a bar may shrink; a number is shown in full or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reportgen.aggregate import Scalar
from reportgen.listing import widths
from reportgen.listing.widths import width
from reportgen.listing.window import Window
from reportgen.listing.words import number
from reportgen.numbers import Number

SHORTEST_TEXT, SHORTEST_BAR, LONGEST_BAR = 4, 6, 20
EIGHTHS = " ▏▎▍▌▋▊▉"
ALWAYS, BAR, MORE_BARS = 0, 8, 9
Fill = Callable[[str, int], str]


class Column(NamedTuple):
    """A column: its name, its widths, its cells at a width, and what it matters.

    From `most` to `least` it gives way for other columns; it is made `shortest` when even those
    that must stay do not fit. Of higher rank are columns that are left out sooner: 0 never is,
    8 may be of any table, and 9 is of all that are to be whole.
    """

    name: str
    shortest: int
    least: int
    most: int
    cells: Callable[[int], list[str]]
    rank: int = ALWAYS


def texts(
    cells: Sequence[str],
    least: int,
    rank: int = ALWAYS,
    side: Fill = widths.left,
    cut: Fill = widths.cut,
) -> Column:
    """Return a column of text, which may be cut to its `least` width; its heading comes first."""

    def filled(room: int) -> list[str]:
        return [side(cell, room) for cell in widths.cut_apart(cells, room, cut)]

    most = widest(cells)
    least = min(least, most)
    return Column(cells[0], min(SHORTEST_TEXT, least), least, most, filled, rank)


def numbers(cells: Sequence[str], rank: int = ALWAYS, heading: int | None = None) -> Column:
    """Return a column of numbers; only its heading may be cut, to the width `heading`."""
    shortest, most = widest(cells[1:]), widest(cells)
    least = most if heading is None else min(most, max(heading, shortest))
    found = texts(cells, least, rank, side=widths.right)
    return found._replace(shortest=least if heading is None else shortest)


def bars(shares: Iterable[Scalar], window: Window, rank: int) -> Column:
    """Return a column of bars under an empty heading, each as long as its share of the room."""
    known = [number(share) for share in shares]

    def filled(room: int) -> list[str]:
        drawn = ["", *(bar(share, room, window) for share in known)]
        return [window.bar(each) + " " * (room - len(each)) for each in drawn]

    return Column("", SHORTEST_BAR, SHORTEST_BAR, LONGEST_BAR, filled, rank)


def bar(share: Number, room: int, window: Window) -> str:
    """Return a bar that takes its share of the room, to an eighth of a character."""
    if not window.has_blocks:
        return "#" * round(share * room)
    eighths = round(share * room * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()


def widest(cells: Iterable[str]) -> int:
    """Return how many columns of a terminal the widest cell takes."""
    return max(map(width, cells), default=0)
