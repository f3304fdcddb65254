"""The geometry of the charts: widths in per cent of the drawing, heights in pixels.

Widths in per cent let a chart fill a page of any width while its text keeps its size.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import count, pairwise
from typing import NamedTuple

from reportgen.html.tuples import tuples

COLOURS = 16
BAR_PITCH = 42
STACK_HEIGHT = 300
_PITCH, _PARTS = 100, 1000  # of stacks, in the units that their layers are drawn in
_LEAST_LABELLED = 0.05  # the share that leaves room for its figure
_HALF = 0.500001  # which goes up, even where a double falls a little short of it
_MIDDLE = STACK_HEIGHT / _PARTS / 2  # of two ends, in pixels
_LINE = 4.5 + _HALF  # half a digit below it, where text stands on


class Bar(NamedTuple):
    """A horizontal bar of one share: its colour's number, and the line that its label stands on."""

    label: str
    share: float
    colour: int
    width: float
    y: int


class Layer(NamedTuple):
    """One colour of all stacks: the path of a stroke that is as wide as they are."""

    colour: int
    path: str


class Stack(NamedTuple):
    """A column of shares: where its middle is, and the figures in it with their places."""

    label: str
    x: float
    figures: tuple[tuple[int, float], ...]  # where its line is, and the share


class Stacks(NamedTuple):
    """Columns side by side, and what fills them in units of its own: each has 100 by 1000."""

    columns: tuple[Stack, ...]
    layers: tuple[Layer, ...]


class Piece(NamedTuple):
    """A part of a horizontal strip."""

    colour: int
    x: float
    width: float


def bars(shares: Iterable[tuple[str, float, int]]) -> tuple[Bar, ...]:
    """Return a bar for every share that is not zero, one below the other, each of its colour."""
    shown = [bar for bar in shares if bar[1] > 0]
    return tuple(
        Bar(label, share, colour, near(100 * share), i * BAR_PITCH)
        for i, (label, share, colour) in enumerate(shown)
    )


def stacks(colours: Sequence[int], points: Mapping[str, Sequence[float]]) -> Stacks:
    """Return a stack for every point, side by side: shares in these colours, the first lowest."""
    ends = list(map(_ends, points.values()))
    figures = map(_figures, points.values(), ends)
    columns = tuples(Stack, zip(points, _middles(len(points)), figures, strict=True))
    bounds = pairwise(zip(*ends, strict=True))
    layers = [Layer(colour, _path(*own)) for colour, own in zip(colours, bounds, strict=False)]
    return Stacks(tuple(columns), tuple([layer for layer in layers if layer.path]))


def strip(shares: Iterable[tuple[int, float]]) -> tuple[Piece, ...]:
    """Return the pieces of a strip, which are colours and shares; a zero share has none."""
    pieces, x = [], 0.0
    for colour, share in shares:
        if share > 0:
            pieces.append(Piece(colour, near(x), near(100 * share)))
        x += 100 * share
    return tuple(pieces)


@lru_cache(maxsize=64)
def _middles(columns: int) -> list[float]:
    pitch = 100 / max(1, columns)
    return [near(pitch * (i + 0.5)) for i in range(columns)]


def _ends(shares: Sequence[float]) -> list[int]:
    """Return where each part of a stack ends, counted from its top, and where the last begins."""
    left, ends = float(_PARTS), [_PARTS]
    for share in shares:
        left -= _PARTS * share
        ends.append(int(left + _HALF))
    return ends


def _path(lows: Sequence[int], highs: Sequence[int]) -> str:
    """Return one part of every stack, as a stroke from where it begins to where it ends."""
    strokes = zip(count(0, _PITCH), lows, highs)
    return "".join([f"M{x},{low}V{high}" for x, low, high in strokes if low > high])


def _figures(shares: Sequence[float], ends: Sequence[int]) -> tuple[tuple[int, float], ...]:
    return tuple(
        [
            (int((low + high) * _MIDDLE + _LINE), share)
            for share, (low, high) in zip(shares, pairwise(ends), strict=True)
            if share >= _LEAST_LABELLED
        ]
    )


def near(value: float, digits: int = 2) -> float:
    """Return a number as drawings have it: to some digits, a whole one without a point."""
    short = round(value, digits)
    return short if short % 1 else int(short)
