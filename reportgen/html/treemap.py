"""Treemaps: a whole as one area, with a region for each component and a tile for each row.

They are squarified, as in M. Bruls, K. Huizing and J. J. van Wijk, "Squarified Treemaps" (2000).
A page's script lays them out by the same steps. Both count in millionths of the whole, so that
the last digit of a double moves no tile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import attrgetter, itemgetter
from typing import NamedTuple

from reportgen.html.tuples import tuples
from reportgen.numbers import grouped, percent

WIDTH, HEIGHT = 360, 210
_LEAST, _MOST = 6000, 16  # millionths that a tile of its own needs, and how many rows have one
_LETTER = 6.3  # about as wide as a letter of a label
_LINE = 17  # the least height that a label needs
GEOMETRY = (WIDTH, HEIGHT, _LEAST, _MOST, _LETTER, _LINE)  # what the script needs as well

Box = tuple[int, int, int, int]  # left, top, width, height
# What has a tile: its size in millionths, its amount, a row's name and its layer, or in their
# places a component's title and how many rows of it.
_Leaf = tuple[int, float, str, str]


class Part(NamedTuple):
    """A row that takes a part of the whole."""

    component: str
    layer: str
    name: str
    amount: float


class Tile(NamedTuple):
    """A row's rectangle as a path, its amount in words, and the label that fits, at a place."""

    path: str
    said: str
    label: str
    x: int
    y: int


class Region(NamedTuple):
    """The tiles of one component."""

    colour: int
    tiles: tuple[Tile, ...]


def parts(lines: Iterable[object], *columns: str) -> list[Part]:
    """Return what the lines of a table take: their component, layer, name and amount by column."""
    return tuples(Part, map(attrgetter(*columns), lines))


def treemap(
    parts: Sequence[Part], colours: Mapping[str, int], titles: Mapping[str, str], unit: str
) -> tuple[Region, ...]:
    """Return the regions of a treemap from the largest on; what takes nothing has none.

    `colours` has the number of each component's colour, `titles` what it is called.
    """
    whole = sum([part.amount for part in parts]) or 1
    sizes = [_millionths(part.amount, whole) for part in parts]
    rows: dict[str, list[_Leaf]] = {component: [] for component in colours}
    for size, (component, layer, name, amount) in zip(sizes, parts, strict=True):
        rows[component].append((size, amount, name, layer))
    least = _least(sizes)
    leaves = [
        (colours[name], _leaves(own, least, whole, titles[name])) for name, own in rows.items()
    ]
    sized = [(sum(map(_size, own)), colour, own) for colour, own in leaves if own]
    sized.sort(key=_size, reverse=True)
    boxes = squarified([size for size, _, _ in sized], (0, 0, WIDTH, HEIGHT))
    return tuple(
        [
            Region(colour, tuple(_tiles(own, box, unit)))
            for (_, colour, own), box in zip(sized, boxes, strict=True)
        ]
    )


def squarified(areas: Sequence[int], box: Box) -> list[Box]:
    """Return a box for each area, in the order given, which together fill the whole box.

    A row of boxes along the shorter side takes the next area for as long as that makes its worst
    box no more oblong; the last area takes what is left. Edges are whole numbers, so that a small
    area may have an empty box.
    """
    boxes: list[Box] = []
    x, y, width, height = box
    whole = sum(areas)
    while len(areas) > 1:
        row = _row(areas, whole, width, height)
        taken = sum(row)
        if width > height:
            thick = int(width * taken / whole + 0.5)
            boxes += [(x, y + at, thick, size) for at, size in _cut(row, taken, height)]
            x, width = x + thick, width - thick
        else:
            thick = int(height * taken / whole + 0.5)
            boxes += [(x + at, y, size, thick) for at, size in _cut(row, taken, width)]
            y, height = y + thick, height - thick
        areas, whole = areas[len(row) :], whole - taken
    return [*boxes, (x, y, width, height)] if areas else boxes


def _row(areas: Sequence[int], whole: int, width: int, height: int) -> Sequence[int]:
    """Return the first of the areas, which stand in a row along the shorter side of what is left.

    `whole` is the sum of the areas. Of boxes with the areas a to z, a + ... + z = s, the worst is
    f a / s² or s² / f z times as long as it is wide, where f is the square of the shorter side.
    """
    if not width * height:
        return areas
    square = min(width, height) ** 2 * whole / (width * height)
    most, total, worst = square * areas[0], 0, inf
    for i, area in enumerate(areas):
        total += area
        oblong = max(most / (total * total), total * total / (square * area))
        if oblong > worst:
            return areas[:i]
        worst = oblong
    return areas


def _cut(row: Sequence[int], whole: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield where each box of a row begins, and how long it is; `whole` is the row's area."""
    done, at = 0, 0
    for area in row:
        done += area
        end = int(length * done / whole + 0.5)
        yield at, end - at
        at = end


def _least(sizes: Iterable[int]) -> int:
    """Return the least size of a row that has a tile of its own, so that not too many have one."""
    return max([_LEAST, *(size + 1 for size in sorted(sizes, reverse=True)[_MOST : _MOST + 1])])


def _leaves(rows: Sequence[_Leaf], least: int, whole: float, title: str) -> list[_Leaf]:
    """Return the leaves of a component from the largest on; several small ones are one of them."""
    small = [amount for size, amount, _, _ in rows if amount and size < least]
    leaves = list(rows)
    if len(small) > 1:
        others = sum(small)
        leaves = [leaf for leaf in rows if _size(leaf) >= least]
        leaves.append((_millionths(others, whole), others, title, f"{len(small)} rows of"))
    return sorted(filter(_size, leaves), key=_size, reverse=True)


def _millionths(amount: float, whole: float) -> int:
    # A half goes up, even where a double falls a little short of it.
    return int(amount / whole * 1e6 + 0.500001)


def _tiles(leaves: Sequence[_Leaf], box: Box, unit: str) -> list[Tile]:
    """Return the tiles, each a pixel apart from the next, and two from another component's."""
    x, y, width, height = box
    boxes = squarified(list(map(_size, leaves)), (x, y, width - 1, height - 1))
    tiles = [
        (
            f"M{x},{y}h{width - 1}v{height - 1}H{x}",
            f"{of} {name}: {grouped(amount)} {unit}, {percent(size / 1e6)}",
            name if height >= _LINE and len(name) * _LETTER + 6 <= width else "",
            x + 4,
            y + 13,
        )
        for (size, amount, name, of), (x, y, width, height) in zip(leaves, boxes, strict=True)
        if width > 1 and height > 1
    ]
    return tuples(Tile, tiles)


_size = itemgetter(0)
