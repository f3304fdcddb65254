"""Multiplying a formula out and collecting equal monomials.

Exponents may be negative, so that ``num_heads * (d_model / num_heads)`` is ``d_model``. What is not
a polynomial is an atom, its own parts written in one standard order so that equal ones meet.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from reportgen.formula.kinds import EITHER, NUMBER, kind
from reportgen.formula.polynomial import Monomial, Polynomial, collected, to_node
from reportgen.formula.text import to_text
from reportgen.formula.tree import Binary, Column, Name, Negate, Node, Number, map_children

MAX_TERMS = 300  # a power of a long sum stays as it is rather than fill the page

_UNIT = Monomial()


@lru_cache(maxsize=1 << 12)
def collect(node: Node) -> Polynomial:
    """Return the formula as a polynomial, multiplied out and collected."""
    rule = _RULES.get(type(node))
    found = rule(node) if rule else None
    return found or _atom(map_children(_standard, node), 1)


def _standard(node: Node) -> Node:
    """Write a part of an atom in the one order that all equal parts share."""
    if kind(node) not in (NUMBER, EITHER) or type(node) is Column:
        return map_children(_standard, node)
    terms = collect(node).terms.items()
    ordered = [(Monomial(sorted(monomial, key=_factor_key)), value) for monomial, value in terms]
    return to_node(Polynomial(dict(sorted(ordered, key=_term_key))))


def _factor_key(factor: tuple[Node, int]) -> tuple[str, int]:
    return to_text(factor[0]), -factor[1]


def _term_key(term: tuple[Monomial, int | Fraction]) -> tuple[bool, list[tuple[str, int]]]:
    return term[0] == _UNIT, [_factor_key(factor) for factor in term[0]]


def _atom(node: Node, exponent: int) -> Polynomial:
    return Polynomial({Monomial([(node, exponent)]): 1})


def _constant(value: int | Fraction) -> Polynomial:
    return collected([(_UNIT, value)])


def _binary(node: Binary) -> Polynomial | None:
    rule = _ARITHMETIC.get(node.op)
    return rule(node.left, node.right) if rule else None


def _sum(left: Node, right: Node) -> Polynomial:
    addends = [right]
    while isinstance(left, Binary) and left.op == "+":
        addends.append(left.right)
        left = left.left
    found = [collect(addend) for addend in (left, *reversed(addends))]
    return collected(term for polynomial in found for term in polynomial.terms.items())


def _difference(left: Node, right: Node) -> Polynomial:
    return collect(left) + _constant(-1) * collect(right)


def _product(left: Node, right: Node) -> Polynomial | None:
    return _multiplied(collect(left), collect(right))


def _multiplied(left: Polynomial | None, right: Polynomial) -> Polynomial | None:
    if left is None or len(left.terms) * len(right.terms) > MAX_TERMS:
        return None
    return left * right


def _quotient(left: Node, right: Node) -> Polynomial | None:
    divisor = collect(right)
    return _multiplied(collect(left), _inverse(right, divisor)) if divisor.terms else None


def _inverse(node: Node, poly: Polynomial) -> Polynomial:
    if len(poly.terms) != 1:
        return _atom(_standard(node), -1)
    ((monomial, value),) = poly.terms.items()
    upside_down = Monomial((atom, -exponent) for atom, exponent in monomial)
    return Polynomial({upside_down: 1 if value == 1 else 1 / Fraction(value)})


def _power(base: Node, exponent: Node) -> Polynomial | None:
    poly = collect(base)
    if type(exponent) is not Number or type(exponent.value) is not int:
        return None
    if exponent.value < 0:
        if not poly.terms:
            return None
        poly = _inverse(base, poly)
    result: Polynomial | None = _constant(1)
    for _ in range(abs(exponent.value)):
        result = _multiplied(result, poly)
    return result or _atom(_standard(base), exponent.value)


_ARITHMETIC: dict[str, Callable[[Node, Node], Polynomial | None]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "**": _power,
}

_RULES: dict[type, Callable[..., Polynomial | None]] = {
    Number: lambda node: _constant(node.value),
    Name: lambda node: _atom(node, 1),
    Negate: lambda node: _constant(-1) * collect(node.operand),
    Binary: _binary,
}
