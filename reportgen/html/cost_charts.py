"""The charts of a page's cost: what fills the memory, and where products stand under the roof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from reportgen.aggregate import RowTable
from reportgen.html.svg import Piece, strip
from reportgen.numbers import si
from reportgen.reporting import Report

Product = tuple[float, float, str, str]
WIDTH, HEIGHT = 640, 300
LEFT, BOTTOM, EDGE = 70, 34, 12


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


@dataclass(frozen=True, slots=True)
class Mark:
    """A product under the roof; `kind` tells a forward pass from one more token."""

    x: float
    y: float
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where, and what it says."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Roofline:
    """Both axes logarithmic: FLOPs per byte to the right, FLOPs per second upwards."""

    roof: str
    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]


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
    found = list(_products(report.matmuls, "pass", "all tokens"))
    if report.scope["generates"]:
        found += _products(report.decode, "step", "one more token")
    axes = _Axes([x for x, *_ in found] + [peak / bandwidth], [y for _, y, *_ in found] + [peak])
    start = max(axes.left, axes.floor / bandwidth)
    roof = [(start, start * bandwidth), (peak / bandwidth, peak), (axes.right, peak)]
    return Roofline(
        roof=" ".join(f"{axes.x(x)},{axes.y(y)}" for x, y in roof),
        marks=tuple(_marks(found, axes)),
        across=tuple(Tick(axes.x(x), f"{x:,.10g}") for x in _decades(axes.left, axes.right)),
        upwards=tuple(Tick(axes.y(y), si(y)) for y in _decades(axes.floor, axes.top)),
    )


def _marks(found: Sequence[Product], axes: _Axes) -> Iterator[Mark]:
    """Yield a mark for every place, which names the first of the products that stand there."""
    places: dict[tuple[float, float, str], list[str]] = {}
    for x, y, kind, label in found:
        places.setdefault((axes.x(x), axes.y(y), kind), []).append(label)
    for (x, y, kind), labels in places.items():
        more = f" and {len(labels) - 1} more" if len(labels) > 1 else ""
        yield Mark(x, y, kind, labels[0] + more)


def _products(table: RowTable, kind: str, when: str) -> Iterator[Product]:
    columns = ("layer", "matmul", "intensity", "attained", "bound")
    for layer, matmul, x, y, bound in zip(*(table.exact[c] for c in columns), strict=True):
        if x and y:
            label = f"{layer} {matmul}, {when}: {float(x):,.1f} FLOP/byte, {bound}-bound"
            yield float(x), float(y), kind, label


class _Axes:
    """Whole decades that hold every point, and where a point stands on the drawing."""

    def __init__(self, across: Sequence[float], upwards: Sequence[float]) -> None:
        self.left, self.right = 10.0 ** floor(log10(min(across))), 10.0 ** ceil(log10(max(across)))
        self.floor, self.top = 10.0 ** floor(log10(min(upwards))), 10.0 ** ceil(log10(max(upwards)))
        self.right = max(self.right, 10 * self.left)
        self.top = max(self.top, 10 * self.floor)

    def x(self, value: float) -> float:
        part = (log10(value) - log10(self.left)) / (log10(self.right) - log10(self.left))
        return round(LEFT + part * (WIDTH - LEFT - EDGE), 1)

    def y(self, value: float) -> float:
        part = (log10(value) - log10(self.floor)) / (log10(self.top) - log10(self.floor))
        return round(HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - EDGE), 1)


def _decades(low: float, high: float) -> Iterator[float]:
    return (10.0**power for power in range(round(log10(low)), round(log10(high)) + 1))
