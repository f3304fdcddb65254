"""Numbers as people read them: 1,600; 4.513 T; 7.14 %. One place for page, index and terminal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Number = int | float | Fraction
# Past it a Float64, which is what most programs hold numbers in, skips whole numbers.
LARGEST_EXACT = 2**53
_PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q")
_MOST_SHORTENED = 1e33


def grouped(value: Number | str) -> str:
    """Return a number in full with grouped digits: 4,513,336,524,800; text stays as it is."""
    if isinstance(value, str):
        return value
    if value == int(value):
        return f"{int(value):,}"
    return f"{float(value):,.4f}".rstrip("0").rstrip(".")


def si(value: Number, unit: str = "") -> str:
    """Return a number to four significant digits with a decimal prefix: 4.513 T, 124.4 M, 0."""
    number = float(value)
    if number.is_integer() and 1000 <= abs(number) < _MOST_SHORTENED:
        return f"{'-' if number < 0 else ''}{_shortened(int(abs(number)))}{unit}".rstrip()
    size, step = abs(Decimal(number)), 0
    while step < len(_PREFIXES) - 1 and _rounded(size) >= 1000:
        size, step = size / 1000, step + 1
    if step == 0 and value == int(value):
        return f"{int(value):,} {unit}".rstrip()
    sign = "-" if value < 0 else ""
    return f"{sign}{_rounded(size)} {_PREFIXES[step]}{unit}".rstrip()


def _shortened(size: int) -> str:
    """Return a whole number from 1000 on to four digits, half up, before its prefix."""
    digits = len(str(size))
    cut = 10 ** (digits - 4)
    shown = (size + cut // 2) // cut
    if shown == 10_000:
        shown, digits = 1000, digits + 1
    step, before = divmod(digits - 1, 3)
    text = str(shown)
    return f"{text[: before + 1]}.{text[before + 1 :]} {_PREFIXES[step]}"


def amount(value: Number, unit: str) -> str:
    """Return a quantity with its unit, in the prefix that fits: 17.14 GB, 4.020 ms, 18.3 days."""
    if unit == "bytes":
        return si(value, "B")
    number = float(value)
    if unit == "s" and number < 1:
        return f"{_rounded(Decimal(number) * 1000)} ms"
    whole = number.is_integer() or number >= 1000
    digits = f"{number:,.0f}" if whole else f"{_rounded(Decimal(number))}"
    return f"{digits} {unit.removesuffix('s') if number == 1 else unit}"


def percent(value: Number, digits: int = 2) -> str:
    """Return a share as a percentage: 0.0714 is 7.14 %."""
    return f"{_fixed(Decimal(float(value)) * 100, digits)} %"


def _rounded(size: Decimal) -> Decimal:
    digits = 3 if size < 10 else 2 if size < 100 else 1
    rounded = _fixed(size, digits)
    return _fixed(size, digits - 1) if rounded in (10, 100) and size < rounded else rounded


def _fixed(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
