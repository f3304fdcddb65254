"""A formula as text again, with no bracket more than it needs; reading it gives the same tree."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from reportgen.formula.tree import (
    Binary,
    Call,
    Choose,
    Column,
    Compare,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)

# How tightly each form binds, loosest first.
CHOOSE, OR, AND, NOT, COMPARE, SUM, PRODUCT, UNARY, POWER, ATOM = range(10)
_LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT}

_Piece = tuple[str, int]


def to_text(node: Node) -> str:
    """Return the formula as text that `parse` reads back to the same tree."""
    return _piece(node)[0]


def decimal_text(value: int | Fraction) -> str | None:
    """Return a number's plain decimal digits, or None where they never end."""
    if type(value) is int:
        return str(value)
    denominator, places = value.denominator, 0
    while 10**places % denominator:
        places += 1
        if places > denominator.bit_length():
            return None
    digits = value.numerator * 10**places // denominator
    return format(Decimal(digits).scaleb(-places), "f")


@lru_cache(maxsize=1 << 14)
def _piece(node: Node) -> _Piece:
    return _WRITERS[type(node)](node)


def _at(node: Node, level: int) -> str:
    text, own = _piece(node)
    return text if own >= level else f"({text})"


def _number(node: Number) -> _Piece:
    written = decimal_text(node.value)
    if written is None:
        return f"{node.value.numerator} / {node.value.denominator}", PRODUCT
    return written, UNARY if node.value < 0 else ATOM


def _binary(node: Binary) -> _Piece:
    if node.op == "**":
        return f"{_at(node.left, ATOM)} ** {_at(node.right, UNARY)}", POWER
    level = _LEVELS[node.op]
    return f"{_at(node.left, level)} {node.op} {_at(node.right, level + 1)}", level


def _compare(node: Compare) -> _Piece:
    return f"{_at(node.left, SUM)} {node.op} {_at(node.right, SUM)}", COMPARE


def _logic(node: Logic) -> _Piece:
    level = AND if node.op == "and" else OR
    return f" {node.op} ".join([_at(operand, level + 1) for operand in node.operands]), level


def _choose(node: Choose) -> _Piece:
    then, condition = _at(node.then, OR), _at(node.condition, OR)
    return f"{then} if {condition} else {_at(node.otherwise, CHOOSE)}", CHOOSE


def _call(node: Call) -> _Piece:
    return f"{node.function}({', '.join(map(to_text, node.arguments))})", ATOM


_WRITERS: dict[type, Callable[..., _Piece]] = {
    Number: _number,
    Text: lambda node: (f'"{node.value}"', ATOM),
    Name: lambda node: (node.name, ATOM),
    Column: lambda node: (f"{node.table}.{node.column}", ATOM),
    Negate: lambda node: (f"-{_at(node.operand, UNARY)}", UNARY),
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: lambda node: (f"not {_at(node.operand, NOT)}", NOT),
    Choose: _choose,
    Call: _call,
}
