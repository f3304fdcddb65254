"""Logarithmic axes of a drawing: where a value stands, and where the lines of the grid are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from reportgen.numbers import si

_MOST_IN_FULL = 1e5


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """The part of a drawing between its axes, in the drawing's own units."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The field of a drawing and the lines across and upwards that its axes have."""

    field: Field
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A logarithmic axis from `low` to `high`, which are drawn at `start` and `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands on the drawing."""
        part = (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return round(self.start + part * (self.end - self.start), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """Return a tick for every power of ten."""
        powers = range(ceil(log10(self.low) - 1e-9), floor(log10(self.high) + 1e-9) + 1)
        step = ceil(len(powers) / 8)
        return tuple(self._tick(10.0**power) for power in powers[::step])

    def ticks_at(self, values: Sequence[float], most: int) -> tuple[Tick, ...]:
        """Return ticks at the given values, or at `most` of them that are evenly apart."""
        step = ceil(len(values) / most)
        return tuple(self._tick(value) for value in values[::step])

    def _tick(self, value: float) -> Tick:
        return Tick(self.at(value), f"{value:,.10g}" if value < _MOST_IN_FULL else si(value))


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
