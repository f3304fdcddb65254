"""What formulas have in common: parts that are shorter said once, as formulas of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain

from reportgen import catalogued
from reportgen.formula import Column, Name, Node, Number, Text, names, to_javascript
from reportgen.html.calculating.short_names import PART, called, length, numbered_name, shortest
from reportgen.html.calculating.tables import Columns

Parts = tuple[Node, ...]
_LEAVES = (Name, Number, Text, Column)
# Characters that a formula of its own costs beside its expression, and each time that it is named.
_DEFINITION, _USE = 7, 4
_NOTHING = frozenset[str]()


@cache
def common_parts() -> Mapping[Node, str]:
    """Return the parts that the catalogue's figures have in common, with their names."""
    often = _said_often(catalogued.figures())
    return {part: f"_{name}" for part, name in zip(often, shortest(), strict=False)}


@lru_cache(maxsize=1 << 8)
def own_parts(named: tuple[Node, ...], tables: tuple[Columns, ...]) -> Parts:
    """Return the parts that a model's formulas and cells have in common beside the usual."""
    cells = chain.from_iterable(cells for columns in tables for _, cells in columns)
    own = [f for f in dict.fromkeys((*named, *cells)) if f not in catalogued.formulas()]
    return tuple([part for part in _said_often(own) if part not in common_parts()])


def parts_in(formula: Node, row: frozenset[str] = _NOTHING) -> frozenset[Node]:
    """Return which common parts a formula has that name no cell of its `row`."""
    found = _parts(formula).intersection(common_parts())
    return frozenset(part for part in found if names(part).isdisjoint(row)) if row else found


def own_parts_in(formula: Node, own: Parts) -> frozenset[Node]:
    """Return which of a model's own parts a formula has."""
    return _parts(formula).intersection(own)


def part_name(part: Node) -> str:
    """Return the name of a common part, or a marked one that no page shows."""
    return common_parts().get(part) or numbered_name(PART, part)


def _said_often(formulas: Iterable[Node]) -> list[Node]:
    times = Counter(list(formulas))
    nodes = dict.fromkeys(chain.from_iterable(map(_in_order, formulas)))
    times.update(chain.from_iterable(map(_inner, nodes)))
    return [p for p, n in times.items() if n > 1 and (n - 1) * _length(p) > _DEFINITION + _USE * n]


@lru_cache(maxsize=1 << 14)
def _length(part: Node) -> int:
    return length(to_javascript(part, called))


@lru_cache(maxsize=1 << 14)
def _parts(formula: Node) -> frozenset[Node]:
    return frozenset(_in_order(formula))


@lru_cache(maxsize=1 << 14)
def _in_order(formula: Node) -> tuple[Node, ...]:
    """Return the formula, unless it is a leaf, and its parts, each once."""
    if type(formula) in _LEAVES:
        return ()
    return tuple(dict.fromkeys((formula, *chain.from_iterable(map(_in_order, _inner(formula))))))


@lru_cache(maxsize=1 << 15)
def _inner(node: Node) -> tuple[Node, ...]:
    return tuple(child for child in node.children() if type(child) not in _LEAVES)
