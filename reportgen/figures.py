"""Figures: named quantities over the inputs, the tables and each other, as the catalogue says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from reportgen import catalog
from reportgen.aggregate import ExactTable, Scalar
from reportgen.document import Table
from reportgen.errors import SpecError, nearest
from reportgen.formula import Node, evaluate, names

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


def read_quantities(entries: Iterable[tuple[str, dict[str, object]]]) -> tuple[Quantity, ...]:
    """Return the quantities that catalogue entries describe; raises SpecError."""
    faults: list[str] = []
    found = tuple(_quantity(Table(said, f"catalog/{file}", faults)) for file, said in entries)
    if faults:
        raise SpecError(faults)
    return found


@cache
def catalog_quantities() -> tuple[Quantity, ...]:
    """Return all quantities of the catalogue."""
    return read_quantities(catalog.entries("quantities", "quantity"))


def evaluate_all(
    quantities: Sequence[Quantity], env: Mapping[str, Scalar], tables: Mapping[str, ExactTable]
) -> dict[str, Figure]:
    """Return each quantity's figure, taking those first that others need.

    Raises SpecError for a quantity that names an unknown one, or waits for itself.
    """
    scope, figures = dict(env), dict[str, Figure]()
    waiting = list(quantities)
    while ready := [q for q in waiting if names(q.formula) <= scope.keys()]:
        for quantity in ready:
            value = evaluate(quantity.formula, scope, tables)
            figures[quantity.name] = Figure(quantity, value)
            scope[quantity.name] = value
        waiting = [q for q in waiting if q.name not in figures]
    if waiting:
        known = {*scope, *(q.name for q in waiting)}
        raise SpecError(_why_waiting(quantity, known, scope) for quantity in waiting)
    return {q.name: figures[q.name] for q in quantities}


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


def _why_waiting(quantity: Quantity, known: set[str], scope: Mapping[str, Scalar]) -> str:
    unknown = sorted(names(quantity.formula) - known)
    if unknown:
        return f"quantity {quantity.name}: unknown name {unknown[0]!r}{nearest(unknown[0], known)}"
    waiting = ", ".join(sorted(names(quantity.formula) - scope.keys()))
    return f"quantity {quantity.name}: waits for {waiting}, which waits for it in turn (a cycle)"
