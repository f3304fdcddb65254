from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formula import Value, evaluate, fold, names, parse, to_text
from tests.formula.random_formulas import NAMES, Maker, random_env

GIVEN: dict[str, int | str] = {"one": 1, "zero": 0, "four": 4, "mode": "full"}


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("a if mode == 'full' else b", "a"),
        ("a if mode == 'none' else b", "b"),
        ("a if mode == 'none' and x > 1 else b", "b"),
        ("a if mode == 'full' and x > 1 else b", "a if x > 1 else b"),
        ("a if not (mode == 'none' or x > 1) else b", "a if not x > 1 else b"),
        ("one * a * one", "a"),
        ("zero * a + b + zero", "b"),
        ("zero - a", "-a"),
        ("zero / a", "0"),
        ("a / one", "a"),
        ("a ** 1", "a"),
        ("four * 3 * a", "12 * a"),
        ("a * (four // 3)", "a"),
        ("max(four, 7) * a", "7 * a"),
        ("four / 5", "0.8"),
        ("one / 3", "1 / 3"),
        ("one / 0", "1 / 0"),
        ("1e9 * 1e9", "1000000000 * 1000000000"),
        ("-four", "-4"),
        ("a if one == 1 else b / 0", "a"),
        ("c if x > 1 else c", "c"),
        ("min(a, a)", "a"),
        ("max(a, four, a, 4)", "max(a, 4)"),
    ],
)
def test_what_follows_from_given_names_is_done(text: str, folded: str) -> None:
    assert to_text(fold(parse(text), GIVEN)) == folded


@given(st.randoms(use_true_random=False))
def test_folding_does_not_change_the_value(random: Random) -> None:
    env = random_env(random)
    formula = Maker(random, env).formula(4)
    some: dict[str, Value] = {name: env[name] for name in (*NAMES[:3], "mode")}
    folded = fold(formula, some)
    assert names(folded).isdisjoint(some)
    assert evaluate(folded, env) == pytest.approx(evaluate(formula, env), rel=1e-12)
