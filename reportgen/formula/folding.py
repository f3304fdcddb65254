"""Filling in what is known: a formula with some of its names given, and what follows from that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

from reportgen.errors import FormulaError
from reportgen.formula.exact import evaluate
from reportgen.formula.text import decimal_text
from reportgen.formula.tree import (
    ONE,
    ZERO,
    Binary,
    Call,
    Choose,
    Compare,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
    map_children,
    names,
)

TRUE, FALSE = Compare("==", ONE, ONE), Compare("==", ONE, ZERO)

_Given = Mapping[str, int | Fraction | str | bool]


def fold(node: Node, values: _Given) -> Node:
    """Return the formula with these names given and everything that follows from them done.

    Choices whose condition is known are taken, arithmetic on numbers is carried out where its
    result can be written as a short decimal, and factors of 1 and terms of 0 are dropped.
    """
    given = tuple([(name, values[name]) for name in names(node) if name in values])
    return _folded(node, given) if given else _settled(node)


@lru_cache(maxsize=1 << 12, typed=True)
def _folded(node: Node, given: tuple[tuple[str, int | Fraction | str | bool], ...]) -> Node:
    values: _Given = dict(given)
    done: dict[Node, Node] = {}

    def folded(node: Node) -> Node:
        if (known := done.get(node)) is not None:
            return known
        if names(node).isdisjoint(values):
            result = _settled(node)
        elif type(node) is Name:
            result = _literal(values[node.name])
        elif type(node) is Binary and node.op == "+":
            # Models differ by a few rows: the terms of a sum are known from other sums.
            result = _simplified(map_children(lambda term: fold(term, values), node))
        else:
            result = _simplified(map_children(folded, node))
        done[node] = result
        return result

    return folded(node)


@lru_cache(maxsize=1 << 15)
def _settled(node: Node) -> Node:
    """Fold a formula of which no name is given; most of a formula is like that most of the time."""
    return _simplified(map_children(_settled, node))


def _simplified(node: Node) -> Node:
    simplify = _RULES.get(type(node))
    return simplify(node) if simplify else node


def _literal(value: int | Fraction | str | bool) -> Node:
    return Text(value) if isinstance(value, str) else Number(value)


def _binary(node: Binary) -> Node:
    left, right = node.left, node.right
    if type(left) is Number and type(right) is Number:
        return _computed(node)
    if right == _NEUTRAL.get(node.op) or (node.op == "/" and left == ZERO):
        return left
    if node.op == "**":
        return ONE if right == ZERO else node
    if node.op == "*":
        return _product(node)
    if left == ZERO and node.op == "+":
        return right
    return Negate(right) if left == ZERO and node.op == "-" else node


_NEUTRAL = {"+": ZERO, "-": ZERO, "*": ONE, "/": ONE, "**": ONE}


def _product(node: Binary) -> Node:
    if ZERO in (node.left, node.right):
        return ZERO
    return node.right if node.left == ONE else node


def _computed(node: Node) -> Node:
    """Carry out arithmetic on numbers, unless no short decimal says the result."""
    try:
        value = evaluate(node, {})
    except FormulaError:
        return node
    if isinstance(value, str | float) or not _is_short(value):
        return node
    return Number(value)


def _is_short(value: int | Fraction) -> bool:
    digits = decimal_text(value)
    return digits is not None and len(digits) <= 15


def _negate(node: Negate) -> Node:
    if type(node.operand) is Number:
        return Number(-node.operand.value)
    return node.operand.operand if type(node.operand) is Negate else node


def _compare(node: Compare) -> Node:
    if not {type(node.left), type(node.right)} <= {Number, Text}:
        return node
    return TRUE if evaluate(node, {}) else FALSE


def _logic(node: Logic) -> Node:
    neutral, decisive = (TRUE, FALSE) if node.op == "and" else (FALSE, TRUE)
    if decisive in node.operands:
        return decisive
    left = tuple([operand for operand in node.operands if operand != neutral])
    if len(left) > 1:
        return Logic(node.op, left)
    return left[0] if left else neutral


def _not(node: Not) -> Node:
    if node.operand == TRUE:
        return FALSE
    return TRUE if node.operand == FALSE else node


def _choose(node: Choose) -> Node:
    if node.condition == TRUE or node.then == node.otherwise:
        return node.then
    return node.otherwise if node.condition == FALSE else node


def _call(node: Call) -> Node:
    if node.function in ("min", "max"):
        distinct = tuple(dict.fromkeys(node.arguments))
        if len(distinct) == 1:
            return distinct[0]
        node = Call(node.function, distinct)
    known = all(type(argument) is Number for argument in node.arguments)
    return _computed(node) if known else node


_RULES: dict[type, Callable[..., Node]] = {
    Binary: _binary,
    Negate: _negate,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    Choose: _choose,
    Call: _call,
}
