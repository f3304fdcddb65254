"""How quantities are read, and the tables they look things up in."""

from __future__ import annotations

from fractions import Fraction

from reportgen.document import Table
from reportgen.names import quantity_name_problem
from reportgen.spec import (
    LookupTable,
    Quantity,
)


def read_quantity(table: Table, section: str) -> Quantity:
    """Return a quantity: name, title, formula, unit, meaning, source."""
    name = table.text("name")
    if problem := quantity_name_problem(name):
        table.fault(f"cannot be a quantity's name: {problem}", "name")
    quantity = Quantity(
        name=name,
        title=table.text("title"),
        formula=table.formula("formula"),
        unit=table.text("unit"),
        meaning=table.text("meaning"),
        source=table.text("source"),
        section=section,
        group=table.text("group", ""),
        detail=table.flag("detail"),
        needs=frozenset(table.text("needs", "").split()),
    )
    table.finish()
    return quantity


def read_lookup(table: Table, name: str) -> LookupTable:
    """Return a table to look things up in; a number that is not said is 0, a text empty."""
    said = {
        column: table.table("columns").table(column) for column, _ in table.table("columns").items()
    }
    rows = [dict(inner.items()) for inner in table.tables("row")]
    texts = {c for c, about in said.items() if about.flag("text")}
    found = LookupTable(
        name=name,
        title=table.text("title"),
        section=table.text("section"),
        units={c: about.text("unit", "") for c, about in said.items()},
        meanings={c: about.text("meaning") for c, about in said.items()},
        columns={c: tuple(_looked_up(row.get(c), c in texts) for row in rows) for c in said},
    )
    table.finish()
    return found


def _looked_up(said: object, text: bool) -> int | Fraction | str:
    if text:
        return str(said or "")
    value = Fraction(str(said or 0))
    return int(value) if value.denominator == 1 else value
