"""What fills the memory of a device: amounts by part, for each use beside what the device has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from reportgen.catalog import shelf
from reportgen.document import Table
from reportgen.figures import Scope
from reportgen.formula import Node, Number, names

NOTHING = Number(0)


class Use(NamedTuple):
    """One use of the device, and the amount of every part as a formula over the figures."""

    name: str
    amounts: Mapping[str, Node]


class Parts(NamedTuple):
    """Amounts in one unit: a row per use, a column per part."""

    title: str
    unit: str
    parts: tuple[str, ...]
    uses: tuple[Use, ...]


def memory_parts(scope: Scope) -> Parts:
    """Return what fills the memory; a part that the report has no figures for is 0."""
    said = catalogued_parts()
    uses = tuple(
        Use(
            use.name,
            {part: f if scope.knows(names(f)) else NOTHING for part, f in use.amounts.items()},
        )
        for use in said.uses
    )
    return Parts(said.title, said.unit, said.parts, uses)


@cache
def catalogued_parts() -> Parts:
    """Return what may fill the memory, for a report that has all the figures."""
    file = "memory_parts.toml"
    return shelf.read(file, shelf.tables(file), _parts)


def _parts(table: Table) -> Parts:
    parts = table.texts("parts")
    uses = tuple(_use(inner, parts) for inner in table.tables("use"))
    found = Parts(table.text("title"), table.text("unit"), parts, uses)
    table.finish()
    return found


def _use(table: Table, parts: tuple[str, ...]) -> Use:
    amounts = {part: table.formula(part, "0") for part in parts}
    use = Use(table.text("name"), amounts)
    table.finish()
    return use
