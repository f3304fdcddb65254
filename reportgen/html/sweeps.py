"""Sweeps as a page shows them: a table of shares and a chart of stacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reportgen.figures import Plain, as_floats, as_numbers
from reportgen.html.svg import Stacks, stacks
from reportgen.html.tuples import tuples
from reportgen.sweep import SHARE, Sweep


class Point(NamedTuple):
    """One row of a sweep: the inputs it changes, its total, and the components' shares."""

    label: str
    inputs: tuple[Plain, ...]
    total: Plain
    shares: tuple[float, ...]


class Drawn(NamedTuple):
    """A component in the chart's legend."""

    title: str
    colour: int


class SweepView(NamedTuple):
    """A sweep laid out: the names of the swept inputs, the components' titles, rows, the chart.

    `legend` and `chart` leave out components that take nothing at any point.
    """

    swept: tuple[str, ...]
    titles: tuple[str, ...]
    points: tuple[Point, ...]
    legend: tuple[Drawn, ...]
    chart: Stacks

    @property
    def rows(self) -> list[tuple[str | float, ...]]:
        """Return the points, with all that each has one after the other."""
        return [(label, *own, total, *shares) for label, own, total, shares in self.points]


def view(sweep: Sweep, colours: Mapping[str, int]) -> SweepView:
    """Return the sweep as a page shows it; `colours` has each component's colour number."""
    components, rows = components_of(sweep), sweep.rows
    keys = [name + SHARE for name in components]
    shares = [tuple(as_floats(map(row.__getitem__, keys))) for row in rows]
    inputs = zip(*[as_numbers([row[name] for row in rows]) for name in sweep.swept], strict=True)
    totals = as_numbers([row["total"] for row in rows])
    drawn = [name for name in components if any(row[name] for row in rows)]
    return SweepView(
        swept=sweep.swept,
        titles=tuple([sweep.titles[name] for name in components]),
        points=tuple(tuples(Point, zip(sweep.labels, inputs, totals, shares, strict=True))),
        legend=tuple([Drawn(sweep.titles[name], colours[name]) for name in drawn]),
        chart=stacks(
            [colours[name] for name in components], dict(zip(sweep.labels, shares, strict=True))
        ),
    )


def components_of(sweep: Sweep) -> list[str]:
    """Return the components that a sweep has columns of."""
    return [name for name in sweep.columns if name + SHARE in sweep.columns]
