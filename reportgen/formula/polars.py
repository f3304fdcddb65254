"""A formula as a polars expression in Float64, in the order of the tree, as a workbook adds it up.

Whole-number columns are cast first: Int64 wraps silently at 9.2e18, which a training run exceeds.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reportgen.formula.kinds import TEXT, kind
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

if TYPE_CHECKING:
    import polars as pl


def to_polars(node: Node) -> pl.Expr:
    """Return the formula over a frame whose columns are its names.

    ``sum``, ``sum_where`` and ``lookup`` read columns of that same frame, whatever table they name.
    """
    return _text(node) if kind(node) == TEXT else _expression(node)


def _expression(node: Node) -> pl.Expr:
    return _WRITERS[type(node)](node)


def _polars() -> Any:
    # Reading and evaluating a formula should not cost the 0.1 s that polars takes to load.
    import polars as pl

    return pl


def _number(node: Number) -> pl.Expr:
    pl = _polars()
    return pl.lit(float(node.value), dtype=pl.Float64)  # type: ignore[no-any-return]


def _name(node: Name) -> pl.Expr:
    pl = _polars()
    return pl.col(node.name).cast(pl.Float64)  # type: ignore[no-any-return]


def _text(node: Node) -> pl.Expr:
    """Write a formula whose value is a text: a literal, a name, or a choice of them."""
    pl = _polars()
    if type(node) is Text:
        return pl.lit(node.value)  # type: ignore[no-any-return]
    if type(node) is Name:
        return pl.col(node.name).cast(pl.String)  # type: ignore[no-any-return]
    if type(node) is Call:
        return _found(*node.arguments).cast(pl.String)
    condition, then, otherwise = node.children()
    return _either(_expression(condition), _text(then), _text(otherwise))


def _either(condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr) -> pl.Expr:
    return _polars().when(condition).then(then).otherwise(otherwise)  # type: ignore[no-any-return]


def _negate(node: Negate) -> pl.Expr:
    return _number(Number(0)) - _expression(node.operand)


def _binary(node: Binary) -> pl.Expr:
    if node.op == "/":
        return _quotient(node.left, node.right)
    if node.op == "//":
        return _quotient(node.left, node.right).floor()
    left, right = _expression(node.left), _expression(node.right)
    if node.op == "%":
        return left - right * _quotient(node.left, node.right).floor()
    return _OPERATORS[node.op](left, right)


def _quotient(left: Node, right: Node) -> pl.Expr:
    """Divide each row by itself.

    Divided by a constant, polars multiplies by its reciprocal instead, and 49 / 49 falls short of 1
    (github.com/pola-rs/polars/issues/23741). Adding a column of zeros makes the divisor a column.
    """
    above, below = _expression(left), _expression(right)
    if _is_by_row(left) or _is_by_row(right):
        pl = _polars()
        below = below + pl.int_range(pl.len()) * 0.0
    return above / below


def _is_by_row(node: Node) -> bool:
    if type(node) is Call and node.function in _AGGREGATES:
        return False
    return type(node) is Name or any(map(_is_by_row, node.children()))


_OPERATORS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "**": lambda left, right: left**right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


def _compare(node: Compare) -> pl.Expr:
    compare = _OPERATORS[node.op]
    if TEXT not in (kind(node.left), kind(node.right)):
        return compare(_expression(node.left), _expression(node.right))
    # A workbook's comparison of texts does not see their case.
    return compare(_text(node.left).str.to_lowercase(), _text(node.right).str.to_lowercase())


def _logic(node: Logic) -> pl.Expr:
    truths = [_expression(operand) for operand in node.operands]
    pl = _polars()
    joined = pl.all_horizontal if node.op == "and" else pl.any_horizontal
    return joined(truths)  # type: ignore[no-any-return]


def _choose(node: Choose) -> pl.Expr:
    if kind(node) == TEXT:
        return _text(node)
    condition, then, otherwise = map(_expression, node.children())
    return _either(condition, then, otherwise)


def _call(node: Call) -> pl.Expr:
    if node.function in _AGGREGATES:
        return _AGGREGATES[node.function](*node.arguments)
    if node.function == "ceil_div":
        return _quotient(*node.arguments).ceil()
    if node.function == "round_up":
        return _quotient(*node.arguments).ceil() * _expression(node.arguments[1])
    return _FUNCTIONS[node.function](*map(_expression, node.arguments))


_FUNCTIONS: dict[str, Callable[..., pl.Expr]] = {
    "min": lambda *values: _polars().min_horizontal(*values),
    "max": lambda *values: _polars().max_horizontal(*values),
    "ceil": lambda value: value.ceil(),
    "floor": lambda value: value.floor(),
    "sqrt": lambda value: value.sqrt(),
    "log2": lambda value: value.log(2.0),
    "abs": lambda value: value.abs(),
    "power": lambda base, exponent: base**exponent,
}


def _sum(column: Column) -> pl.Expr:
    return _name(Name(column.column)).sum()


def _sum_where(column: Column, key_column: Column, key: Node) -> pl.Expr:
    return _name(Name(column.column)).filter(_same(key_column, key)).sum()


def _same(key_column: Column, key: Node) -> pl.Expr:
    wanted = _text(key).first() if type(key) is Name else _text(key)
    return _text(Name(key_column.column)).str.to_lowercase() == wanted.str.to_lowercase()


def _found(column: Any, key_column: Any, key: Any) -> pl.Expr:
    return _polars().col(column.column).filter(_same(key_column, key)).first()  # type: ignore[no-any-return]


def _lookup(column: Column, key_column: Column, key: Node) -> pl.Expr:
    return _found(column, key_column, key).cast(_polars().Float64)


_AGGREGATES: dict[str, Callable[..., pl.Expr]] = {
    "sum": _sum,
    "sum_where": _sum_where,
    "lookup": _lookup,
}

_WRITERS: dict[type, Callable[..., pl.Expr]] = {
    Number: _number,
    Text: _text,
    Name: _name,
    Negate: _negate,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: lambda node: ~_expression(node.operand),
    Choose: _choose,
    Call: _call,
}
