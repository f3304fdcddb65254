"""What may be said of quantities, and of the tables they look things up in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from reportgen.formula import Node


class Quantity(NamedTuple):
    """A named formula with its unit, its meaning and where it is from.

    `section` is the part of the report that shows it, `group` the heading that it stands under;
    a `detail` leads to other figures and is left out where there is little room.
    """

    name: str
    title: str
    formula: Node
    unit: str
    meaning: str
    source: str
    section: str = "totals"
    group: str = ""
    detail: bool = False


class LookupTable(NamedTuple):
    """A table of the catalogue that formulas look things up in: a unit and a meaning per column."""

    name: str
    title: str
    section: str
    units: Mapping[str, str]
    meanings: Mapping[str, str]
    columns: Mapping[str, tuple[int | Fraction | str, ...]]
