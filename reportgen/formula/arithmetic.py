"""Arithmetic on whole numbers and fractions that stays exact while it can, and stays bounded."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, isqrt, log2, sqrt
from typing import Any

from reportgen.errors import FormulaError

MAX_BITS = 4000  # far beyond what a workbook's doubles hold; towers of powers end here


def bits(value: int | Fraction) -> int:
    """Return how many binary digits the longer half of a fraction has."""
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _divided(left: Any, right: Any) -> Any:
    if isinstance(left, float) or isinstance(right, float):
        return left / right
    if bits(left) > MAX_BITS or bits(right) > MAX_BITS:
        raise OverflowError
    return Fraction(left, right) if left % right else left // right


def _powered(base: Any, exponent: int) -> Any:
    if isinstance(base, float):
        return base**exponent
    if bits(base) * abs(exponent) > MAX_BITS:
        raise OverflowError
    return Fraction(base) ** exponent if exponent < 0 else base**exponent


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "/": _divided,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _powered,
}


def _square_root(value: Any) -> Any:
    if value < 0:
        raise FormulaError("the square root of a negative number")
    if isinstance(value, float):
        return sqrt(value)
    above, below = isqrt(value.numerator), isqrt(value.denominator)
    if above * above == value.numerator and below * below == value.denominator:
        return _divided(above, below)
    return sqrt(value)


def _binary_logarithm(value: Any) -> Any:
    if value <= 0:
        raise FormulaError("the logarithm of a number that is not above 0")
    if isinstance(value, float):
        return log2(value)
    above, below = value.numerator, value.denominator
    if above & (above - 1) == 0 and below & (below - 1) == 0:
        return above.bit_length() - below.bit_length()
    return log2(above) - log2(below) if below > 1 else log2(above)


def _real_power(base: Any, exponent: Any) -> float:
    """Return a power whose exponent is no literal: always a float, as it is in a workbook."""
    if base < 0 or (base == 0 and exponent <= 0):
        raise FormulaError("a power of a base that is not above 0")
    power: float = float(base) ** float(exponent)
    return power


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "ceil": ceil,
    "floor": floor,
    "ceil_div": lambda left, right: -(-left // right),
    "round_up": lambda value, step: -(-value // step) * step,
    "sqrt": _square_root,
    "log2": _binary_logarithm,
    "abs": abs,
    "power": _real_power,
}


@lru_cache(maxsize=1 << 12)
def plain(value: object) -> object:
    """Return a value as a workbook compares it: of a text, its case does not count."""
    return value.lower() if type(value) is str else value
