"""A formula as mathematics on a page: presentation MathML, of the core that browsers render.

A choice becomes a brace over a table of class ``cases``, one row for each value.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

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

_Piece = tuple[str, int]


def to_mathml(node: Node, label: Callable[[str], str] = str) -> str:
    """Return a ``<math>`` element; `label` gives the plain text that stands for a name."""
    # Full-size fractions, and conditions under their sum, in a line of text too.
    return f'<math displaystyle="true">{_Printer(label).bare(node)}</math>'


class _Printer:
    def __init__(self, label: Callable[[str], str]) -> None:
        self.label = label

    def write(self, node: Node) -> str:
        return self.piece(node)[0]

    def piece(self, node: Node) -> _Piece:
        return _WRITERS[type(node)](self, node)

    def at(self, node: Node, level: int) -> str:
        markup, own = self.piece(node)
        return markup if own >= level else _fenced("(", _bare(node, markup), ")")

    def first(self, node: Node, level: int) -> str:
        markup, own = self.piece(node)
        inside = _bare(node, markup)
        return inside if own >= level else _fenced("(", inside, ")")

    def bare(self, node: Node) -> str:
        return _bare(node, self.write(node))

    def name(self, name: str) -> str:
        return f"<mi>{escape(self.label(name))}</mi>"


def _bare(node: Node, markup: str) -> str:
    """Return what may stand among other elements of a row, without a row of its own."""
    infix = type(node) in (Compare, Logic) or (type(node) is Binary and node.op in "+-*%")
    return markup[len("<mrow>") : -len("</mrow>")] if infix else markup


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
        return _row(_mo("−"), _number(_printer, Number(-node.value))[0]), SUM
    digits = decimal_text(node.value)
    if digits is None:
        above, below = f"<mn>{node.value.numerator}</mn>", f"<mn>{node.value.denominator}</mn>"
        return _fraction(above, below), POWER
    zeros = len(digits) - 1
    if zeros >= 6 and digits == "1" + "0" * zeros:
        return f"<msup><mn>10</mn><mn>{zeros}</mn></msup>", POWER
    return f"<mn>{digits}</mn>", ATOM


def _binary(printer: _Printer, node: Binary) -> _Piece:
    return _OPERATORS[node.op](printer, node.left, node.right)


def _infix(symbol: str, level: int) -> Callable[[_Printer, Node, Node], _Piece]:
    def write(printer: _Printer, left: Node, right: Node) -> _Piece:
        return _row(printer.first(left, level), symbol, printer.at(right, level + 1)), level

    return write


def _quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _fraction(printer.write(above), printer.write(below)), POWER


def _floor_quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _fenced("⌊", _quotient(printer, above, below)[0], "⌋"), ATOM


def _ceiling_quotient(printer: _Printer, above: Node, below: Node) -> _Piece:
    return _fenced("⌈", _quotient(printer, above, below)[0], "⌉"), ATOM


def _power(printer: _Printer, base: Node, exponent: Node) -> _Piece:
    return f"<msup>{printer.at(base, ATOM)}{printer.write(exponent)}</msup>", POWER


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
    return _row(_mo("−"), printer.at(node.operand, PRODUCT)), SUM


def _compare(printer: _Printer, node: Compare) -> _Piece:
    symbol = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}.get(node.op, node.op)
    return _row(printer.at(node.left, SUM), _mo(symbol), printer.at(node.right, SUM)), COMPARE


def _logic(printer: _Printer, node: Logic) -> _Piece:
    level = AND if node.op == "and" else OR
    word = _words(f"\xa0{node.op}\xa0")
    return _row(word.join([printer.at(operand, level + 1) for operand in node.operands])), level


def _not(printer: _Printer, node: Not) -> _Piece:
    return _row(_words("not\xa0"), printer.at(node.operand, NOT)), NOT


def _choose(printer: _Printer, node: Choose) -> _Piece:
    rows, rest = "", node
    while type(rest) is Choose:
        rows += _case(printer.bare(rest.then), _words("if\xa0") + printer.bare(rest.condition))
        rest = rest.otherwise  # type: ignore[assignment]
    rows += _case(printer.bare(rest), _words("otherwise"))
    return _row(_mo("{"), f'<mtable class="cases">{rows}</mtable>'), CHOOSE


def _case(value: str, condition: str) -> str:
    return f"<mtr><mtd>{value}</mtd><mtd>{condition}</mtd></mtr>"


def _call(printer: _Printer, node: Call) -> _Piece:
    writer = _CALLS.get(node.function)
    if writer:
        return writer(printer, *node.arguments)
    arguments = _mo(",").join(map(printer.write, node.arguments))
    return _row(f"<mi>{node.function}</mi>", _fenced("(", arguments, ")")), ATOM


def _round_up(printer: _Printer, value: Node, step: Node) -> _Piece:
    steps = _ceiling_quotient(printer, value, step)[0]
    return _row(steps, _mo("⋅"), printer.at(step, UNARY)), PRODUCT


def _logarithm(printer: _Printer, value: Node) -> _Piece:
    function = "<msub><mi>log</mi><mn>2</mn></msub>"
    return _row(function, _fenced("(", printer.bare(value), ")")), ATOM


def _sum(printer: _Printer, column: Column) -> _Piece:
    over = f"<munder>{_mo('∑')}{printer.name(column.table)}</munder>"
    return _row(over, printer.name(column.column)), SUM


def _sum_where(printer: _Printer, column: Column, key_column: Column, key: Node) -> _Piece:
    rows = _row(printer.name(key_column.column), _mo("="), printer.write(key))
    return _row(f"<munder>{_mo('∑')}{rows}</munder>", printer.name(column.column)), SUM


def _lookup(printer: _Printer, column: Column, key_column: Column, key: Node) -> _Piece:
    row = _row(printer.name(key_column.column), _mo("="), printer.write(key))
    return f"<msub>{printer.name(column.column)}{row}</msub>", ATOM


_CALLS: dict[str, Callable[..., _Piece]] = {
    "ceil": lambda printer, value: (_fenced("⌈", printer.bare(value), "⌉"), ATOM),
    "floor": lambda printer, value: (_fenced("⌊", printer.bare(value), "⌋"), ATOM),
    "abs": lambda printer, value: (_fenced("|", printer.bare(value), "|"), ATOM),
    "sqrt": lambda printer, value: (f"<msqrt>{printer.bare(value)}</msqrt>", ATOM),
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
    Text: lambda _printer, node: (_words(node.value), ATOM),
    Name: lambda printer, node: (printer.name(node.name), ATOM),
    Column: lambda printer, node: (printer.name(node.column), ATOM),
    Negate: _negate,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    Choose: _choose,
    Call: _call,
}
