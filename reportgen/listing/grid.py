"""A table that fits a window: columns give way, and those that matter least are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reportgen.listing import widths
from reportgen.listing.columns import ALWAYS, BAR, MORE_BARS, Column
from reportgen.listing.window import Window

GAP = "  "
# Keeps a terminal that writes Hebrew and Arabic from the right from moving other columns.
LEFT_TO_RIGHT = "\u200e"


class Fitted(NamedTuple):
    """A table as lines, the first of them the heading; how wide it is, and what is left out."""

    lines: list[str]
    width: int
    missing: list[str]


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
    if column.rank == BAR:
        return column
    return column._replace(shortest=column.most, least=column.most, rank=ALWAYS)


def _joined(row: Sequence[str], window: Window) -> str:
    line = GAP.join(row).rstrip()
    if not (window.whole or line.isascii()):
        line = GAP.join(map(_anchored, row)).rstrip()
    return window.shown(line)


def _anchored(cell: str) -> str:
    mark = LEFT_TO_RIGHT if widths.from_the_right(cell) else ""
    return f"{mark}{cell}{mark}"


def _kept(columns: list[Column], room: int) -> list[Column]:
    """Leave out bars rather than cut a text, and cut texts rather than leave out a number."""
    bars_apart = _thinned(columns, room, BAR, lambda c: c.least if c.rank >= BAR else c.most)
    return _thinned(bars_apart, room, ALWAYS + 1, lambda c: c.least)


def _thinned(
    columns: list[Column], room: int, lowest: int, width: Callable[[Column], int]
) -> list[Column]:
    """Leave out columns from the highest rank to the `lowest` until the others fit."""
    kept = columns
    while _total(map(width, kept)) > room and (rank := max(c.rank for c in kept)) >= lowest:
        kept = [column for column in kept if column.rank != rank]
    return kept


def _widths(columns: list[Column], room: int) -> list[int]:
    """Share what the columns leave of the room among those that could be wider, bars at last."""
    fits = _total(c.least for c in columns) <= room
    found = [c.least if fits else c.shortest for c in columns]
    limits = [c.most if fits else c.least for c in columns]
    spare = max(room - _total(found), 0)
    for are_bars in (False, True):
        these = [i for i, c in enumerate(columns) if (c.rank >= BAR) is are_bars]
        while growing := [i for i in these if found[i] < limits[i]][:spare]:
            for i in growing:
                found[i] += 1
            spare -= len(growing)
    return found


def _total(columns: Iterable[int]) -> int:
    found = list(columns)
    return sum(found) + len(GAP) * (len(found) - 1)
