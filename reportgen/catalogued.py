"""The catalogue's formulas and tables that pages have, whatever the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain

from reportgen import catalog
from reportgen.formula import Node
from reportgen.reconcile import catalogued_rules
from reportgen.spec import LookupTable
from reportgen.what_if import catalogued_what_ifs

_TABLES = ("matmuls", "other_parameters", "totals", "activations", "cache", "decode")


@cache
def usual() -> Mapping[str, Node]:
    """Return the formulas of quantities and rules by name.

    Which one it is of several quantities with one name is all the same: a page has its model's own
    after it.
    """
    quantities = {quantity.name: quantity.formula for quantity in catalog.quantities()}
    return quantities | {rule.name: rule.formula for rule in catalogued_rules()}


@cache
def figures() -> dict[Node, None]:
    """Return the formulas of quantities, rules and conditions, in the catalogue's order."""
    quantities = [quantity.formula for quantity in catalog.quantities()]
    conditions = [constraint.condition for constraint in catalog.constraints()]
    rules = [(r.formula, r.exact, r.difference, r.relative) for r in catalogued_rules()]
    return dict.fromkeys((*quantities, *chain.from_iterable(rules), *conditions))


@cache
def formulas() -> dict[Node, None]:
    """Return these, and the formulas of the columns of tables."""
    tables = [[c["formula"] for c in catalog.columns(table).values()] for table in _TABLES]
    readings = [[reading.formula for reading in w.readings] for w in catalogued_what_ifs()]
    return figures() | dict.fromkeys(chain.from_iterable((*tables, *readings)))


def lookups() -> Mapping[str, LookupTable]:
    """Return the catalogue's tables that formulas look things up in, by name."""
    return catalog.lookups()


def named() -> Iterator[str]:
    """Yield the names that the catalogue has for inputs, figures, tables and columns."""
    yield from catalog.fields()
    yield from (quantity.name for quantity in catalog.quantities())
    yield from (rule.name for rule in catalogued_rules())
    for table in _TABLES:
        yield from catalog.columns(table)
    for what_if in catalogued_what_ifs():
        yield from (what_if.name, what_if.swept, *(reading.name for reading in what_if.readings))
