from functools import reduce
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formula import (
    Name,
    Polynomial,
    coefficients,
    collect,
    evaluate,
    parse,
    pretty,
    to_node,
    to_text,
)
from tests.formula.random_formulas import NAMES, Maker, random_env

SYMBOLS = {"seq_len": "c", "vocab_size": "v", "d_model": "h", "num_layers": "l"}
ORDER = ["batch_size", "seq_len", "vocab_size", "num_layers", "d_model"]

# A decoder without biases, d_ff = 4 d_model, as in the original GPT papers.
GPT_FLOPS = [
    "2 * seq_len * d_model * (3 * d_model) * num_layers",
    "2 * seq_len * (d_model / num_heads) * seq_len * (num_heads * num_layers)",
    "2 * seq_len * seq_len * (d_model / num_heads) * (num_heads * num_layers)",
    "2 * seq_len * d_model * d_model * num_layers",
    "2 * seq_len * d_model * (4 * d_model) * num_layers",
    "2 * seq_len * (4 * d_model) * d_model * num_layers",
    "2 * seq_len * d_model * vocab_size",
    "2 * num_layers * seq_len * d_model * (4 * d_model)",
]
GATED_PARAMS = ["vocab_size * d_model", "num_layers * (4 + 12) * d_model ** 2"]


def _sum(texts: list[str]) -> Polynomial:
    return reduce(lambda left, right: left + right, [collect(parse(text)) for text in texts])


def test_the_closed_form_of_a_model_reads_as_on_paper() -> None:
    form = pretty(_sum(GPT_FLOPS), SYMBOLS, ORDER, [Name("num_layers")])
    assert form == "2·c·v·h + l·(32·c·h² + 4·c²·h)"


def test_a_factor_of_one_term_alone_stays_inline() -> None:
    form = pretty(_sum([*GATED_PARAMS, "d_model * vocab_size"]), {}, ORDER, [Name("num_layers")])
    assert form == "2·vocab_size·d_model + 16·num_layers·d_model²"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("num_heads * (d_model / num_heads)", "d_model"),
        ("a * b - b * a", "0"),
        ("(a + b) * (a - b)", "a² − b²"),
        ("-a - 3", "−a − 3"),
        ("a / 2 + a / 3", "5/6·a"),
        ("0.5 * a", "1/2·a"),
        ("a / b ** 2", "a·b⁻²"),
        ("(a + b) ** 0", "1"),
        ("min(a * b, c) + min(b * a, c)", "2·min(a * b, c)"),
        ("(a + b) // 2 * c - c * ((b + a) // 2)", "0"),
        ("1 / (a + b) + 1 / (b + a)", "2·(a + b)⁻¹"),
        ("(a if x == 1 else b) * c", "(a if x == 1 else b)·c"),
        ("a % b ** 2", "(a % b ** 2)"),
    ],
)
def test_equal_monomials_are_collected(text: str, form: str) -> None:
    assert pretty(collect(parse(text))) == form


def test_terms_may_be_grouped_by_several_factors_in_turn() -> None:
    poly = collect(parse("l * a + l * b * k + k * a + 3 * k + b + max(0, l) * a + 2 * max(0, l)"))
    form = pretty(poly, group_by=[Name("l"), Name("k"), parse("max(0, l)")])
    assert form == "b + l·(a + b·k) + k·(a + 3) + max(0, l)·(a + 2)"


def test_symbols_reach_into_what_is_not_a_polynomial() -> None:
    assert pretty(collect(parse("min(seq_len, window)")), SYMBOLS) == "min(c, window)"


def test_a_huge_power_stays_closed() -> None:
    assert pretty(collect(parse("(a + b + c + d) ** 30"))) == "(a + b + c + d)³⁰"


def test_a_cell_gets_the_form_with_its_group_in_one_bracket() -> None:
    poly = collect(parse("l * a * 2 + b + l * l / 3"))
    assert to_text(to_node(poly, "l")) == "b + l * (2 * a + l / 3)"


def test_coefficients_are_those_of_each_power() -> None:
    found = coefficients(collect(parse("3 * a * x ** 2 + b * x + x + 7")), "x")
    assert found is not None
    assert {degree: pretty(poly) for degree, poly in found.items()} == {
        2: "3·a",
        1: "b + 1",
        0: "7",
    }


def test_a_name_inside_a_choice_has_no_coefficients() -> None:
    assert coefficients(collect(parse("a * min(x, 3) + x")), "x") is None


@given(st.randoms(use_true_random=False))
def test_collecting_does_not_change_the_value(random: Random) -> None:
    env = random_env(random)
    formula = Maker(random, env).whole(4)
    poly = collect(formula)
    assert evaluate(to_node(poly), env) == evaluate(formula, env)
    assert evaluate(to_node(poly, NAMES[0]), env) == evaluate(formula, env)


@given(st.randoms(use_true_random=False))
def test_addition_and_product_are_those_of_the_values(random: Random) -> None:
    env = random_env(random)
    maker = Maker(random, env)
    left, right = maker.whole(3), maker.whole(3)
    a, b = evaluate(left, env), evaluate(right, env)
    assert evaluate(to_node(collect(left) + collect(right)), env) == a + b
    assert evaluate(to_node(collect(left) * collect(right)), env) == a * b
