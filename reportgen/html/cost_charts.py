"""The charts of a page's cost: what fills the memory, and where products stand under the roof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from reportgen.aggregate import ExactTable
from reportgen.figures import as_floats, as_number
from reportgen.html.axes import Axis, Field, Grid, decades
from reportgen.html.svg import Piece, strip
from reportgen.reporting import Report

_Spot = tuple[float, float]  # FLOPs per byte moved, and FLOPs per second that are reached
_LABELLED = ("layer", "matmul", "intensity", "bound")
FIELD = Field(width=640, height=300, left=70, right=606, top=12, bottom=266)


class Filling(NamedTuple):
    """One use of the memory: what fills it, as pieces of a strip and in words."""

    name: str
    total: float
    pieces: tuple[Piece, ...]
    description: str


class Memory(NamedTuple):
    """The uses below each other on one scale, and the parts by the number of their colour."""

    title: str
    unit: str
    fillings: tuple[Filling, ...]
    legend: tuple[tuple[int, str], ...]


class Mark(NamedTuple):
    """A product under the roof; `kind` tells a forward pass from one more token."""

    x: float
    y: float
    kind: str
    label: str


class Roofline(NamedTuple):
    """Both axes logarithmic: FLOPs per byte to the right, FLOPs per second upwards."""

    roof: str
    marks: tuple[Mark, ...]
    grid: Grid

    @property
    def kinds(self) -> Mapping[str, Sequence[Mark]]:
        """Return the marks by their kinds."""
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.kind, []).append(mark)
        return found


def memory(report: Report) -> Memory:
    """Return what fills the memory of the fullest device, and what it has."""
    said = report.memory_parts
    amounts = [as_floats(map(report.scope.value, use.amounts.values())) for use in said.uses]
    most = max(map(sum, amounts)) or 1
    titles = [part.replace("_", " ") for part in said.parts]
    fillings = [
        Filling(
            name=use.name,
            total=sum(own),
            pieces=strip((colour, amount / most) for colour, amount in enumerate(own)),
            description=", ".join(
                f"{title} {amount:,.1f} {said.unit}"
                for title, amount in zip(titles, own, strict=True)
                if amount
            ),
        )
        for use, own in zip(said.uses, amounts, strict=True)
    ]
    return Memory(said.title, said.unit, tuple(fillings), tuple(enumerate(titles)))


def roofline(report: Report) -> Roofline:
    """Return the roof of the device and the products of the forward pass and of one more token."""
    peak, bandwidth = (float(report.scope[n]) for n in ("reached_flops", "reached_bandwidth"))
    tables = {"pass": report.matmuls.exact}
    if report.generates:
        tables["step"] = report.decode.exact
    spots = {kind: _spots(table) for kind, table in tables.items()}
    ridge = peak / bandwidth, peak
    intensities, rates = zip(ridge, *chain.from_iterable(spots.values()), strict=True)
    across = decades(intensities, FIELD.left, FIELD.right)
    upwards = decades(rates, FIELD.bottom, FIELD.top)
    start = max(across.low, upwards.low / bandwidth)
    xs = across.places([start, peak / bandwidth, across.high])
    ys = upwards.places([start * bandwidth, peak, peak])
    return Roofline(
        roof=" ".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True)),
        marks=tuple(
            mark
            for kind, table in tables.items()
            for mark in _marks(kind, table, spots[kind], across, upwards)
        ),
        grid=Grid(FIELD, across.ticks(), upwards.ticks()),
    )


def _spots(table: ExactTable) -> dict[_Spot, list[int]]:
    """Return which rows of a table of products stand where under the roof."""
    found: dict[_Spot, list[int]] = {}
    reached = zip(as_floats(table["intensity"]), as_floats(table["attained"]), strict=True)
    for row, spot in enumerate(reached):
        if 0 not in spot:
            found.setdefault(spot, []).append(row)
    return found


def _marks(
    kind: str, table: ExactTable, spots: Mapping[_Spot, Sequence[int]], across: Axis, upwards: Axis
) -> Iterator[Mark]:
    """Yield a mark for every place, which names the first of the products that stand there."""
    xs, ys = across.places([x for x, _ in spots]), upwards.places([y for _, y in spots])
    together: dict[tuple[float, float], list[int]] = {}
    for place, rows in zip(zip(xs, ys, strict=True), spots.values(), strict=True):
        together.setdefault(place, []).extend(rows)
    layers, matmuls, intensities, bounds = [table[column] for column in _LABELLED]
    for (x, y), (first, *others) in together.items():
        name, bound = f"{layers[first]} {matmuls[first]}", bounds[first]
        intensity = float(as_number(intensities[first]))
        more = f" and {len(others)} more" if others else ""
        yield Mark(x, y, kind, f"{name}: {intensity:,.1f} FLOP/byte, {bound}-bound{more}")
