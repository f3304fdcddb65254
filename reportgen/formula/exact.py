"""What a formula comes to, in whole numbers and fractions: the figure the others are held to.

Only ``sqrt`` and ``log2`` of numbers that have no exact root give a float. Texts compare without
regard to case, as they do in a workbook.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from math import isfinite
from typing import Any, TypeAlias

from reportgen.errors import FormulaError
from reportgen.formula.arithmetic import ARITHMETIC, FUNCTIONS, MAX_BITS, bits, plain
from reportgen.formula.text import to_text
from reportgen.formula.tree import (
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
)

Value: TypeAlias = int | Fraction | bool | str | float
Env: TypeAlias = Mapping[str, Value]
Tables: TypeAlias = Mapping[str, Mapping[str, Sequence[Value]]]

_Compiled = Callable[[Env, Tables], Any]
_NO_TABLES: Tables = {}
# A whole number of the usual size needs no second look.
_USUAL = 2**64


def evaluate(node: Node, env: Env, tables: Tables = _NO_TABLES) -> Value:
    """Return what the formula comes to with these values of its names and these table columns."""
    return evaluate_each(node, (env,), tables)[0]


def evaluate_each(node: Node, envs: Iterable[Env], tables: Tables = _NO_TABLES) -> list[Value]:
    """Return what the formula comes to for each of several sets of values of its names."""
    run = _compiled(node)
    try:
        return [_settled(run(env, tables)) for env in envs]
    except KeyError as error:
        raise _failure(f"no value is known for {error.args[0]!r}", node) from None
    except ZeroDivisionError:
        raise _failure("division by zero", node) from None
    except OverflowError:
        raise _failure("the result is too large", node) from None
    except TypeError:
        raise _failure("a text stands where a number is needed", node) from None


def _failure(problem: str, node: Node) -> FormulaError:
    return FormulaError(f"{problem}, in {to_text(node)}")


def _settled(value: Any) -> Value:
    if type(value) is int and -_USUAL < value < _USUAL:
        return value
    if type(value) is Fraction and value.denominator == 1:
        value = value.numerator
    if type(value) is float and not isfinite(value):
        raise OverflowError
    if isinstance(value, int | Fraction) and bits(value) > MAX_BITS:
        raise OverflowError
    return value  # type: ignore[no-any-return]


@lru_cache(maxsize=1 << 15)
def _compiled(node: Node) -> _Compiled:
    return _COMPILERS[type(node)](node)


def _number_of(node: Node) -> _Compiled:
    """Compile a node that must give a number; a name, a choice or a lookup might give a text."""
    run = _compiled(node)
    if type(node) is Name:
        return _number_named(node.name)
    looks_up = type(node) is Call and node.function == "lookup"
    return _checked(run) if looks_up or type(node) is Choose else run


def _number_named(name: str) -> _Compiled:
    return lambda env, _tables: env[name] if type(env[name]) is not str else _no_number()


def _checked(run: _Compiled) -> _Compiled:
    def checked(env: Env, tables: Tables) -> Any:
        value = run(env, tables)
        return value if type(value) is not str else _no_number()

    return checked


def _no_number() -> Any:
    raise TypeError


def _constant(node: Number | Text) -> _Compiled:
    value = node.value
    return lambda _env, _tables: value


def _name(node: Name) -> _Compiled:
    name = node.name
    return lambda env, _tables: env[name]


def _negate(node: Negate) -> _Compiled:
    run = _number_of(node.operand)
    return lambda env, tables: -run(env, tables)


def _binary(node: Binary) -> _Compiled:
    left, right = _number_of(node.left), _number_of(node.right)
    if node.op == "+":
        return lambda env, tables: left(env, tables) + right(env, tables)
    if node.op == "-":
        return lambda env, tables: left(env, tables) - right(env, tables)
    if node.op == "*":
        return lambda env, tables: left(env, tables) * right(env, tables)
    apply = ARITHMETIC[node.op]
    return lambda env, tables: apply(left(env, tables), right(env, tables))


def _compare(node: Compare) -> _Compiled:
    if node.op in ("==", "!="):
        left, right, wanted = _compiled(node.left), _compiled(node.right), node.op == "=="
        return lambda env, tables: (plain(left(env, tables)) == plain(right(env, tables))) is wanted
    left, right, holds = _number_of(node.left), _number_of(node.right), _ORDERS[node.op]
    return lambda env, tables: holds(left(env, tables), right(env, tables))


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _logic(node: Logic) -> _Compiled:
    runs = [_compiled(operand) for operand in node.operands]
    joined = all if node.op == "and" else any

    def run(env: Env, tables: Tables) -> Any:
        # A workbook looks at every operand, so that an error in a later one shows.
        truths = [run(env, tables) for run in runs]
        return joined(truths)

    return run


def _not(node: Not) -> _Compiled:
    run = _compiled(node.operand)
    return lambda env, tables: not run(env, tables)


def _choose(node: Choose) -> _Compiled:
    condition, then, otherwise = map(_compiled, node.children())
    return lambda env, tables: (then if condition(env, tables) else otherwise)(env, tables)


def _call(node: Call) -> _Compiled:
    if node.function in _AGGREGATES:
        return _AGGREGATES[node.function](*node.arguments)
    apply = FUNCTIONS[node.function]
    runs = [_number_of(argument) for argument in node.arguments]
    return lambda env, tables: apply(*[run(env, tables) for run in runs])


def _sum(column: Any) -> _Compiled:
    return lambda _env, tables: _added(_cells(tables, column))


def _sum_where(column: Any, key_column: Any, key: Node) -> _Compiled:
    wanted = _compiled(key)

    def run(env: Env, tables: Tables) -> Any:
        key = plain(wanted(env, tables))
        rows = zip(_cells(tables, column), map(plain, _cells(tables, key_column)), strict=True)
        return _added([value for value, found in rows if found == key])

    return run


def _cells(tables: Tables, column: Any) -> Sequence[Value]:
    try:
        return tables[column.table][column.column]
    except KeyError:
        raise FormulaError(f"there is no column {to_text(column)}") from None


def _added(values: Sequence[Any]) -> Any:
    return reduce(operator.add, values, 0)


def _lookup(column: Any, key_column: Any, key: Node) -> _Compiled:
    wanted = _compiled(key)

    def run(env: Env, tables: Tables) -> Any:
        key = wanted(env, tables)
        rows = zip(_cells(tables, column), _cells(tables, key_column), strict=True)
        for value, found in rows:
            if plain(found) == plain(key):
                return value
        raise FormulaError(f"there is no {key!r} in {to_text(key_column)}")

    return run


_AGGREGATES: dict[str, Callable[..., _Compiled]] = {
    "sum": _sum,
    "sum_where": _sum_where,
    "lookup": _lookup,
}

_COMPILERS: dict[type, Callable[..., _Compiled]] = {
    Number: _constant,
    Text: _constant,
    Name: _name,
    Negate: _negate,
    Binary: _binary,
    Compare: _compare,
    Logic: _logic,
    Not: _not,
    Choose: _choose,
    Call: _call,
}
