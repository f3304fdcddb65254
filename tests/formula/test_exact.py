from fractions import Fraction

import pytest

from reportgen.errors import FormulaError
from reportgen.formula import Value, evaluate, parse

ENV: dict[str, Value] = {"a": 7, "b": 2, "mode": "Full", "price": Fraction(1, 10), "on": True}
TABLES: dict[str, dict[str, list[Value]]] = {
    "T": {"amount": [1, 2, Fraction(1, 2)], "kind": ["x", "y", "x"], "text": ["p", "q", "r"]}
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a / b", Fraction(7, 2)),
        ("a // b", 3),
        ("-a // b", -4),
        ("a % b", 1),
        ("a ** 20", 79792266297612001),
        ("a ** -1", Fraction(1, 7)),
        ("0.1 + 0.2 - 0.3", 0),
        ("price * 30", 3),
        ("ceil_div(a, b) + round_up(a, b) + ceil(a / b) + floor(a / b)", 19),
        ("round_up(a / b, b)", 4),
        ("sqrt(16) + log2(1 / 8)", 1),
        ("sqrt(1 / 4)", Fraction(1, 2)),
        ("sqrt(2)", 2**0.5),
        ("log2(3)", 1.584962500721156),
        ("min(a, b, 3) + max(a, b) + abs(b - a)", 14),
        ("1 if mode == 'full' else 0", 1),
        ("'yes' if a > b and not b > a else 'no'", "yes"),
        ("a == 7 or 1 / b == 0", True),
        ("mode", "Full"),
        ("on + 1", 2),
        ("sum(T.amount)", Fraction(7, 2)),
        ("sum_where(T.amount, T.kind, 'X')", Fraction(3, 2)),
        ("sum_where(T.amount, T.kind, mode)", 0),
        ("3e8 * 3e8 * 3e8", 27 * 10**24),
    ],
)
def test_a_formula_comes_to_the_exact_value(text: str, value: Value) -> None:
    assert evaluate(parse(text), ENV, TABLES) == value


@pytest.mark.parametrize("text", ["4 / 2", "0.5 * 4", "a / b * b", "sum(T.amount) * 2"])
def test_a_whole_result_is_an_int(text: str) -> None:
    assert type(evaluate(parse(text), ENV, TABLES)) is int


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1 / (b - 2)", "division by zero"),
        ("1 // (b - 2)", "division by zero"),
        ("1 % (b - 2)", "division by zero"),
        ("(b - 2) ** -1", "division by zero"),
        ("a == 7 or 1 / (b - 2) == 1", "division by zero"),
        ("unknown + 1", "'unknown'"),
        ("sum(T.other)", "no column T.other"),
        ("sum(U.amount)", "no column U.amount"),
        ("sum(T.text)", "text"),
        ("sqrt(b - a)", "square root"),
        ("log2(b - 2)", "logarithm"),
        ("mode * 1000", "a text stands where"),
        ("max(mode, 1)", "a text stands where"),
        ("(9 ** 64) ** 64", "too large"),
        ("sqrt(2 + (9 ** 64) ** 10)", "too large"),
    ],
)
def test_what_has_no_value_says_so(text: str, problem: str) -> None:
    with pytest.raises(FormulaError, match=problem):
        evaluate(parse(text), ENV, TABLES)
