from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formula import Number, Value, evaluate, parse, to_text
from tests.formula.random_formulas import Maker, random_env


@pytest.mark.parametrize(
    "text",
    [
        "2 * m * k * n",
        "a - (b - c) - d",
        "a / (b * c)",
        "(a + b) * c",
        "-a ** 2",
        "(-a) ** -2",
        "(-2) ** 2",
        "--a",
        "a - -3",
        "a if b == 1 else c if d == 2 else e",
        "(a if b == 1 else c) + d",
        "(a if b == 1 else c) if d == 2 else e",
        "a == 1 and (b == 2 or not c == 3)",
        "(a == 1 and b == 2) and c == 3",
        'sum_where(T.a, T.b, "x y") / sum(T.a)',
        "0.1 * x + 0.000001",
        "round_up(8 * d_model / 3, 64)",
    ],
)
def test_the_text_of_a_formula_has_no_needless_bracket(text: str) -> None:
    assert to_text(parse(text)) == text


@given(st.randoms(use_true_random=False))
def test_reading_the_text_back_gives_the_same_tree(random: Random) -> None:
    formula = Maker(random, random_env(random)).formula(4)
    assert parse(to_text(formula)) == formula


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=200))
def test_a_fraction_without_decimals_is_written_as_a_quotient(value: Fraction) -> None:
    written: Value = evaluate(parse(to_text(Number(value))), {})
    assert written == value
