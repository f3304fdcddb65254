"""The charts of a page's cost: what fills the memory, and where products stand under the roof."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.aggregate import RowTable
from reportgen.figures import as_number
from reportgen.html.axes import Axis, Field, Grid, decades
from reportgen.html.svg import Piece, strip
from reportgen.reporting import Report

Product = tuple[float, float, str, str]
FIELD = Field(width=640, height=300, left=70, right=606, top=12, bottom=266)


@dataclass(frozen=True, slots=True)
class Filling:
    """One use of the memory: what fills it, as pieces of a strip and in words."""

    name: str
    total: float
    pieces: tuple[Piece, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Memory:
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


@dataclass(frozen=True, slots=True)
class Roofline:
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
    amounts = [[float(report.value(f)) for f in use.amounts.values()] for use in said.uses]
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
    found = list(_products(report.matmuls, "pass"))
    if report.generates:
        found += _products(report.decode, "step")
    across = decades([x for x, *_ in found] + [peak / bandwidth], FIELD.left, FIELD.right)
    upwards = decades([y for _, y, *_ in found] + [peak], FIELD.bottom, FIELD.top)
    start = max(across.low, upwards.low / bandwidth)
    xs = across.places([start, peak / bandwidth, across.high])
    ys = upwards.places([start * bandwidth, peak, peak])
    return Roofline(
        roof=" ".join(f"{x},{y}" for x, y in zip(xs, ys, strict=True)),
        marks=tuple(_marks(found, across, upwards)),
        grid=Grid(FIELD, across.ticks(), upwards.ticks()),
    )


def _marks(found: Sequence[Product], across: Axis, upwards: Axis) -> Iterator[Mark]:
    """Yield a mark for every place, which names the first of the products that stand there."""
    together: dict[tuple[float, float, str], list[str]] = {}
    xs, ys = across.places([x for x, *_ in found]), upwards.places([y for _, y, *_ in found])
    for x, y, (*_, kind, label) in zip(xs, ys, found, strict=True):
        together.setdefault((x, y, kind), []).append(label)
    for (x, y, kind), labels in together.items():
        more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
        yield Mark(x, y, kind, labels[0] + more)


def _products(table: RowTable, kind: str) -> Iterator[Product]:
    columns = ("layer", "matmul", "intensity", "attained", "bound")
    rows = zip(*[map(as_number, table.exact[c]) for c in columns], strict=True)
    for layer, matmul, x, y, bound in rows:
        if x and y:
            label = f"{layer} {matmul}: {x:,.1f} FLOP/byte, {bound}-bound"
            yield float(x), float(y), kind, label
