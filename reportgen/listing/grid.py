"""A table that fits a window: text is cut, bars shrink, and what matters least is left out.

A number is shown in full or not at all.
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

GAP = "  "
SHORTEST_BAR, LONGEST_BAR = 6, 20
EIGHTHS = " ▏▎▍▌▋▊▉"
ALWAYS, BAR, MORE_BARS = 0, 8, 9
Fill = Callable[[str, int], str]
# Keeps a terminal that writes Hebrew and Arabic from the right from moving other columns.
LEFT_TO_RIGHT = "\u200e"


class Column(NamedTuple):
    """A column: its name, its least and greatest width, and its cells at a width between.

    Of columns that do not fit, those of the highest rank are left out first, and those of rank 0
    never. A table that is to be whole has no columns of rank 9 and, where they fit, those of 8.
    """

    name: str
    least: int
    most: int
    cells: Callable[[int], list[str]]
    rank: int = ALWAYS


class Fitted(NamedTuple):
    """A table as lines, the first of them the heading; how wide it is, and what is left out."""

    lines: list[str]
    width: int
    missing: list[str]


def texts(
    cells: Sequence[str],
    least: int | None = None,
    rank: int = ALWAYS,
    side: Fill = widths.left,
    cut: Fill = widths.cut,
) -> Column:
    """Return a column of text, which may be cut to its `least` width; its heading comes first."""
    most = _widest(cells)

    def filled(room: int) -> list[str]:
        return [side(cut(cell, room), room) for cell in cells]

    return Column(cells[0], most if least is None else min(least, most), most, filled, rank)


def numbers(cells: Sequence[str], rank: int = ALWAYS, heading: int | None = None) -> Column:
    """Return a column of numbers; only its heading may be cut, to the width `heading`."""
    least = None if heading is None else max(heading, _widest(cells[1:]))
    return texts(cells, least, rank, side=widths.right)


def bars(shares: Iterable[Scalar], window: Window, rank: int) -> Column:
    """Return a column of bars under an empty heading, each as long as its share of the room."""
    known = [number(share) for share in shares]

    def filled(room: int) -> list[str]:
        drawn = [bar(share, room, window) for share in known]
        return ["", *(window.bar(each) + " " * (room - len(each)) for each in drawn)]

    return Column("", SHORTEST_BAR, LONGEST_BAR, filled, rank)


def bar(share: Number, room: int, window: Window) -> str:
    """Return a bar that takes its share of the room, to an eighth of a character."""
    if not window.has_blocks:
        return "#" * round(share * room)
    eighths = round(share * room * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()


def natural(columns: Iterable[Column]) -> int:
    """Return how wide a table is that has no bars and of which nothing is cut."""
    return _total(column.most for column in columns if column.rank < BAR)


def fitted(columns: Iterable[Column], window: Window, indent: int = 0) -> Fitted:
    """Return the columns that fit, aligned, as wide as there is room for."""
    given, room = list(columns), window.columns - indent
    if window.whole:
        given = [_whole(column) for column in given if column.rank < MORE_BARS]
    kept = _kept(given, room)
    taken = _widths(kept, room)
    cells = [column.cells(each) for column, each in zip(kept, taken, strict=True)]
    lines = [_joined(row, window) for row in zip(*cells, strict=True)]
    return Fitted(lines, _total(taken), [c.name for c in given if c not in kept and c.name])


def _whole(column: Column) -> Column:
    return column if column.rank == BAR else column._replace(least=column.most, rank=ALWAYS)


def _joined(row: Sequence[str], window: Window) -> str:
    line = GAP.join(row).rstrip()
    if window.whole or line.isascii() or not widths.from_the_right(line):
        return line
    return LEFT_TO_RIGHT + (LEFT_TO_RIGHT + GAP).join(row).rstrip()


def _kept(columns: list[Column], room: int) -> list[Column]:
    kept = columns
    while _total(c.least for c in kept) > room:
        rank = max(c.rank for c in kept)
        if rank == ALWAYS:
            break
        kept = [c for c in kept if c.rank != rank]
    return kept


def _widths(columns: list[Column], room: int) -> list[int]:
    """Share what the columns leave of the room among those that could be wider."""
    found = [c.least for c in columns]
    spare = max(room - _total(found), 0)
    while growing := [i for i, c in enumerate(columns) if found[i] < c.most][:spare]:
        for i in growing:
            found[i] += 1
        spare -= len(growing)
    return found


def _total(columns: Iterable[int]) -> int:
    found = list(columns)
    return sum(found) + len(GAP) * (len(found) - 1)


def _widest(cells: Iterable[str]) -> int:
    return max(map(width, cells), default=0)
