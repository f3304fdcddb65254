"""The catalogue's formulas and tables that pages have, whatever the model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import chain

from reportgen import catalog
from reportgen.answers import catalogued_answers
from reportgen.formula import Either, Node, Sentence, parse_sentence
from reportgen.parts import catalogued_parts
from reportgen.reconcile import catalogued_rules
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow
from reportgen.spec import LookupTable
from reportgen.sweep import SHARE
from reportgen.what_if import catalogued_what_ifs

_TABLES = ("matmuls", "other_parameters", "totals", "activations", "cache", "decode")
_ROWS = (MatmulRow, ParameterRow, ActivationRow, CacheRow)


@cache
def usual() -> Mapping[str, Node]:
    """Return the formulas of quantities and rules by name.

    Which one it is of several quantities with one name is all the same: a page has its model's own
    after it.
    """
    quantities = {quantity.name: quantity.formula for quantity in catalog.quantities()}
    return quantities | {rule.name: rule.formula for rule in catalogued_rules()}


@cache
def several() -> tuple[str, ...]:
    """Return the names that more than one quantity has, of which a model takes what it can say."""
    times = Counter(quantity.name for quantity in catalog.quantities())
    return tuple([name for name, number in times.items() if number > 1])


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


@cache
def shown() -> dict[Node, None]:
    """Return the formulas that its rules and sentences show, most of which have no name."""
    rules = [(rule.exact, rule.difference, rule.relative) for rule in catalogued_rules()]
    return dict.fromkeys(chain(*rules, *map(_figures, _sentences())))


def _sentences() -> Iterator[Sentence]:
    yield from catalogued_answers()
    yield from (parse_sentence(said.get("remark", "")) for said in catalog.sections().values())
    yield from (rule.why for rule in catalogued_rules())


def _figures(sentence: Sentence) -> Iterator[Node]:
    """Yield the formulas of a sentence and of both sides of its alternatives."""
    for part in sentence.live:
        if isinstance(part, Either):
            yield from (part.condition, *_figures(part.then), *_figures(part.otherwise))
        else:
            yield part.formula


def lookups() -> Mapping[str, LookupTable]:
    """Return the catalogue's tables that formulas look things up in, by name."""
    return catalog.lookups()


def named() -> Iterator[str]:
    """Yield the names that the catalogue has: of inputs, figures, components, tables, columns."""
    yield from catalog.fields()
    yield from (quantity.name for quantity in catalog.quantities())
    yield from (rule.name for rule in catalogued_rules())
    for component in catalog.components():
        yield from (component, component + SHARE)
    for row in _ROWS:
        yield from (field.name for field in fields(row))
    for table in _TABLES:
        yield from catalog.columns(table)
    for what_if in catalogued_what_ifs():
        yield from (what_if.name, what_if.swept, *(reading.name for reading in what_if.readings))
    yield from catalogued_parts().parts
