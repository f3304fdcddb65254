"""A formula as a JavaScript expression in doubles, in the order of the tree.

Names are variables, which a page takes ``with`` a scope; tables have their columns as arrays. The
functions that JavaScript's Math lacks are the page's own: ``mod`` and ``sum``, and in two signs,
since each page has a hundred of them, ``$e`` (two texts are the same), ``$s`` (the sum of a column
where another has a key) and ``$l`` (what a column has there). No name may be `TAKEN`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from reportgen.formula.kinds import NUMBER, kind
from reportgen.formula.text import decimal_text
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

# Words of the language and functions of formulas that are as short as a page's names.
TAKEN = frozenset(
    ("do", "if", "in", "for", "let", "new", "try", "var", "abs", "max", "min", "mod", "pow", "sum")
)

CHOOSE, OR, AND, COMPARE, SUM, PRODUCT, POWER, ATOM = range(8)

_Piece = tuple[str, int]
_NOTHING: Mapping[Node, str] = {}


def to_javascript(
    node: Node, ref: Callable[[str], str] = str, shared: Mapping[Node, str] = _NOTHING
) -> str:
    """Return the expression; `ref` says how a name, a table or a column is called.

    Of the formulas in `shared`, which are calculated apart, the name is written instead, but for
    `node` itself.
    """
    return _WRITERS[type(node)](_Printer(ref, shared), node)[0]


@lru_cache(maxsize=1 << 14)
def js_text(text: str) -> str:
    """Return a text as JavaScript writes it, in ASCII, without what would end a script."""
    return json.dumps(text).replace("<", "\\x3c").replace("\x7f", "\\x7f")


def js_words(words: Iterable[str]) -> str:
    """Return names and the like, which need no escaping, as one text."""
    return f'"{" ".join(words)}"'


def js_list(items: Iterable[str]) -> str:
    """Return what is written already as a list."""
    return f"[{','.join(items)}]"


@lru_cache(maxsize=1 << 12, typed=True)
def js_number(value: int | Fraction | float) -> str:
    """Return a number that is not negative, as short as JavaScript reads it."""
    digits = repr(value) if isinstance(value, float) else decimal_text(value)
    if digits is None:
        return f"({value.numerator}/{value.denominator})"  # type: ignore[union-attr]
    decimal = Decimal(digits).normalize()
    _, significant, exponent = decimal.as_tuple()
    short = f"{''.join(map(str, significant))}e{exponent}"
    return min(format(decimal, "f").removeprefix("0") or "0", short, key=len)


class _Printer:
    def __init__(self, ref: Callable[[str], str], shared: Mapping[Node, str]) -> None:
        self.ref, self.shared = ref, shared

    def write(self, node: Node) -> str:
        return self.piece(node)[0]

    def at(self, node: Node, level: int) -> str:
        text, own = self.piece(node)
        return text if own >= level else f"({text})"

    def piece(self, node: Node) -> _Piece:
        known = self.shared.get(node)
        return (known, ATOM) if known else _WRITERS[type(node)](self, node)


def _number(_printer: _Printer, node: Number) -> _Piece:
    if node.value < 0:
        return f"(-{js_number(-node.value)})", ATOM
    return js_number(node.value), ATOM


def _infix(printer: _Printer, symbol: str, level: int, left: Node, right: Node) -> _Piece:
    return f"{printer.at(left, level)}{symbol}{printer.at(right, level + 1)}", level


def _quotient(printer: _Printer, left: Node, right: Node) -> str:
    return _infix(printer, "/", PRODUCT, left, right)[0]


def _applied(printer: _Printer, name: str, *arguments: Node) -> _Piece:
    return f"{name}({','.join(map(printer.write, arguments))})", ATOM


def _binary(printer: _Printer, node: Binary) -> _Piece:
    if node.op == "//":
        return f"floor({_quotient(printer, node.left, node.right)})", ATOM
    if node.op == "%":
        return _applied(printer, "mod", node.left, node.right)
    if node.op == "**":
        return f"{printer.at(node.left, ATOM)}**{printer.at(node.right, POWER)}", POWER
    level = SUM if node.op in "+-" else PRODUCT
    return _infix(printer, node.op, level, node.left, node.right)


def _negate(printer: _Printer, node: Negate) -> _Piece:
    return f"0-{printer.at(node.operand, PRODUCT)}", SUM


def _compare(printer: _Printer, node: Compare) -> _Piece:
    if node.op not in ("==", "!=") or NUMBER in (kind(node.left), kind(node.right)):
        return _infix(printer, node.op, COMPARE, node.left, node.right)
    same, level = _applied(printer, "$e", node.left, node.right)
    return same if node.op == "==" else f"!{same}", level


def _logic(printer: _Printer, node: Logic) -> _Piece:
    symbol, level = ("&&", AND) if node.op == "and" else ("||", OR)
    return symbol.join([printer.at(operand, level + 1) for operand in node.operands]), level


def _not(printer: _Printer, node: Not) -> _Piece:
    return f"!{printer.at(node.operand, ATOM)}", ATOM


def _choose(printer: _Printer, node: Choose) -> _Piece:
    condition, then = printer.at(node.condition, OR), printer.at(node.then, CHOOSE)
    return f"{condition}?{then}:{printer.write(node.otherwise)}", CHOOSE


def _call(printer: _Printer, node: Call) -> _Piece:
    if node.function == "ceil_div":
        return f"ceil({_quotient(printer, *node.arguments)})", ATOM
    if node.function == "round_up":
        step = printer.at(node.arguments[1], POWER)
        return f"ceil({_quotient(printer, *node.arguments)})*{step}", PRODUCT
    return _applied(printer, _NAMES.get(node.function, node.function), *node.arguments)


_NAMES = {"power": "pow", "sum_where": "$s", "lookup": "$l"}

_WRITERS: dict[type, Callable[..., _Piece]] = {
    Number: _number,
    Text: lambda _printer, node: (js_text(node.value), ATOM),
    Name: lambda printer, node: (printer.ref(node.name), ATOM),
    Column: lambda printer, node: (
        f"{printer.ref(node.table)}.{printer.ref(node.column)}",
        ATOM,
    ),
    Negate: _negate,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    Choose: _choose,
    Call: _call,
}
