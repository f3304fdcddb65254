"""Reading a formula: text in, tree out, and nothing is ever executed.

The text is first split into the few tokens the language has, which refuses most of Python outright;
what is left goes to Python's own parser, and only the node types listed here are taken from it.

    + - * / // % **   -a   == != < <= > >=   and or not   a if c else b
    min max ceil floor ceil_div round_up sqrt log2 abs power
    sum(Table.column)   sum_where(Table.column, Table.key_column, "key" or name)
    lookup(Table.column, Table.key_column, "key" or name)
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

from reportgen.errors import FormulaError, nearest
from reportgen.formula.kinds import check_kinds
from reportgen.formula.lexicon import check_tokens, one_line, python_tree
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

MAX_NODES, MAX_DEPTH, MAX_TEXT = 2000, 60, 64
MAX_DIGITS = 15  # what a workbook's formula parser keeps of a literal
MAX_LITERAL = 10**15
EXPONENTS = range(-8, 65)

#: Functions of numbers, with the fewest and the most arguments they take.
FUNCTIONS = {
    "min": (2, 30),
    "max": (2, 30),
    "ceil": (1, 1),
    "floor": (1, 1),
    "ceil_div": (2, 2),
    "round_up": (2, 2),
    "sqrt": (1, 1),
    "log2": (1, 1),
    "abs": (1, 1),
    "power": (2, 2),
}
AGGREGATES = {"sum": 1, "sum_where": 3, "lookup": 3}

# In a workbook these make SUMIFS search for a pattern instead of the text itself.
_PATTERN = re.compile(r"^[<>=]|[*?~]")

_OPERATORS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "and",
    ast.Or: "or",
}


@lru_cache(maxsize=1 << 14)
def parse(text: str) -> Node:
    """Return the tree of a formula, or raise a FormulaError that points at what is wrong."""
    check_tokens(text)
    reader = _Reader(text)
    root = reader.read(python_tree(text), 1)
    if type(root) is Text:
        reader.refuse(root, "a text alone is not a formula")
    check_kinds(root, reader.refuse)
    return root


class _Reader:
    """Turns Python's tree into ours, remembering where each node stood in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.encoded = one_line(text).encode()  # Python's columns count bytes
        self.count = 0
        self.places: dict[int, ast.expr] = {}

    def read(self, item: ast.expr, depth: int) -> Node:
        self.count += 1
        if depth > MAX_DEPTH or self.count > MAX_NODES:
            self.fail(item, "the formula is nested too deeply" if depth > MAX_DEPTH else _TOO_MANY)
        reader = _READERS.get(type(item))
        if reader is None:
            self.fail(item, "this is not part of the formula language")
        node = reader(self, item, depth + 1)
        self.places[id(node)] = item
        return node

    def refuse(self, node: Node, problem: str) -> NoReturn:
        self.fail(self.places[id(node)], problem)

    def fail(self, item: ast.expr, problem: str) -> NoReturn:
        start = len(self.text) - len(one_line(self.text))
        before = self.encoded[: item.col_offset]
        raise FormulaError(problem, self.text, start + len(before.decode()))

    def written(self, item: ast.expr) -> str:
        return self.encoded[item.col_offset : item.end_col_offset].decode()


_TOO_MANY = f"the formula has more than {MAX_NODES} parts"


def _constant(reader: _Reader, item: ast.Constant, _depth: int) -> Node:
    if type(item.value) is str:
        return Text(_checked_text(reader, item, item.value))
    if type(item.value) not in (int, float):
        reader.fail(item, "this is not part of the formula language")
    written = reader.written(item)
    value = item.value if type(item.value) is int else Fraction(Decimal(written))
    if value >= MAX_LITERAL or _digits(written) > MAX_DIGITS:
        reader.fail(item, f"a number is below 1e15 and has at most {MAX_DIGITS} digits")
    if 0 < value < Fraction(1, MAX_LITERAL):
        reader.fail(item, "a number is 0 or at least 1e-15")
    return Number(value)


def _digits(written: str) -> int:
    mantissa = written.lower().partition("e")[0]
    return len(mantissa.replace("_", "").replace(".", "").strip("0"))


def _checked_text(reader: _Reader, item: ast.Constant, value: str) -> str:
    if len(value) > MAX_TEXT or not value.isprintable():
        reader.fail(item, f"a text is at most {MAX_TEXT} printable characters")
    if len(reader.written(item)) != len(value) + 2:
        reader.fail(item, "texts side by side are not joined")
    return value


def _name(reader: _Reader, item: ast.Name, _depth: int) -> Node:
    if item.id in FUNCTIONS or item.id in AGGREGATES:
        reader.fail(item, f"{item.id} is a function and needs its brackets")
    return Name(item.id)


def _binary(reader: _Reader, item: ast.BinOp, depth: int) -> Node:
    op = _OPERATORS.get(type(item.op))
    if op is None:
        reader.fail(item, "this is not part of the formula language")
    left, right = reader.read(item.left, depth), reader.read(item.right, depth)
    if op == "**" and not (type(right) is Number and right.value in EXPONENTS):
        reader.fail(item.right, "an exponent is a whole number from -8 to 64, written out")
    return Binary(op, left, right)


def _unary(reader: _Reader, item: ast.UnaryOp, depth: int) -> Node:
    operand = reader.read(item.operand, depth)
    if type(item.op) is ast.Not:
        return Not(operand)
    if type(item.op) is ast.USub:
        if type(item.operand) is ast.Constant and type(operand) is Number:
            return Number(-operand.value)
        return Negate(operand)
    if type(item.op) is not ast.UAdd or type(operand) is Text:
        reader.fail(item, "this is not part of the formula language")
    return operand


def _compare(reader: _Reader, item: ast.Compare, depth: int) -> Node:
    if len(item.ops) > 1:
        reader.fail(item.comparators[1], "comparisons are not chained; join two with 'and'")
    op = _OPERATORS.get(type(item.ops[0]))
    if op is None:
        reader.fail(item, "compare with == != < <= > >=")
    return Compare(op, reader.read(item.left, depth), reader.read(item.comparators[0], depth))


def _logic(reader: _Reader, item: ast.BoolOp, depth: int) -> Node:
    return Logic(_OPERATORS[type(item.op)], tuple([reader.read(v, depth) for v in item.values]))


def _choose(reader: _Reader, item: ast.IfExp, depth: int) -> Node:
    condition = reader.read(item.test, depth)
    return Choose(condition, reader.read(item.body, depth), reader.read(item.orelse, depth))


def _call(reader: _Reader, item: ast.Call, depth: int) -> Node:
    function = item.func.id if type(item.func) is ast.Name else ""
    if function in AGGREGATES:
        return Call(function, _aggregated(reader, item, function, depth))
    if function not in FUNCTIONS:
        known = (*FUNCTIONS, *AGGREGATES)
        reader.fail(item, f"there is no function {function!r}{nearest(function, known)}")
    fewest, most = FUNCTIONS[function]
    if item.keywords or not fewest <= len(item.args) <= most:
        number = fewest if fewest == most else f"{fewest} or more"
        reader.fail(item, f"{function} takes {number} argument{'s' * (number != 1)}")
    return Call(function, tuple([reader.read(argument, depth) for argument in item.args]))


def _aggregated(reader: _Reader, item: ast.Call, function: str, depth: int) -> tuple[Node, ...]:
    if item.keywords or len(item.args) != AGGREGATES[function]:
        reader.fail(item, _USAGE[function])
    if function == "sum":
        return (_column(reader, item.args[0]),)
    column, key = _column(reader, item.args[0]), _column(reader, item.args[1])
    if column.table != key.table:
        reader.fail(item.args[1], f"both columns of {function} are of one table")
    wanted = reader.read(item.args[2], depth)
    if type(wanted) not in (Text, Name):
        reader.fail(item.args[2], _USAGE[function])
    if type(wanted) is Text and (not wanted.value or _PATTERN.search(wanted.value)):
        reader.fail(item.args[2], "the key holds no * ? ~ and does not begin with < > =")
    return column, key, wanted


def _column(reader: _Reader, item: ast.expr) -> Column:
    if type(item) is ast.Attribute and type(item.value) is ast.Name:
        return Column(item.value.id, item.attr)
    return reader.fail(item, "sum, sum_where and lookup take a column, written Table.column")


def _attribute(reader: _Reader, item: ast.Attribute, _depth: int) -> Node:
    return reader.fail(item, "only sum(Table.column), sum_where(...) and lookup(...) take a column")


_USAGE = {
    "sum": "write sum(Table.column)",
    "sum_where": 'write sum_where(Table.column, Table.key_column, "key")',
    "lookup": 'write lookup(Table.column, Table.key_column, "key")',
}

_READERS: dict[type, Callable[..., Node]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BoolOp: _logic,
    ast.IfExp: _choose,
    ast.Call: _call,
    ast.Attribute: _attribute,
}
