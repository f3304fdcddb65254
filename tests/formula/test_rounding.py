"""Rounding as a workbook does it."""

from fractions import Fraction

import pytest

from reportgen.formula.rounding import as_float, decimal, grouped, rounded


@pytest.mark.parametrize(
    ("number", "places", "units"),
    [
        (7.125, 2, 713),
        (Fraction(5, 1000), 2, 1),
        (-0.5, 0, -1),
        (0.49, 0, 0),
        (1_250, -2, 13),
        (2**53 + 1, 1, 90_071_992_547_409_930),
    ],
)
def test_a_half_goes_away_from_zero(
    number: int | float | Fraction, places: int, units: int
) -> None:
    assert rounded(number, places) == units


def test_decimals_stand_after_a_point() -> None:
    assert decimal(713, 2) == "7.13"
    assert decimal(-5, 2) == "-0.05"
    assert decimal(7, 0) == "7"


def test_digits_before_the_point_may_be_grouped() -> None:
    assert decimal(123_456_789, 2, grouped) == "1,234,567.89"


def test_a_fraction_is_the_float_next_to_it() -> None:
    assert as_float(Fraction(1, 3)) == 1 / 3
    assert as_float(Fraction(10**400 + 1, 3 * 10**400)) == 1 / 3
    assert type(as_float(7)) is float
