"""What a page calculates: what every page does, and what is its model's own.

Nearly all of the catalogue's formulas are shown on nearly every page or needed for it, and what is
not asked for is not calculated: every page has all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from reportgen import catalogued
from reportgen.formula import Column, Node, columns
from reportgen.html.calculating.tables import (
    Named,
    Read,
    Table,
    own_tables,
    usual_tables,
    usually_read,
)
from reportgen.reporting import Report
from reportgen.spec import Quantity


class Calculation(NamedTuple):
    """Formulas by name, those of one source together, formulas without one, and tables by name."""

    named: tuple[Named, ...]
    unnamed: tuple[Node, ...]
    tables: Mapping[str, Table]


@cache
def usual() -> Calculation:
    """Return what every page calculates: the catalogue's figures, rules and tables."""
    return Calculation((tuple(catalogued.usual().items()),), (), usual_tables())


def own(report: Report, unnamed: Iterable[Node]) -> Calculation:
    """Return what a page of the report calculates beside that, with what it shows `unnamed`."""
    counted, *derived = [source() for source in report.figures.sources]
    added = [quantity.name for quantity in report.model.quantities]
    named = (
        _followed(report),
        _unusual(counted, (*catalogued.several(), *added)),
        *[_unusual(quantities, quantities) for quantities in derived],
        tuple([(check.name, check.formula) for check in report.checks]),
    )
    shown = tuple(unnamed)
    read = _chosen(report).union(*map(_read, named), *map(columns, shown)) - usually_read()
    return Calculation(named, shown, dict(own_tables(report, read)))


def _followed(report: Report) -> Named:
    """Return the formulas of inputs that nobody gave a value."""
    specs, follows = report.inputs.specs, report.inputs.follows
    return tuple([(s.name, s.default) for s in specs if s.default and s.name in follows])


def _unusual(quantities: Mapping[str, Quantity], names: Iterable[str]) -> Named:
    """Return those quantities of some `names` that are not what every page has."""
    known = catalogued.usual()
    found = [(name, quantities[name].formula) for name in names if name in quantities]
    return tuple([(name, formula) for name, formula in found if known.get(name) is not formula])


def _chosen(report: Report) -> Read:
    """Return the columns whose cells are the choices of an input."""
    chosen = [spec.choices_of for spec in report.inputs.specs if spec.choices_of]
    return frozenset([Column(*each.split(".")) for each in chosen])


@lru_cache(maxsize=1 << 10)
def _read(named: Named) -> Read:
    return frozenset().union(*[columns(formula) for _, formula in named])
