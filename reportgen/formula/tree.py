"""The tree that a formula is: small frozen values that compare by what they say.

    Number 2, 0.1, -3     Text "full"       Name d_model      Column Matmuls.flops
    Negate -a             Binary a * b      Compare a < b     Logic a and b and c
    Not not a             Choose a if c else b                Call max(a, b)

Trees are keys of caches all over the package, so there is only one node of each kind and content:
two equal trees are the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, reduce
from operator import is_
from typing import Any, TypeAlias

from reportgen.errors import FormulaError

MAX_SIZE, MAX_DEPTH = 20_000, 150
BUNDLE = 50


_KNOWN: dict[tuple[object, ...], _Node] = {}


class _Interned(type):
    """Makes equal nodes one object, so that comparing and looking up trees costs nothing."""

    def __call__(cls, *fields: object) -> Any:
        """Return the node with these fields, a new one only where there is none yet."""
        key = (cls, *fields)
        found = _KNOWN.get(key)
        if found is None:
            found = _KNOWN.setdefault(key, super().__call__(*fields))
        return found


class _Node(metaclass=_Interned):
    """What all nodes share: they are compared by identity, pickled by their fields."""

    __slots__ = ("__weakref__",)
    __match_args__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), tuple([getattr(self, name) for name in self.__match_args__])

    def children(self) -> tuple[Node, ...]:
        """Return the nodes directly below this one, from left to right."""
        return ()

    def with_children(self, children: tuple[Node, ...]) -> Node:  # noqa: ARG002
        """Return this node above other children, as many as it has."""
        return self  # type: ignore[return-value]


@dataclass(frozen=True, slots=True, eq=False)
class Number(_Node):
    """An exact number; a whole one is an int."""

    value: int | Fraction

    def __post_init__(self) -> None:
        if self.value.denominator == 1:
            object.__setattr__(self, "value", int(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Text(_Node):
    """A short text, such as the value of a choice."""

    value: str


@dataclass(frozen=True, slots=True, eq=False)
class Name(_Node):
    """A named input or figure."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Column(_Node):
    """A whole column of a table, which only ``sum``, ``sum_where`` and ``lookup`` take."""

    table: str
    column: str


@dataclass(frozen=True, slots=True, eq=False)
class Negate(_Node):
    """Minus its operand."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return the operand."""
        return (self.operand,)

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return minus another operand."""
        return Negate(*children)


@dataclass(frozen=True, slots=True, eq=False)
class Binary(_Node):
    """Arithmetic on two numbers: one of ``+ - * / // % **``."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return the same arithmetic on two other sides."""
        return Binary(self.op, *children)


@dataclass(frozen=True, slots=True, eq=False)
class Compare(_Node):
    """A comparison of two values: one of ``== != < <= > >=``."""

    op: str
    left: Node
    right: Node

    def children(self) -> tuple[Node, ...]:
        """Return both sides."""
        return (self.left, self.right)

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return the same comparison of two other sides."""
        return Compare(self.op, *children)


@dataclass(frozen=True, slots=True, eq=False)
class Logic(_Node):
    """Two or more truths joined by ``and`` or ``or``."""

    op: str
    operands: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        """Return the truths that are joined."""
        return self.operands

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return other truths, joined the same way."""
        return Logic(self.op, children)


@dataclass(frozen=True, slots=True, eq=False)
class Not(_Node):
    """The opposite of a truth."""

    operand: Node

    def children(self) -> tuple[Node, ...]:
        """Return the truth that is denied."""
        return (self.operand,)

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return the opposite of another truth."""
        return Not(*children)


@dataclass(frozen=True, slots=True, eq=False)
class Choose(_Node):
    """One of two values: ``then if condition else otherwise``."""

    condition: Node
    then: Node
    otherwise: Node

    def children(self) -> tuple[Node, ...]:
        """Return the condition and both values."""
        return (self.condition, self.then, self.otherwise)

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return a choice between other values."""
        return Choose(*children)


@dataclass(frozen=True, slots=True, eq=False)
class Call(_Node):
    """One of the language's own functions, applied."""

    function: str
    arguments: tuple[Node, ...] = field(default=())

    def children(self) -> tuple[Node, ...]:
        """Return the arguments."""
        return self.arguments

    def with_children(self, children: tuple[Node, ...]) -> Node:
        """Return the same function of other arguments."""
        return Call(self.function, children)


Node: TypeAlias = (
    Number | Text | Name | Column | Negate | Binary | Compare | Logic | Not | Choose | Call
)

ZERO, ONE = Number(0), Number(1)


@lru_cache(maxsize=1 << 15)
def names(node: Node) -> frozenset[str]:
    """Return the names a formula reads; columns of tables are not among them."""
    if type(node) is Name:
        return frozenset((node.name,))
    return frozenset().union(*map(names, node.children()))


@lru_cache(maxsize=1 << 15)
def columns(node: Node) -> frozenset[Column]:
    """Return the table columns a formula adds up or selects by."""
    if type(node) is Column:
        return frozenset((node,))
    return frozenset().union(*map(columns, node.children()))


def map_children(change: Callable[[Node], Node], node: Node) -> Node:
    """Return the node above its changed children, or the node itself where none changed."""
    before = node.children()
    if not before:
        return node
    after = tuple(map(change, before))
    return node if all(map(is_, before, after)) else node.with_children(after)


def substitute(node: Node, mapping: Mapping[str, Node]) -> Node:
    """Return the formula with every name in `mapping` replaced, all at once, by its formula."""
    return _substituted(node, tuple([(n, mapping[n]) for n in names(node) if n in mapping]))


@lru_cache(maxsize=1 << 15)
def _substituted(node: Node, pairs: tuple[tuple[str, Node], ...]) -> Node:
    mapping = dict(pairs)
    known = mapping.keys()

    def change(node: Node) -> Node:
        if type(node) is Name:
            return mapping.get(node.name, node)
        return node if names(node).isdisjoint(known) else map_children(change, node)

    changed = change(node) if pairs else node
    _check_measure(changed)
    return changed


def product(*nodes: Node) -> Node:
    """Return the factors multiplied from left to right, without factors of 1; 0 if one is 0."""
    factors = [node for node in nodes if node != ONE]
    if ZERO in factors:
        return ZERO
    return reduce(lambda left, right: Binary("*", left, right), factors) if factors else ONE


def total(*nodes: Node) -> Node:
    """Return the terms added from left to right, without terms of 0.

    Very many are added in bundles, so that the tree stays shallow.
    """
    terms = [node for node in nodes if node != ZERO]
    if len(terms) > BUNDLE:
        return total(*(total(*terms[i : i + BUNDLE]) for i in range(0, len(terms), BUNDLE)))
    return reduce(lambda left, right: Binary("+", left, right), terms) if terms else ZERO


@lru_cache(maxsize=1 << 15)
def _measure(node: Node) -> tuple[int, int]:
    """Return how many nodes a tree has when written out, and how deep it is."""
    below = [_measure(child) for child in node.children()]
    size = 1 + sum(size for size, _ in below)
    return size, 1 + max((depth for _, depth in below), default=0)


def _check_measure(node: Node) -> None:
    size, depth = _measure(node)
    if size > MAX_SIZE or depth > MAX_DEPTH:
        raise FormulaError("the formula is too large once its names are filled in")
