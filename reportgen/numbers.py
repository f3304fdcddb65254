"""Numbers as people read them: 1,600; 4.513 T; 7.14 %. One place for page, index and terminal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

from reportgen.formula.rounding import as_float, decimal, rounded

Number = int | float | Fraction
# Past it a Float64, which is what most programs hold numbers in, skips whole numbers.
LARGEST_EXACT = 2**53
_MOST_PLACES, _TENTH = 15, 0.1
_LONG, _LARGE, _SMALL, _LEAST_CHANGE = 10**9, 10**6, 1e-3, 1e-4
_PREFIXES = ("", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q")


@lru_cache(maxsize=1 << 12)
def grouped(value: Number | str) -> str:
    """Return a number in full with grouped digits: 4,513,336,524,800; text stays as it is.

    What is not whole has four decimals, or the four digits that a small number begins with.
    """
    if type(value) is int:  # as most are
        return f"{value:,}"
    if isinstance(value, str):
        return value
    above, below = value.as_integer_ratio()
    if below == 1:
        return f"{above:,}"
    number = above / below
    places = 4 if abs(number) >= _TENTH else min(3 - _power(number, 3), _MOST_PLACES)
    return f"{number:,.{places}f}".rstrip("0").rstrip(".")


def plain(value: Number | str) -> int | float | str:
    """Return a number to what is worth reading: its whole part, and six digits in all."""
    if type(value) is int or isinstance(value, str):
        return value
    number = as_float(value)
    if abs(number) >= _LARGE or number.is_integer():
        return round(value)
    return float(f"{number:.6g}")


def readable(value: Number | str) -> str:
    """Return what `plain` leaves of a number, in full with grouped digits: 12,345.7."""
    return grouped(plain(value))


def raw(value: Number | str) -> str:
    """Return a number as programs read it: 4513336524800, all digits of a whole one; 0.0714."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else repr(float(value))


@lru_cache(maxsize=1 << 12)
def si(value: Number, unit: str = "") -> str:
    """Return a number to four significant digits with a decimal prefix: 4.513 T, 124.4 M, 0."""
    size = abs(float(value))
    power = max(_power(size, 3), 0)
    if power < 3 and value == int(value):
        return f"{int(value):,} {unit}".rstrip()
    step = min(power // 3, len(_PREFIXES) - 1)
    digits, places = rounded(size, 3 - power), 3 * step + 3 - power
    if places < 0:  # there is no larger prefix
        digits, places = digits * 10**-places, 0
    shown = decimal(digits, places)
    sign = "-" if value < 0 else ""
    return f"{sign}{shown} {_PREFIXES[step]}{unit}".rstrip()


def amount(value: Number | str, unit: str) -> str:
    """Return a quantity with its unit, in the prefix that fits: 17.14 GB, 4.020 ms, 18.30 days."""
    if isinstance(value, str):
        return value
    if unit == "s":
        return duration(value)
    if unit in ("bytes", "FLOP"):
        return si(value, "B" if unit == "bytes" else unit)
    return f"{significant(value)} {unit.removesuffix('s') if value == 1 else unit}"


@lru_cache(maxsize=1 << 12)
def percent(value: Number, digits: int = 2) -> str:
    """Return a share as a percentage: 0.0714 is 7.14 %."""
    return f"{decimal(rounded(float(value), digits + 2), digits)} %"


def terse(value: Number | str) -> str:
    """Return a number to some four digits, but small whole ones in full: 768, 4.513 T, 2.95e-04."""
    if isinstance(value, str):
        return value
    size = abs(float(value))
    if isinstance(value, int) and size < _LONG:
        return f"{value:,}"
    if size >= _LARGE:
        return si(value)
    if size >= 100:
        return grouped(round(float(value), 2))
    return f"{float(value):.4g}" if size >= _SMALL or not size else f"{float(value):.2e}"


def signed(value: Number, show: Callable[[Number], str] = terse) -> str:
    """Return a difference with its sign: +832, -1.2 T, 0."""
    return f"+{show(value)}" if value > 0 else show(value)


def change(relative: Number) -> str:
    """Return a relative difference as a percentage with its sign: +8.33 %, +1,152 %."""
    size = abs(float(relative))
    if 0 < size < _LEAST_CHANGE:
        return f"{100 * float(relative):+.1e} %"
    sign = "+" if relative > 0 else ""
    return f"{sign}{100 * float(relative):,.{0 if size >= 10 else 2}f} %"


def significant(value: Number | str, digits: int = 4) -> str:
    """Return a number to some significant digits, grouped, whole ones in full: 0.02532, 23,487."""
    if isinstance(value, str):
        return value
    above, below = value.as_integer_ratio()
    if below == 1:
        return grouped(above)
    power = _power(above / below, digits - 1)
    places = max(0, digits - 1 - power)
    return decimal(rounded(float(value), places), places, "{:,}".format)


def duration(seconds: Number) -> str:
    """Return a time as people read it: 147.8 s, 25.32 ms, 112.9 µs."""
    above, below = float(seconds).as_integer_ratio()
    unit = "s"
    for smaller in ("ms", "µs", "ns"):
        if 0 < abs(above) < below:
            above, unit = above * 1000, smaller
    return f"{significant(Fraction(above, below))} {unit}"


def _power(number: float, places: int) -> int:
    """Return the power of ten that a number begins with once its digits are that many more."""
    return int(f"{number:.{places}e}".partition("e")[2])
