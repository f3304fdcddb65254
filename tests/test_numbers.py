"""Numbers as people read them."""

from fractions import Fraction

import pytest

from reportgen.numbers import grouped, percent, si


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4_513_336_524_800, "4.513 T"),
        (124_439_808, "124.4 M"),
        (999_999, "1.000 M"),
        (99_999, "100.0 k"),
        (999, "999"),
        (0, "0"),
        (0.5, "0.500"),
        (-2_000_000, "-2.000 M"),
    ],
)
def test_si(value: float, text: str) -> None:
    assert si(value) == text


def test_a_unit_joins_its_prefix() -> None:
    assert si(4_513_336_524_800, "FLOP") == "4.513 TFLOP"


@pytest.mark.parametrize(
    ("value", "text"), [(1600, "1,600"), (Fraction(27, 2), "13.5"), ("dense", "dense")]
)
def test_grouped(value: float, text: str) -> None:
    assert grouped(value) == text


def test_a_share_is_rounded_half_up() -> None:
    assert percent(0.0713713) == "7.14 %"
    assert percent(0.5, 0) == "50 %"
