"""A formula as a workbook's formula, in the part of that language which every program shares.

Excel, LibreOffice, Google Sheets and the libraries disagree on more than they document, so:
a minus sign is ``(0-x)`` and both sides of ``^`` are bracketed; a remainder is ``a-b*INT(a/b)``,
for MOD fails on large numbers; ``ceil`` is ROUNDUP and ``round_up`` is CEILING, which agree with
them on numbers that are not negative. Brackets keep the order of the tree, so that a result is
the same to the last bit wherever it is calculated.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from reportgen.errors import FormulaError
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

MAX_LENGTH = 8000  # a cell's formula ends at 8192 characters, the leading = included

COMPARE, SUM, PRODUCT, POWER, ATOM = range(5)

_Piece = tuple[str, int]


def to_excel(node: Node, ref: Callable[[str], str] = str) -> str:
    """Return the workbook formula, without ``=``; `ref` says how a name is written there."""
    return _Printer(ref).write(node)


def quoted(text: str) -> str:
    """Return a text as a workbook's formula writes it."""
    return '"' + text.replace('"', '""') + '"'


class _Printer:
    def __init__(self, ref: Callable[[str], str]) -> None:
        self.ref = ref

    def write(self, node: Node) -> str:
        return self.piece(node)[0]

    def at(self, node: Node, level: int) -> str:
        text, own = self.piece(node)
        return text if own >= level else f"({text})"

    def piece(self, node: Node) -> _Piece:
        text, level = _WRITERS[type(node)](self, node)
        if len(text) > MAX_LENGTH:
            raise FormulaError(
                f"too long for a workbook, whose formulas end at {MAX_LENGTH} characters"
            )
        return text, level


def _number(_printer: _Printer, node: Number) -> _Piece:
    if node.value < 0:
        return f"(0-{_magnitude(-node.value)})", ATOM
    return _magnitude(node.value), ATOM


def _magnitude(value: int | Fraction) -> str:
    digits = decimal_text(value)
    if digits is None:
        return f"({value.numerator}/{value.denominator})"
    significant = digits.replace(".", "").strip("0")
    if len(significant) > 15:
        raise FormulaError(f"{digits} has more digits than a workbook's formula keeps")
    if type(value) is int and value >= 10**15:
        return f"{significant}E+{len(digits) - len(significant)}"
    return digits


def _binary(printer: _Printer, node: Binary) -> _Piece:
    return _OPERATORS[node.op](printer, node.left, node.right)


def _infix(symbol: str, level: int) -> Callable[[_Printer, Node, Node], _Piece]:
    def write(printer: _Printer, left: Node, right: Node) -> _Piece:
        return f"{printer.at(left, level)}{symbol}{printer.at(right, level + 1)}", level

    return write


def _quotient(printer: _Printer, left: Node, right: Node) -> str:
    return f"{printer.at(left, PRODUCT)}/{printer.at(right, POWER)}"


def _floor_quotient(printer: _Printer, left: Node, right: Node) -> _Piece:
    return f"INT({_quotient(printer, left, right)})", ATOM


def _remainder(printer: _Printer, left: Node, right: Node) -> _Piece:
    whole = f"{printer.at(right, PRODUCT)}*INT({_quotient(printer, left, right)})"
    return f"{printer.at(left, SUM)}-{whole}", SUM


def _power(printer: _Printer, left: Node, right: Node) -> _Piece:
    return f"{printer.at(left, ATOM)}^{printer.at(right, ATOM)}", POWER


_OPERATORS: dict[str, Callable[[_Printer, Node, Node], _Piece]] = {
    "+": _infix("+", SUM),
    "-": _infix("-", SUM),
    "*": _infix("*", PRODUCT),
    "/": _infix("/", PRODUCT),
    "//": _floor_quotient,
    "%": _remainder,
    "**": _power,
}


def _compare(printer: _Printer, node: Compare) -> _Piece:
    symbol = {"==": "=", "!=": "<>"}.get(node.op, node.op)
    return f"{printer.at(node.left, SUM)}{symbol}{printer.at(node.right, SUM)}", COMPARE


def _function(name: str) -> Callable[[_Printer, Node], _Piece]:
    def write(printer: _Printer, node: Node) -> _Piece:
        return f"{name}({','.join(map(printer.write, node.children()))})", ATOM

    return write


def _logic(printer: _Printer, node: Logic) -> _Piece:
    return _function(node.op.upper())(printer, node)


def _lookup(printer: _Printer, column: Node, keys: Node, key: Node) -> _Piece:
    place = f"MATCH({printer.write(key)},{printer.write(keys)},0)"
    return f"INDEX({printer.write(column)},{place})", ATOM


def _call(printer: _Printer, node: Call) -> _Piece:
    if node.function == "lookup":
        return _lookup(printer, *node.arguments)
    if node.function == "ceil_div":
        return f"ROUNDUP({_quotient(printer, *node.arguments)},0)", ATOM
    if node.function == "power":
        return _power(printer, *node.arguments)
    if node.function in _SUFFIXED:
        name, suffix = _SUFFIXED[node.function]
        return f"{name}({printer.write(node.arguments[0])}{suffix})", ATOM
    return _function(_NAMES[node.function])(printer, node)


_SUFFIXED = {"ceil": ("ROUNDUP", ",0"), "log2": ("LOG", ",2")}
_NAMES = {
    "min": "MIN",
    "max": "MAX",
    "floor": "INT",
    "round_up": "CEILING",
    "sqrt": "SQRT",
    "abs": "ABS",
    "sum": "SUM",
    "sum_where": "SUMIFS",
}

_WRITERS: dict[type, Callable[..., _Piece]] = {
    Number: _number,
    Text: lambda _printer, node: (quoted(node.value), ATOM),
    Name: lambda printer, node: (printer.ref(node.name), ATOM),
    Column: lambda _printer, node: (f"{node.table}[{node.column}]", ATOM),
    Negate: lambda printer, node: (f"(0-{printer.at(node.operand, PRODUCT)})", ATOM),
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: _function("NOT"),
    Choose: _function("IF"),
    Call: _call,
}
