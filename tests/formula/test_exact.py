from fractions import Fraction

import pytest

from reportgen.errors import FormulaError
from reportgen.formula import Value, evaluate, parse

ENV: dict[str, Value] = {"a": 7, "b": 2, "mode": "Full", "price": Fraction(1, 10), "on": True}
TABLES: dict[str, dict[str, list[Value]]] = {
    "T": {"amount": [1, 2, Fraction(1, 2)], "kind": ["x", "y", "x"], "text": ["p", "q", "r"]}
}
THIRDS: dict[str, dict[str, list[Value]]] = {
    "T": {"third": [Fraction(1, 3), Fraction(2, 3)], "key": ["X", "x"]}
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
        ("lookup(T.amount, T.text, 'q')", 2),
        ("lookup(T.amount, T.kind, 'X') * b", 2),
        ("lookup(T.text, T.kind, 'y')", "q"),
        ("1 if lookup(T.text, T.kind, mode) == 'P' else 0", 1),
        ("power(2, 10)", 1024),
        ("power(a, -b)", 1 / 49),
        ("power(1 / 4, 1 / b)", 0.5),
        ("power(0, a)", 0),
        ("power(b, 0)", 1),
    ],
)
def test_a_formula_comes_to_the_exact_value(text: str, value: Value) -> None:
    env = {**ENV, "mode": "X"} if "lookup" in text else ENV
    assert evaluate(parse(text), env, TABLES) == value


def test_a_power_is_a_float_as_it_is_in_a_workbook() -> None:
    assert type(evaluate(parse("power(a, b)"), ENV)) is float


def test_a_lookup_takes_the_first_row_and_stays_exact() -> None:
    value = evaluate(parse("lookup(T.third, T.key, 'x')"), {}, THIRDS)
    assert value == Fraction(1, 3)


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
        ("lookup(T.amount, T.kind, 'z')", "no 'z' in T.kind"),
        ("lookup(T.amount, T.kind, mode)", "no 'Full' in T.kind"),
        ("lookup(T.other, T.kind, 'x')", "no column T.other"),
        ("lookup(T.amount, T.other, 'x')", "no column T.other"),
        ("lookup(T.text, T.kind, 'x') * 2", "a text stands where"),
        ("power(b - 2, -1)", "a power of a base that is not above 0"),
        ("power(b - 2, 0)", "a power of a base that is not above 0"),
        ("power(-a, b)", "a power of a base that is not above 0"),
        ("power(a, 1000)", "too large"),
    ],
)
def test_what_has_no_value_says_so(text: str, problem: str) -> None:
    with pytest.raises(FormulaError, match=problem):
        evaluate(parse(text), ENV, TABLES)
