"""Figures: named quantities over the inputs, the tables and each other, as the catalogue says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reportgen import catalog
from reportgen.aggregate import ExactTable, Scalar
from reportgen.document import Table
from reportgen.errors import SpecError
from reportgen.formula import Node, evaluate

DERIVED = "derived from the rows"


@dataclass(frozen=True)
class Quantity:
    """A named formula with its unit, its meaning and where it is from."""

    name: str
    title: str
    formula: Node
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True)
class Figure:
    """A quantity and its value for one model: exact where the formula is."""

    quantity: Quantity
    value: Scalar

    @property
    def name(self) -> str:
        """Return the name that formulas and workbook cells use."""
        return self.quantity.name

    @property
    def number(self) -> float:
        """Return the value as the Float64 that a spreadsheet holds."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.name} is text")
        return float(self.value)


def by_name(quantities: Iterable[Quantity]) -> dict[str, Quantity]:
    """Return quantities by their names."""
    return {quantity.name: quantity for quantity in quantities}


@cache
def catalog_quantities() -> Mapping[str, Quantity]:
    """Return all quantities of the catalogue by name; raises SpecError."""
    faults: list[str] = []
    entries = catalog.entries("quantities", "quantity")
    found = by_name(_quantity(Table(said, f"catalog/{file}", faults)) for file, said in entries)
    if faults:
        raise SpecError(faults)
    return found


Source = Callable[[], Mapping[str, Quantity]]


class Scope(dict[str, Scalar]):
    """The value of every name that a formula may use: an input's, or a quantity's once it is asked.

    `sources` give quantities by name, those that cost least first: a later one is not looked at
    while an earlier one has the name.
    """

    def __init__(
        self,
        values: Mapping[str, Scalar],
        tables: Mapping[str, ExactTable],
        *sources: Source,
    ) -> None:
        super().__init__(values)
        self.tables, self.sources = tables, sources
        self._asked: list[str] = []

    def __missing__(self, name: str) -> Scalar:
        quantity = _quantity_of(name, self.sources)
        if name in self._asked:
            cycle = " <- ".join([*self._asked[self._asked.index(name) :], name])
            raise SpecError([f"quantity {name}: waits for itself ({cycle})"])
        self._asked.append(name)
        self[name] = value = evaluate(quantity.formula, self, self.tables)
        self._asked.pop()
        return value

    def knows(self, wanted: Iterable[str]) -> bool:
        """Tell whether every one of these names has a value or can be given one."""
        return all(
            name in self or any(name in found() for found in self.sources) for name in wanted
        )


class Figures(Mapping[str, Figure]):
    """The named quantities of some sources with their values, each evaluated when it is asked."""

    def __init__(self, scope: Scope, *sources: Source) -> None:
        self.scope, self.sources = scope, sources

    def __getitem__(self, name: str) -> Figure:
        return Figure(_quantity_of(name, self.sources), self.scope[name])

    def __iter__(self) -> Iterator[str]:
        return (name for source in self.sources for name in source())

    def __len__(self) -> int:
        return sum(len(source()) for source in self.sources)


def _quantity_of(name: str, sources: Iterable[Source]) -> Quantity:
    for source in sources:
        if found := source().get(name):
            return found
    raise KeyError(name)


def as_number(value: Scalar) -> int | float | str | bool:
    """Return the value as plain data: an int where it is whole, a float otherwise."""
    return float(value) if isinstance(value, Fraction) else value


def _quantity(table: Table) -> Quantity:
    quantity = Quantity(
        name=table.text("name"),
        title=table.text("title"),
        formula=table.formula("formula"),
        unit=table.text("unit"),
        meaning=table.text("meaning"),
        source=table.text("source"),
    )
    table.finish()
    return quantity
