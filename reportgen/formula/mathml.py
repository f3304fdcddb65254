"""A formula as mathematics on a page: presentation MathML, of the core that browsers render.

A choice becomes a brace over a table of class ``cases``, one row for each value. Elements stand in
a row of their own where a fence is to be as high as they are, or where one element is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import NamedTuple

from reportgen.formula.text import (
    AND,
    ATOM,
    CHOOSE,
    COMPARE,
    NOT,
    OR,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    decimal_text,
)
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


class _Piece(NamedTuple):
    """Markup, how tightly it binds, and whether it is one element."""

    markup: str
    level: int
    alone: bool = True


def to_mathml(node: Node, label: Callable[[str], str] = str) -> str:
    """Return a ``<math>`` element; `label` gives the plain text that stands for a name."""
    # A block has full-size fractions, and conditions under their sum.
    return f'<math display="block">{_Printer(label).loose(node)}</math>'


class _Printer:
    def __init__(self, label: Callable[[str], str]) -> None:
        self.label = label

    def piece(self, node: Node) -> _Piece:
        return _WRITERS[type(node)](self, node)

    def loose(self, node: Node) -> str:
        """Return what may stand among other elements of a row."""
        return self.piece(node).markup

    def alone(self, node: Node) -> str:
        """Return one element."""
        markup, _, alone = self.piece(node)
        return markup if alone else _row(markup)

    def at(self, node: Node, level: int) -> str:
        """Return what may stand in a row beside what binds as `level` does."""
        markup, own, _ = self.piece(node)
        return markup if own >= level else _fenced("(", markup, ")")

    def name(self, name: str) -> str:
        return f"<mi>{escape(self.label(name))}</mi>"


def _row(*parts: str) -> str:
    return f"<mrow>{''.join(parts)}</mrow>"


def _mo(symbol: str) -> str:
    return f"<mo>{escape(symbol)}</mo>"


def _words(text: str) -> str:
    return f"<mtext>{escape(text)}</mtext>"


def _fenced(opening: str, inside: str, closing: str) -> str:
    return _row(_mo(opening), inside, _mo(closing))


def _fraction(above: str, below: str) -> str:
    return f"<mfrac>{above}{below}</mfrac>"


def _number(_printer: _Printer, node: Number) -> _Piece:
    if node.value < 0:
        return _Piece(_row(_mo("−"), _number(_printer, Number(-node.value)).markup), SUM)
    digits = decimal_text(node.value)
    if digits is None:
        above, below = f"<mn>{node.value.numerator}</mn>", f"<mn>{node.value.denominator}</mn>"
        return _Piece(_fraction(above, below), POWER)
    zeros = len(digits) - 1
    if zeros >= 6 and digits == "1" + "0" * zeros:
        return _Piece(f"<msup><mn>10</mn><mn>{zeros}</mn></msup>", POWER)
    return _Piece(f"<mn>{digits}</mn>", ATOM)


def _binary(printer: _Printer, node: Binary) -> _Piece:
    return _OPERATORS[node.op](printer, node.left, node.right)


def _infix(symbol: str, level: int) -> Callable[[_Printer, Node, Node], _Piece]:
    def write(printer: _Printer, left: Node, right: Node) -> _Piece:
        operands = printer.at(left, level), printer.at(right, level + 1)
        return _Piece(symbol.join(operands), level, alone=False)

    return write


def _quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _Piece(_fraction(printer.alone(above), printer.alone(below)), POWER)


def _floor_quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _Piece(_fenced("⌊", _quotient(printer, above, below).markup, "⌋"), ATOM)


def _ceiling_quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _Piece(_fenced("⌈", _quotient(printer, above, below).markup, "⌉"), ATOM)


def _power(printer: _Printer, base: Node, exponent: Node) -> _Piece:
    binds = printer.piece(base).level >= ATOM
    below = printer.alone(base) if binds else _fenced("(", printer.loose(base), ")")
    return _Piece(f"<msup>{below}{printer.alone(exponent)}</msup>", POWER)


_OPERATORS: dict[str, Callable[[_Printer, Node, Node], _Piece]] = {
    "+": _infix(_mo("+"), SUM),
    "-": _infix(_mo("−"), SUM),
    "*": _infix(_mo("⋅"), PRODUCT),
    "/": _quotient,
    "//": _floor_quotient,
    "%": _infix(_words("\xa0mod\xa0"), PRODUCT),
    "**": _power,
}


def _negate(printer: _Printer, node: Negate) -> _Piece:
    return _Piece(_row(_mo("−"), printer.at(node.operand, PRODUCT)), SUM)


def _compare(printer: _Printer, node: Compare) -> _Piece:
    symbol = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}.get(node.op, node.op)
    sides = printer.at(node.left, SUM), printer.at(node.right, SUM)
    return _Piece(_mo(symbol).join(sides), COMPARE, alone=False)


def _logic(printer: _Printer, node: Logic) -> _Piece:
    level = AND if node.op == "and" else OR
    word = _words(f"\xa0{node.op}\xa0")
    operands = [printer.at(operand, level + 1) for operand in node.operands]
    return _Piece(word.join(operands), level, alone=False)


def _not(printer: _Printer, node: Not) -> _Piece:
    return _Piece(_words("not\xa0") + printer.at(node.operand, NOT), NOT, alone=False)


def _choose(printer: _Printer, node: Choose) -> _Piece:
    rows, rest = "", node
    while type(rest) is Choose:
        rows += _case(printer.loose(rest.then), _words("if\xa0") + printer.loose(rest.condition))
        rest = rest.otherwise  # type: ignore[assignment]
    rows += _case(printer.loose(rest), _words("otherwise"))
    return _Piece(_row(_mo("{"), f'<mtable class="cases">{rows}</mtable>'), CHOOSE)


def _case(value: str, condition: str) -> str:
    return f"<mtr><mtd>{value}</mtd><mtd>{condition}</mtd></mtr>"


def _call(printer: _Printer, node: Call) -> _Piece:
    writer = _CALLS.get(node.function)
    if writer:
        return writer(printer, *node.arguments)
    arguments = _mo(",").join(map(printer.loose, node.arguments))
    return _applied(f"<mi>{node.function}</mi>", arguments)


def _applied(function: str, arguments: str) -> _Piece:
    return _Piece(function + _fenced("(", arguments, ")"), ATOM, alone=False)


def _round_up(printer: _Printer, value: Node, step: Node) -> _Piece:
    steps = _ceiling_quotient(printer, value, step).markup
    return _Piece(steps + _mo("⋅") + printer.at(step, UNARY), PRODUCT, alone=False)


def _logarithm(printer: _Printer, value: Node) -> _Piece:
    return _applied("<msub><mi>log</mi><mn>2</mn></msub>", printer.loose(value))


def _sum(printer: _Printer, column: Column) -> _Piece:
    return _summed(printer, printer.name(column.table), column)


def _sum_where(printer: _Printer, column: Column, key_column: Column, key: Node) -> _Piece:
    return _summed(printer, _rows(printer, key_column, key), column)


def _summed(printer: _Printer, over: str, column: Column) -> _Piece:
    sign = f"<munder>{_mo('∑')}{over}</munder>"
    return _Piece(sign + printer.name(column.column), SUM, alone=False)


def _lookup(printer: _Printer, column: Column, key_column: Column, key: Node) -> _Piece:
    row = _rows(printer, key_column, key)
    return _Piece(f"<msub>{printer.name(column.column)}{row}</msub>", ATOM)


def _rows(printer: _Printer, key_column: Column, key: Node) -> str:
    return _row(printer.name(key_column.column), _mo("="), printer.loose(key))


_CALLS: dict[str, Callable[..., _Piece]] = {
    "ceil": lambda printer, value: _Piece(_fenced("⌈", printer.loose(value), "⌉"), ATOM),
    "floor": lambda printer, value: _Piece(_fenced("⌊", printer.loose(value), "⌋"), ATOM),
    "abs": lambda printer, value: _Piece(_fenced("|", printer.loose(value), "|"), ATOM),
    "sqrt": lambda printer, value: _Piece(f"<msqrt>{printer.loose(value)}</msqrt>", ATOM),
    "ceil_div": _ceiling_quotient,
    "round_up": _round_up,
    "log2": _logarithm,
    "power": _power,
    "sum": _sum,
    "sum_where": _sum_where,
    "lookup": _lookup,
}

_WRITERS: dict[type, Callable[..., _Piece]] = {
    Number: _number,
    Text: lambda _printer, node: _Piece(_words(node.value), ATOM),
    Name: lambda printer, node: _Piece(printer.name(node.name), ATOM),
    Column: lambda printer, node: _Piece(printer.name(node.column), ATOM),
    Negate: _negate,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    Choose: _choose,
    Call: _call,
}
