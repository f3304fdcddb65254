"""Charts of what-if tables: figures against the quantity that is swept, on logarithmic axes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from reportgen.aggregate import ExactTable
from reportgen.html.axes import Axis, Field, Grid, decades, exactly
from reportgen.numbers import grouped
from reportgen.what_if import Reading, WhatIf

Point = tuple[float, float]
FIELD = Field(width=440, height=230, left=64, right=406, top=14, bottom=182)
MOST_ACROSS = 7
_LEAST_ROUND = 1000


class Dot(NamedTuple):
    """A point of a line: where, and what it says."""

    x: float
    y: float
    label: str


class Line(NamedTuple):
    """A figure against the swept quantity, by the number of its colour."""

    title: str
    colour: int
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """Return the places of its dots as a drawing takes them."""
        return " ".join([f"{x},{y}" for x, y, _ in self.dots])


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines of one unit over one swept quantity, told in words by `description`; it may have none.

    A chart without lines shows nothing, but on a page that calculates it may get some.
    """

    name: str
    title: str
    swept: str
    description: str
    lines: tuple[Line, ...]
    grid: Grid


def line_charts(what_if: WhatIf, table: ExactTable) -> tuple[LineChart, ...]:
    """Return a chart for every unit of the columns that are charted; zeros have no place on it."""
    charted = [r for r in what_if.readings if r.name in what_if.charted]
    return tuple(
        _chart(what_if, table, unit, list(group))
        for unit, group in groupby(charted, lambda reading: reading.unit)
    )


def chart_name(what_if: WhatIf, first: Reading) -> str:
    """Return the name of the chart whose first line may be that of a reading."""
    return f"chart-{what_if.name}-{first.name}".lower().replace("_", "-")


def _points(what_if: WhatIf, table: ExactTable, reading: Reading) -> list[Point]:
    columns = [map(float, table[name]) for name in (what_if.swept, reading.name)]
    return [(x, y) for x, y in zip(*columns, strict=True) if x > 0 and y > 0]


def _chart(what_if: WhatIf, table: ExactTable, unit: str, readings: Sequence[Reading]) -> LineChart:
    drawn = [(r, points) for r in readings if (points := _points(what_if, table, r))]
    name = chart_name(what_if, readings[0])
    if not drawn:
        return LineChart(name, "", what_if.unit, "", (), Grid(FIELD, (), ()))
    titles = " and ".join(reading.title for reading, _ in drawn)
    points = [point for _, own in drawn for point in own]
    across = exactly([x for x, _ in points], FIELD.left, FIELD.right)
    upwards = decades([y for _, y in points], FIELD.bottom, FIELD.top)
    return LineChart(
        name=name,
        title=f"{titles}, {unit}",
        swept=what_if.unit,
        description=" ".join(_told(reading, own, what_if.unit) for reading, own in drawn),
        lines=tuple(
            Line(reading.title, colour, _dots(own, unit, across, upwards))
            for colour, (reading, own) in enumerate(drawn, 1)
        ),
        grid=Grid(
            FIELD, across.ticks_at(sorted({x for x, _ in points}), MOST_ACROSS), upwards.ticks()
        ),
    )


def _dots(points: Sequence[Point], unit: str, across: Axis, upwards: Axis) -> tuple[Dot, ...]:
    xs, ys = across.places([x for x, _ in points]), upwards.places([y for _, y in points])
    said = [f"{grouped(x)}: {_read(y)} {unit}" for x, y in points]
    return tuple(map(Dot, xs, ys, said))


def _told(reading: Reading, points: Sequence[Point], swept: str) -> str:
    (first, begins), (last, ends) = points[0], points[-1]
    unit = reading.unit
    return (
        f"{reading.title}: {_read(begins)} {unit} at {grouped(first)}, "
        f"{_read(ends)} {unit} at {grouped(last)} {swept}."
    )


def _read(value: float) -> str:
    return f"{value:,.0f}" if value >= _LEAST_ROUND else grouped(float(f"{value:.4g}"))
