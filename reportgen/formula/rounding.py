"""Rounding as a workbook does it: a half goes away from zero, and nothing is lost before."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction


def rounded(number: int | float | Fraction, places: int) -> int:
    """Return a number in units of its last decimal: 7.125 to 2 places is 713, -0.5 to 0 is -1.

    With `places` below zero the unit is a power of ten: 1,250 to -2 places is 13.
    """
    scale: int = 10 ** abs(places)
    if type(number) is int and places >= 0:
        return number * scale
    above, below = number.as_integer_ratio()
    if places < 0:
        below *= scale
    else:
        above *= scale
    size = (2 * abs(above) + below) // (2 * below)
    return size if above >= 0 else -size


def as_float(number: int | float | Fraction) -> float:
    """Return the Float64 next to a number; of a fraction `float` takes three times as long."""
    if type(number) is Fraction:
        above, below = number.as_integer_ratio()
        return above / below
    return float(number)


def decimal(units: int, places: int, whole: Callable[[int], str] = str) -> str:
    """Return a number in units of its last decimal as text: 713 to 2 places is 7.13.

    `whole` writes what stands before the point, and the number itself where it has none.
    """
    if not places:
        return whole(units)
    before, after = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole(before)}.{str(after).zfill(places)}"


grouped = "{:,}".format  # a whole number in groups of three digits
