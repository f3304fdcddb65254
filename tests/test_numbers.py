"""Numbers as people read them."""

from fractions import Fraction
from typing import Any

import pytest

from reportgen.numbers import (
    Number,
    amount,
    change,
    duration,
    grouped,
    percent,
    plain,
    readable,
    si,
    signed,
    significant,
    terse,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (4_513_336_524_800, "4.513 T"),
        (124_439_808, "124.4 M"),
        (999_999, "1.000 M"),
        (99_999, "100.0 k"),
        (100_000, "100.0 k"),
        (10_004, "10.00 k"),
        (1_000_500, "1.001 M"),
        (12_345 * 10**26, "1.235 Q"),
        (12_346 * 10**32, "1235000 Q"),
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
    ("value", "text"),
    [
        (1600, "1,600"),
        (Fraction(27, 2), "13.5"),
        (1234.56789, "1,234.5679"),
        (0.000113038, "0.000113"),
        (-0.0475651, "-0.04757"),
        ("dense", "dense"),
    ],
)
def test_grouped(value: float, text: str) -> None:
    assert grouped(value) == text


def test_a_share_is_rounded_half_up() -> None:
    assert percent(0.0713713) == "7.14 %"
    assert percent(0.5, 0) == "50 %"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (17_134_000_000, "bytes", "17.13 GB"),
        (Fraction(402, 100_000), "s", "4.020 ms"),
        (147.8, "s", "147.8 s"),
        (Fraction(23_487_213, 1000), "days", "23,487 days"),
        (4.97, "days", "4.970 days"),
        (0, "sequences", "0 sequences"),
        (1, "devices", "1 device"),
        (59, "sequences", "59 sequences"),
    ],
)
def test_an_amount_has_the_unit_that_fits(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (7, "7"),
        (1_127_373, "1,127,373"),
        (23_486.94, "23,487"),
        (173.62, "173.6"),
        (0.0253248, "0.02532"),
        (-1.00049, "-1.000"),
        (9.99996, "10.00"),
        (4.8561e-7, "0.0000004856"),
        ("no", "no"),
    ],
)
def test_significant_digits_are_four(value: int | float | str, shown: str) -> None:
    assert significant(value) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (2, "2 s"),
        (147.767, "147.8 s"),
        (0.0253248, "25.32 ms"),
        (0.001, "1.000 ms"),
        (0.0001129, "112.9 µs"),
        (2.5218e-9, "2.522 ns"),
    ],
)
def test_a_time_has_a_unit_of_its_size(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_what_rounds_to_zero_has_no_sign() -> None:
    assert percent(-1e-9) == "0.00 %"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.123456789, 0.123457),
        (36_893.48, 36_893.5),
        (Fraction(13_090_168_635_393, 2), 6_545_084_317_696),
    ],
)
def test_a_page_shows_six_digits_or_the_whole_part(value: float | Fraction, shown: float) -> None:
    assert plain(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1_234_567, "1,234,567"),
        (99_999.96, "100,000"),
        (36_893.48, "36,893.5"),
        (12.345678, "12.3457"),
        (1.2345678, "1.2346"),
        (0.000123456789, "0.0001235"),
        (-36_893.48, "-36,893.5"),
        (Fraction(13_090_168_635_393, 2), "6,545,084,317,696"),
        (64.0, "64"),
        ("full", "full"),
    ],
)
def test_a_page_shows_what_is_worth_reading_in_full(value: Number | str, shown: str) -> None:
    assert readable(value) == shown == grouped(plain(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (768, "768"),
        (-18_257, "-18,257"),
        (3_506_703_564_800, "3.507 T"),
        (0.5, "0.5"),
        (6702.039, "6,702.04"),
        (0.00029489, "2.95e-04"),
        (0, "0"),
        (0.0, "0"),
        (2.5e20, "250.0 E"),
        ("dense", "dense"),
    ],
)
def test_a_number_in_few_digits(value: Any, shown: str) -> None:
    assert terse(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(832, "+832"), (-32, "-32"), (0, "0"), (-0.25, "-0.25")]
)
def test_a_difference_has_its_sign(value: float, shown: str) -> None:
    assert signed(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0833, "+8.33 %"),
        (-0.5, "-50.00 %"),
        (11.517, "+1,152 %"),
        (0, "0.00 %"),
        (1e-6, "+1.0e-04 %"),
    ],
)
def test_a_relative_difference_is_a_percentage(value: float, shown: str) -> None:
    assert change(value) == shown
