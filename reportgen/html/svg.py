"""The geometry of the charts: widths in per cent of the drawing, heights in pixels.

Widths in per cent let a chart fill a page of any width while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

COLOURS = 16
BAR_PITCH = 42
STACK_HEIGHT = 300
_STACK_GAP = 0.16
_LEAST_LABELLED = 15  # pixels that a printed percentage needs


class Bar(NamedTuple):
    """A horizontal bar of one share: its colour's number, and the line that its label stands on."""

    label: str
    share: float
    colour: int
    width: float
    y: int


class Segment(NamedTuple):
    """A part of a stack: its colour's number, and whether it is tall enough for its figure."""

    colour: int
    share: float
    y: float
    height: float
    labelled: bool


class Stack(NamedTuple):
    """A column of segments that together are the whole."""

    label: str
    x: float
    width: float
    segments: tuple[Segment, ...]


class Piece(NamedTuple):
    """A part of a horizontal strip."""

    colour: int
    x: float
    width: float


def bars(shares: Iterable[tuple[str, float, int]]) -> tuple[Bar, ...]:
    """Return a bar for every share that is not zero, one below the other, each of its colour."""
    shown = [bar for bar in shares if bar[1] > 0]
    return tuple(
        Bar(label, share, colour, _short(100 * share), i * BAR_PITCH)
        for i, (label, share, colour) in enumerate(shown)
    )


def stacks(points: Mapping[str, Sequence[tuple[int, float]]]) -> tuple[Stack, ...]:
    """Return a stack of shares by colour for every point, side by side, the first part lowest."""
    pitch = 100 / max(1, len(points))
    return tuple(
        Stack(
            label=label,
            x=_short(pitch * (i + _STACK_GAP / 2)),
            width=_short(pitch * (1 - _STACK_GAP)),
            segments=_segments(shares),
        )
        for i, (label, shares) in enumerate(points.items())
    )


def strip(shares: Iterable[tuple[int, float]]) -> tuple[Piece, ...]:
    """Return the pieces of a strip, which are colours and shares; a zero share has none."""
    pieces, x = [], 0.0
    for colour, share in shares:
        if share > 0:
            pieces.append(Piece(colour, _short(x), _short(100 * share)))
        x += 100 * share
    return tuple(pieces)


def _segments(shares: Sequence[tuple[int, float]]) -> tuple[Segment, ...]:
    segments, floor = [], float(STACK_HEIGHT)
    for colour, share in shares:
        height = STACK_HEIGHT * share
        floor -= height
        if share > 0:
            labelled = height >= _LEAST_LABELLED
            segments.append(Segment(colour, share, _short(floor), _short(height), labelled))
    return tuple(segments)


def _short(value: float) -> float:
    # Adding nothing takes the sign off what is rounded to zero.
    return round(value, 2) + 0.0
