"""What a page calculates: what every page does, and what is its model's own.

Nearly all of the catalogue's formulas are shown on nearly every page or needed for it, and what is
not asked for is not calculated: every page has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from reportgen import catalogued
from reportgen.formula import Column, Name, Node, columns
from reportgen.html.calculating.places import Place
from reportgen.html.calculating.tables import Read, Table, own_tables, usual_tables, usually_read
from reportgen.reporting import Report


class Calculation(NamedTuple):
    """Formulas by name and without one, and tables by name."""

    named: Mapping[str, Node]
    unnamed: tuple[Node, ...]
    tables: Mapping[str, Table]


@cache
def usual() -> Calculation:
    """Return what every page calculates: the catalogue's figures, rules and tables."""
    return Calculation(catalogued.usual(), (), usual_tables())


def own(report: Report, shown: Iterable[Place]) -> Calculation:
    """Return what a page of the report calculates beside that to show what it does."""
    named = _followed(report) | _quantities(report)
    named |= {check.name: check.formula for check in report.checks}
    formulas = dict.fromkeys(formula for place in shown for _, formula in place.shown)
    unnamed = tuple([formula for formula in formulas if type(formula) is not Name])
    read = _read(report, (*named.values(), *unnamed)) - usually_read()
    return Calculation(named, unnamed, dict(own_tables(report, read)))


def _followed(report: Report) -> dict[str, Node]:
    """Return the formulas of inputs that nobody gave a value."""
    specs, follows = report.inputs.specs, report.inputs.follows
    return {s.name: s.default for s in specs if s.default and s.name in follows}


def _quantities(report: Report) -> dict[str, Node]:
    known = catalogued.usual()
    return {
        name: quantity.formula
        for source in report.figures.sources
        for name, quantity in source().items()
        if known.get(name) is not quantity.formula
    }


def _read(report: Report, formulas: Iterable[Node]) -> Read:
    chosen = (spec.choices_of for spec in report.inputs.specs if spec.choices_of)
    return frozenset(Column(*each.split(".")) for each in chosen).union(*map(columns, formulas))
