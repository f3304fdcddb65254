"""What if: figures at other values of one quantity, such as the number of devices, point by point.

The catalogue says which quantity is swept, at which points, and which formulas over it and the
report's figures are worth seeing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from reportgen.aggregate import ExactTable, Scalar
from reportgen.catalog import shelf
from reportgen.document import Table
from reportgen.figures import Scope
from reportgen.formula import Node, evaluate, names

ROOFLINE = "Roofline"  # the table whose chart has the products below it


class Reading(NamedTuple):
    """A column of a what-if table: a formula over the swept quantity and the report's figures."""

    name: str
    title: str
    formula: Node
    unit: str


class WhatIf(NamedTuple):
    """A table with one row per point: the `swept` quantity, and what follows from it.

    `charted` are the columns that a chart shows against it.
    """

    name: str
    section: str
    title: str
    swept: str
    unit: str
    points: tuple[float, ...]
    readings: tuple[Reading, ...]
    charted: tuple[str, ...]

    def table(self, scope: Scope) -> ExactTable:
        """Return the columns with their values in a report."""
        outer = {name: scope[name] for name in self.needs}
        rows = [self._row(point, outer, scope.tables) for point in self.points]
        return {key: [row[key] for row in rows] for key in (self.swept, *self._keys)}

    @property
    def needs(self) -> frozenset[str]:
        """The names that the columns take from the report."""
        used = frozenset().union(*(names(reading.formula) for reading in self.readings))
        return used - {self.swept, *self._keys}

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(reading.name for reading in self.readings)

    def _row(
        self, point: float, outer: Mapping[str, Scalar], tables: Mapping[str, ExactTable]
    ) -> Mapping[str, Scalar]:
        row = {**outer, self.swept: point}
        for reading in self.readings:
            row[reading.name] = evaluate(reading.formula, row, tables)
        return row


def what_ifs(
    scope: Scope, points: Mapping[str, tuple[int, ...]] = MappingProxyType({})
) -> tuple[WhatIf, ...]:
    """Return the catalogue's what-if tables that a report has all the figures for.

    `points` are others than the catalogue's, by table.
    """
    known = (each for each in catalogued_what_ifs() if scope.knows(each.needs))
    return tuple(each._replace(points=points.get(each.name, each.points)) for each in known)


@cache
def catalogued_what_ifs() -> tuple[WhatIf, ...]:
    """Return all what-if tables."""
    entries = shelf.entries("what_ifs", "what_if")
    return tuple(shelf.read(file, said, _what_if) for file, said in entries)


def _what_if(table: Table) -> WhatIf:
    found = WhatIf(
        name=table.text("name"),
        section=table.text("section"),
        title=table.text("title"),
        swept=table.text("swept"),
        unit=table.text("unit"),
        points=tuple(table.raw("points")),
        readings=tuple(_reading(inner) for inner in table.tables("column")),
        charted=table.texts("charted"),
    )
    table.finish()
    return found


def _reading(table: Table) -> Reading:
    found = Reading(
        table.text("name"), table.text("title"), table.formula("formula"), table.text("unit")
    )
    table.finish()
    return found
