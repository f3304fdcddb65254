"""Logarithmic axes of a drawing: where a value stands, and where the lines of the grid are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import ceil, floor, log10
from typing import NamedTuple

from reportgen.html.svg import near
from reportgen.numbers import grouped, si

_MOST_IN_FULL, _LEAST_PREFIXED = 1e5, 1e3
_LEAST_WRITTEN, _MOST_WRITTEN = 1e-6, 1e22


class Tick(NamedTuple):
    """A line of the grid: where, and what it says."""

    at: float
    label: str


class Field(NamedTuple):
    """The part of a drawing between its axes, in the drawing's own units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


class Grid(NamedTuple):
    """The field of a drawing and the lines across and upwards that its axes have."""

    field: Field
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]


class Axis(NamedTuple):
    """A logarithmic axis from `low` to `high`, which are drawn at `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def places(self, values: Iterable[float]) -> list[float]:
        """Return where values stand on the drawing."""
        low, start, length = log10(self.low), self.start, self.end - self.start
        span = log10(self.high) - low
        return [near(start + (power - low) / span * length, 1) for power in map(log10, values)]

    def ticks(self) -> tuple[Tick, ...]:
        """Return a tick for every power of ten, or for some where there are many."""
        return _powers(self)

    def ticks_at(self, values: Sequence[float], most: int) -> tuple[Tick, ...]:
        """Return ticks at the given values, or at `most` of them that are evenly apart."""
        step = ceil(len(values) / most)
        return _ticks(self, values[::step])


@lru_cache(maxsize=1 << 10)
def _powers(axis: Axis) -> tuple[Tick, ...]:
    powers = range(ceil(log10(axis.low) - 1e-9), floor(log10(axis.high) + 1e-9) + 1)
    step = ceil(len(powers) / 8)
    return _ticks(axis, [10.0**power for power in powers[::step]])


def _ticks(axis: Axis, values: Sequence[float]) -> tuple[Tick, ...]:
    return tuple(map(Tick, axis.places(values), labels(values)))


def labels(values: Sequence[float]) -> list[str]:
    """Return what the ticks of one axis say, all alike: in full, or from 1 k on with prefixes.

    Prefixes are for values that they make no longer: 100 k, 1 M; but 65,536 and 131,072. Decades
    that begin far below 1 or end past all prefixes are written as powers of ten: 10^-7.
    """
    least, most = min(values), max(values)
    if least < _LEAST_WRITTEN or most > _MOST_WRITTEN:
        return [f"10^{round(log10(value))}" for value in values]
    if most < _MOST_IN_FULL or any(value % _significance(value) for value in values):
        return [grouped(value) for value in values]
    return [_prefixed(value) for value in values]


def _significance(value: float) -> float:
    """Return what three significant digits of a value are multiples of."""
    return 10.0 ** (floor(log10(value)) - 2) if value >= _LEAST_PREFIXED else value


def _prefixed(value: float) -> str:
    if value < _LEAST_PREFIXED:
        return grouped(value)
    number, prefix = si(value).split()
    return f"{near(float(number), 3)} {prefix}"


def decades(values: Iterable[float], start: float, end: float) -> Axis:
    """Return an axis of whole decades, one at least, that holds all values."""
    low, high = _span(values)
    bottom = 10.0 ** floor(log10(low))
    return Axis(bottom, max(10.0 ** ceil(log10(high)), 10 * bottom), start, end)


def exactly(values: Iterable[float], start: float, end: float) -> Axis:
    """Return an axis from the least to the greatest of the values."""
    low, high = _span(values)
    return Axis(low, high if high > low else 10 * low, start, end)


def _span(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    return min(found), max(found)
