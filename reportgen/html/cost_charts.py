"""The charts of a page's cost: what fills the memory, and where products stand under the roof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

from reportgen.aggregate import RowTable, Scalar
from reportgen.figures import as_floats
from reportgen.html.axes import Axis, Field, Grid, decades
from reportgen.html.svg import Piece, strip
from reportgen.reporting import Report

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


class _Product(NamedTuple):
    """A product where it stands: its FLOPs per byte, and those per second that it reaches."""

    x: float
    y: float
    kind: str
    layer: Scalar
    matmul: Scalar
    bound: Scalar

    @property
    def label(self) -> str:
        """Return what the mark says of it."""
        return f"{self.layer} {self.matmul}: {self.x:,.1f} FLOP/byte, {self.bound}-bound"


def memory(report: Report) -> Memory:
    """Return what fills the memory of the fullest device, and what it has."""
    said = report.memory_parts
    amounts = [as_floats(map(report.value, use.amounts.values())) for use in said.uses]
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
    found = _products(report.matmuls, "pass")
    if report.generates:
        found += _products(report.decode, "step")
    across = decades([p.x for p in found] + [peak / bandwidth], FIELD.left, FIELD.right)
    upwards = decades([p.y for p in found] + [peak], FIELD.bottom, FIELD.top)
    start = max(across.low, upwards.low / bandwidth)
    xs = across.places([start, peak / bandwidth, across.high])
    ys = upwards.places([start * bandwidth, peak, peak])
    return Roofline(
        roof=" ".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True)),
        marks=tuple(_marks(found, across, upwards)),
        grid=Grid(FIELD, across.ticks(), upwards.ticks()),
    )


def _marks(found: Sequence[_Product], across: Axis, upwards: Axis) -> Iterator[Mark]:
    """Yield a mark for every place, which names the first of the products that stand there."""
    spots = list(dict.fromkeys([(product.x, product.y) for product in found]))
    xs, ys = across.places([x for x, _ in spots]), upwards.places([y for _, y in spots])
    places = dict(zip(spots, zip(xs, ys, strict=True), strict=True))
    together: dict[tuple[float, float, str], list[_Product]] = {}
    for product in found:
        at = places[product.x, product.y]
        together.setdefault((*at, product.kind), []).append(product)
    for (x, y, kind), (first, *others) in together.items():
        more = f" and {len(others)} more" if others else ""
        yield Mark(x, y, kind, first.label + more)


def _products(table: RowTable, kind: str) -> list[_Product]:
    columns = table.exact
    xs, ys = as_floats(columns["intensity"]), as_floats(columns["attained"])
    names = columns["layer"], columns["matmul"], columns["bound"]
    return [_Product(*row) for row in zip(xs, ys, repeat(kind), *names) if row[0] and row[1]]
