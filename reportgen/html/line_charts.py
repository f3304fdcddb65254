"""Charts of what-if tables: figures against the quantity that is swept, on logarithmic axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from reportgen.aggregate import ExactTable
from reportgen.figures import as_floats
from reportgen.html.axes import Axis, Field, Grid, Tick, decades, exactly
from reportgen.html.tuples import tuples
from reportgen.numbers import grouped
from reportgen.what_if import Reading, WhatIf

Point = tuple[float, float]
FIELD = Field(width=440, height=230, left=64, right=406, top=14, bottom=182)
MOST_ACROSS = 7
_LEAST_ROUND = 999.95  # four digits of all below it are less than 1,000


class Dot(NamedTuple):
    """A point of a line: where, as a drawing has it, and what it says."""

    x: str
    y: str
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


class LineChart(NamedTuple):
    """Lines of one unit over one swept quantity, told in words by `description`; it may have none.

    A chart without lines shows nothing, but on a page that calculates it may get some.
    """

    name: str
    title: str
    swept: str
    description: str
    lines: tuple[Line, ...]
    grid: Grid


class _Across(NamedTuple):
    """Points of a swept quantity: where each stands, what it is called, the lines of the grid."""

    places: Mapping[float, str]
    labels: Mapping[float, str]
    ticks: tuple[Tick, ...]


def line_charts(what_if: WhatIf, table: ExactTable) -> tuple[LineChart, ...]:
    """Return a chart for every unit of the columns that are charted; zeros have no place on it."""
    xs = as_floats(table[what_if.swept])
    return tuple(
        [
            _chart(
                name,
                what_if.unit,
                unit,
                [(r.title, xs, as_floats(table[r.name])) for r in readings],
            )
            for name, unit, readings in charted(what_if)
        ]
    )


@lru_cache(maxsize=64)
def charted(what_if: WhatIf) -> tuple[tuple[str, str, tuple[Reading, ...]], ...]:
    """Return of every chart its name, its unit, and the readings that it shows."""
    drawn = [r for r in what_if.readings if r.name in what_if.charted]
    by_unit = [(unit, tuple(own)) for unit, own in groupby(drawn, lambda reading: reading.unit)]
    return tuple((_name(what_if, own[0]), unit, own) for unit, own in by_unit)


def _name(what_if: WhatIf, first: Reading) -> str:
    return f"chart-{what_if.name}-{first.name}".lower().replace("_", "-")


def _points(xs: Iterable[float], ys: Iterable[float]) -> list[Point]:
    return [(x, y) for x, y in zip(xs, ys, strict=True) if x > 0 and y > 0]


def _chart(
    name: str, swept: str, unit: str, columns: Iterable[tuple[str, list[float], list[float]]]
) -> LineChart:
    drawn = [(title, points) for title, xs, ys in columns if (points := _points(xs, ys))]
    if not drawn:
        return LineChart(name, "", swept, "", (), Grid(FIELD, (), ()))
    xs, ys = zip(*chain.from_iterable([points for _, points in drawn]), strict=True)
    across = _across(tuple(sorted({*xs})))
    upwards = decades(ys, FIELD.bottom, FIELD.top)
    titles = " and ".join([title for title, _ in drawn])
    told = [f"{title}: {_told(own, unit, across)} {swept}." for title, own in drawn]
    lines = [
        Line(title, colour, _dots(own, unit, across, upwards))
        for colour, (title, own) in enumerate(drawn, 1)
    ]
    grid = Grid(FIELD, across.ticks, upwards.ticks())
    return LineChart(name, f"{titles}, {unit}", swept, " ".join(told), tuple(lines), grid)


@lru_cache(maxsize=256)
def _across(points: tuple[float, ...]) -> _Across:
    axis = exactly(points, FIELD.left, FIELD.right)
    return _Across(
        dict(zip(points, map(str, axis.places(points)), strict=True)),
        {point: grouped(point) for point in points},
        axis.ticks_at(points, MOST_ACROSS),
    )


def _dots(points: Sequence[Point], unit: str, across: _Across, upwards: Axis) -> tuple[Dot, ...]:
    places, labels, _ = across
    ys = map(str, upwards.places([y for _, y in points]))
    said = [
        (places[x], at, f"{labels[x]}: {_read(y)} {unit}")
        for (x, y), at in zip(points, ys, strict=True)
    ]
    return tuple(tuples(Dot, said))


def _told(points: Sequence[Point], unit: str, across: _Across) -> str:
    (first, begins), (last, ends) = points[0], points[-1]
    return (
        f"{_read(begins)} {unit} at {across.labels[first]}, "
        f"{_read(ends)} {unit} at {across.labels[last]}"
    )


def _read(value: float) -> str:
    if value >= _LEAST_ROUND:
        return f"{value:,.0f}"
    text = f"{value:.4g}"
    return grouped(float(text)) if "e" in text else text
