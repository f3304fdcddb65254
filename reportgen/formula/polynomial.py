"""Closed forms: a sum of monomials, and how it is written for a cell and for a person.

A monomial is a product of atoms to whole powers, negative ones included. An atom is a name, or a
part of a formula that is not a polynomial: a choice, ``min``, ``//`` and the like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from reportgen.formula.text import to_text
from reportgen.formula.tree import (
    ONE,
    ZERO,
    Binary,
    Call,
    Name,
    Negate,
    Node,
    Number,
    names,
    product,
    substitute,
)

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Monomial(tuple[tuple[Node, int], ...]):
    """Atoms and their exponents in order of appearance; the order does not tell two apart."""

    @cached_property
    def factors(self) -> frozenset[tuple[Node, int]]:
        """Return the atoms and exponents without their order."""
        return frozenset(self)

    def __hash__(self) -> int:
        return hash(self.factors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Monomial) and self.factors == other.factors

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __mul__(self, other: object) -> Monomial:
        """Return the product of two monomials, without atoms to the power 0."""
        if not isinstance(other, Monomial):
            return NotImplemented
        powers = dict(self)
        for atom, exponent in other:
            powers[atom] = powers.get(atom, 0) + exponent
        return Monomial((atom, exponent) for atom, exponent in powers.items() if exponent)


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of monomials, each with its coefficient, in order of first appearance."""

    terms: Mapping[Monomial, int | Fraction]

    def __add__(self, other: Polynomial) -> Polynomial:
        """Return the sum, equal monomials collected."""
        return collected([*self.terms.items(), *other.terms.items()])

    def __mul__(self, other: Polynomial) -> Polynomial:
        """Return the product, multiplied out and collected."""
        return collected(
            (left * right, a * b)
            for left, a in self.terms.items()
            for right, b in other.terms.items()
        )


def collected(terms: Iterable[tuple[Monomial, int | Fraction]]) -> Polynomial:
    """Return the polynomial of these terms, equal monomials added up and zeros dropped."""
    sums: dict[Monomial, int | Fraction] = {}
    for monomial, coefficient in terms:
        sums[monomial] = sums.get(monomial, 0) + coefficient
    return Polynomial({monomial: value for monomial, value in sums.items() if value})


def coefficients(poly: Polynomial, name: str) -> dict[int, Polynomial] | None:
    """Return, for each power of a name, what multiplies it; None if an atom hides the name."""
    by_degree: dict[int, list[tuple[Monomial, int | Fraction]]] = {}
    for monomial, value in poly.terms.items():
        if any(name in names(atom) and atom != Name(name) for atom, _ in monomial):
            return None
        rest = Monomial(factor for factor in monomial if factor[0] != Name(name))
        by_degree.setdefault(dict(monomial).get(Name(name), 0), []).append((rest, value))
    return {degree: collected(terms) for degree, terms in by_degree.items()}


def to_node(poly: Polynomial, group_by: str | None = None) -> Node:
    """Return the polynomial as a formula; terms that share `group_by` are put in one bracket."""
    plain, grouped = _grouped(poly, Name(group_by)) if group_by else (poly, None)
    terms = [(value < 0, _term(monomial, value)) for monomial, value in plain.terms.items()]
    if grouped and group_by:
        terms.append((False, Binary("*", Name(group_by), to_node(grouped))))
    return _signed_sum(terms)


def _grouped(poly: Polynomial, factor: Node) -> tuple[Polynomial, Polynomial | None]:
    """Split off the terms that share a factor, divided by it; one alone stays where it is."""
    shared = {m: v for m, v in poly.terms.items() if dict(m).get(factor, 0) > 0}
    plain = {m: v for m, v in poly.terms.items() if m not in shared}
    if len(shared) < 2:
        return Polynomial({**plain, **shared}), None
    inverse = Monomial([(factor, -1)])
    return Polynomial(plain), Polynomial({m * inverse: v for m, v in shared.items()})


def _term(monomial: Monomial, value: int | Fraction) -> Node:
    above = [_power(atom, exponent) for atom, exponent in monomial if exponent > 0]
    below = [_power(atom, -exponent) for atom, exponent in monomial if exponent < 0]
    numerator = product(Number(abs(value.numerator)), *above)
    denominator = product(Number(value.denominator), *below)
    return numerator if denominator == ONE else Binary("/", numerator, denominator)


def _power(atom: Node, exponent: int) -> Node:
    return atom if exponent == 1 else Binary("**", atom, Number(exponent))


def _signed_sum(terms: Sequence[tuple[bool, Node]]) -> Node:
    if not terms:
        return ZERO
    negative, result = terms[0]
    if negative:
        result = Number(-result.value) if type(result) is Number else Negate(result)
    for negative, term in terms[1:]:
        result = Binary("-" if negative else "+", result, term)
    return result


def pretty(
    poly: Polynomial,
    symbols: Mapping[str, str] | None = None,
    order: Sequence[str] = (),
    group_by: Sequence[Node] = (),
) -> str:
    """Return the polynomial for a person to read, such as ``2·c·v·h + l·(32·c·h² + 4·c²·h)``.

    `symbols` gives short names, `order` the order of the names in a product; terms that share one
    of the factors `group_by` are put in one bracket.
    """
    writing = _Writing(symbols or {}, [Name(name) for name in order])
    plain, brackets = poly, list[str]()
    for factor in group_by:
        plain, grouped = _grouped(plain, factor)
        if grouped:
            brackets.append(f"{writing.atom(factor, 1)}·({pretty(grouped, symbols, order)})")
    terms = [writing.term(monomial, value) for monomial, value in plain.terms.items()]
    terms += brackets
    return " + ".join(terms).replace("+ −", "− ") or "0"


class _Writing(NamedTuple):
    symbols: Mapping[str, str]
    order: Sequence[Name]

    def term(self, monomial: Monomial, value: int | Fraction) -> str:
        factors = [self.atom(atom, exponent) for atom, exponent in sorted(monomial, key=self.rank)]
        if abs(value) != 1 or not factors:
            factors.insert(0, str(abs(value)))
        return ("−" if value < 0 else "") + "·".join(factors)

    def rank(self, factor: tuple[Node, int]) -> int:
        atom = factor[0]
        known = type(atom) is Name and atom in self.order
        return self.order.index(atom) if known else len(self.order)

    def atom(self, atom: Node, exponent: int) -> str:
        if type(atom) is Name:
            return self.symbols.get(atom.name, atom.name) + self.raised(exponent)
        text = to_text(substitute(atom, {name: Name(s) for name, s in self.symbols.items()}))
        return (text if type(atom) is Call else f"({text})") + self.raised(exponent)

    @staticmethod
    def raised(exponent: int) -> str:
        return "" if exponent == 1 else str(exponent).translate(_SUPERSCRIPTS)
