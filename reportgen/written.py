"""A closed form as people write it: terms collected, the counts of layers before their brackets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from reportgen.formula import (
    Binary,
    Call,
    Name,
    Negate,
    Node,
    collect,
    names,
    pretty,
    substitute,
    to_text,
)
from reportgen.formula.tree import map_children

GROUPED_BY = "num_layers"
FACTOR_ORDER = ("batch_size", "seq_len", "context_length", "vocab_size", GROUPED_BY)


def written(whole: Node, symbols: Mapping[str, str] | None = None) -> str:
    """Return the shorter of two forms: multiplied out, or with the counts of layers kept.

    `symbols` are the letters to write for names.
    """
    return _written(whole, tuple((symbols or {}).items()))


@lru_cache(maxsize=1 << 10)
def _written(whole: Node, letters_of: tuple[tuple[str, str], ...]) -> str:
    symbols = dict(letters_of)
    kept, counts = _kept(whole)
    letters = {name: Name(letter) for name, letter in symbols.items()}
    shown = {name: to_text(substitute(count, letters)) for name, count in counts.items()}
    own = {name: f"({text.replace('-', '−')})" for name, text in shown.items() if "-" in text}
    plain = _pretty(whole, symbols, ())
    return min(plain, _pretty(kept, {**symbols, **own}, counts), key=len) if counts else plain


def _pretty(whole: Node, symbols: Mapping[str, str], counts: Iterable[str]) -> str:
    """Return the sum collected, the terms of each count of layers in one bracket."""
    polynomial = collect(whole)
    atoms = dict.fromkeys(atom for monomial in polynomial.terms for atom, _ in monomial)
    layers = [atom for atom in atoms if type(atom) is not Name and GROUPED_BY in names(atom)]
    groups = [Name(GROUPED_BY), *map(Name, counts), *layers]
    return pretty(polynomial, symbols, (*FACTOR_ORDER, *counts), groups)


def _kept(node: Node) -> tuple[Node, Mapping[str, Node]]:
    """Put a name for each difference of names that multiplies something, such as a layer count.

    Multiplied out, the layers of a hybrid would be counted twice, once to be taken away.
    """
    counts: dict[str, Node] = {}

    def change(node: Node) -> Node:
        if not _subtracts(node):
            return node
        if isinstance(node, Binary) and node.op in ("*", "/"):
            return map_children(factor, node)
        is_sum = isinstance(node, Negate) or (isinstance(node, Binary) and node.op in ("+", "-"))
        return map_children(change, node) if is_sum else node

    def factor(node: Node) -> Node:
        if not _is_difference(node):
            return change(node)
        counts[to_text(node)] = node
        counts.update((name, Name(name)) for name in sorted(names(node) - {GROUPED_BY}))
        return Name(to_text(node))

    return change(node), counts


@lru_cache(maxsize=1 << 15)
def _subtracts(node: Node) -> bool:
    """Tell whether something is taken away anywhere in the formula."""
    return (isinstance(node, Binary) and node.op == "-") or any(map(_subtracts, node.children()))


def _is_difference(node: Node) -> bool:
    """Tell whether the formula takes names, or what is no polynomial, away from a name."""
    if not isinstance(node, Binary) or node.op != "-":
        return False
    is_whole = isinstance(node.right, Binary) and node.right.op == "//"
    is_one = isinstance(node.right, Name | Call) or is_whole
    return is_one and (type(node.left) is Name or _is_difference(node.left))
