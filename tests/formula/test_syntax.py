from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.errors import FormulaError
from reportgen.formula import (
    Binary,
    Call,
    Choose,
    Column,
    Compare,
    Name,
    Negate,
    Number,
    Text,
    evaluate,
    parse,
)

A, B = Name("a"), Name("b")


def test_arithmetic_binds_as_in_python() -> None:
    assert parse("a + b * 2 ** 3") == Binary(
        "+", A, Binary("*", B, Binary("**", Number(2), Number(3)))
    )


def test_minus_binds_looser_than_a_power() -> None:
    assert parse("-a ** 2") == Negate(Binary("**", A, Number(2)))


def test_a_choice_compares_a_text() -> None:
    assert parse("a if mode == 'full' else b") == Choose(
        Compare("==", Name("mode"), Text("full")), A, B
    )


def test_an_aggregate_takes_columns_and_a_key() -> None:
    parts = (Column("Matmuls", "flops"), Column("Matmuls", "component"), Text("head"))
    assert parse('sum_where(Matmuls.flops, Matmuls.component, "head")') == Call("sum_where", parts)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("1e9", 10**9),
        ("1_000", 1000),
        (".5", Fraction(1, 2)),
        ("2.50", Fraction(5, 2)),
        ("1.5e-3", Fraction(3, 2000)),
        ("999999999999999", 999999999999999),
        ("-3", -3),
        ("+3", 3),
    ],
)
def test_a_literal_is_exactly_what_is_written(text: str, value: Fraction) -> None:
    assert parse(text) == Number(value)


def test_a_whole_decimal_is_an_int() -> None:
    assert type(parse("2.0").value) is int


def test_a_formula_may_run_over_several_lines() -> None:
    assert parse("\n  a +\n\tb\r\n") == parse("a + b")


REFUSED = [
    # text, position, a word of the reason
    ("", 0, "empty"),
    (" \n", 0, "empty"),
    ("a +", 3, "does not read"),
    ("a + * b", 4, "does not read"),
    ("(a", 0, "brackets"),
    ("a)", 1, "brackets"),
    ("a = b", 2, "=="),
    ("a := b", 2, "':'"),
    ("lambda: 1", 6, "':'"),
    ("a[0]", 1, "'['"),
    ("{a}", 0, "'{'"),
    ("a ^ 2", 2, "**"),
    ("a @ b", 2, "'@'"),
    ("a # b", 2, "'#'"),
    ("a \\ b", 2, "place"),
    ("a; b", 1, "';'"),
    ("a\x00", 1, "place"),
    ("_a", 0, "begins with a letter"),
    ("__import__('os')", 0, "begins with a letter"),
    ("a.__class__", 1, "place"),
    ("a.b", 0, "Table.column"),
    ("a.b()", 0, "no function"),
    ("open('f')", 0, "no function"),
    ("eval(a)", 0, "no function"),
    ("minn(a, b)", 0, "did you mean 'min'"),
    ("min", 0, "brackets"),
    ("min(a)", 0, "2 or more"),
    ("sqrt(a, b)", 0, "1 argument"),
    ("max(*a, b)", 4, "not part"),
    ("min(a, key=b)", 10, "=="),
    ("é + 1", 0, "letters A to Z"),
    ("ﬁ + 1", 0, "letters A to Z"),
    ("x + ａ", 4, "letters A to Z"),
    ("a\u200b", 1, "place"),
    ("1e999", 0, "below 1e15"),
    ("1000000000000000", 0, "below 1e15"),
    ("1.234567890123456", 0, "15 digits"),
    ("1e-20", 0, "at least 1e-15"),
    ("0x1f", 0, "not a number"),
    ("1j", 0, "not a number"),
    ("12abc", 0, "not a number"),
    ("1if a == 1 else 2", 0, "not a number"),
    ("True", 0, "not part"),
    ("a == None", 5, "not part"),
    ("(a, b)", 0, "not part"),
    ("()", 0, "not part"),
    ("(yield)", 1, "not part"),
    ("await a", 0, "not part"),
    ("[a for a in b]", 0, "'['"),
    ("sum(a for a in b)", 3, "Table.column"),
    ("a < b < c", 8, "chained"),
    ("a is b", 0, "compare with"),
    ("a in b", 0, "compare with"),
    ("a ** b", 5, "exponent"),
    ("a ** 65", 5, "exponent"),
    ("a ** 0.5", 5, "exponent"),
    ("2 ** 3 ** 2", 5, "exponent"),
    ("~a", 0, "'~'"),
    ("a == 'it", 5, "closing quote"),
    ("a == f'x'", 6, "quote"),
    ("a == '''x'''", 7, "quote"),
    ("a == 'x' 'y'", 5, "not joined"),
    ("a == 'x\\n'", 5, "backslashes"),
    (f"a == '{'x' * 65}'", 5, "64"),
    ("a == '\u202e'", 5, "printable"),
    ("'full'", 0, "alone"),
    ("'x' * 2", 0, "a text where a number"),
    ("1 + (a == b)", 5, "a comparison where a number"),
    ("1 if 3 else 2", 5, "a number where a comparison"),
    ("not a", 4, "where a comparison"),
    ("a and b == 1", 0, "where a comparison"),
    ("'x' < a", 0, "a text where a number"),
    ("a + 1 == 'x'", 0, "a number where a text"),
    ("1 if a == b else 'x'", 17, "a text where a number"),
    ("(a if b == 1 else 'x') + 1", 1, "a text where a number"),
    ("x == 'é' or y.z == 1", 12, "Table.column"),
    ("\n\n  a + b.c", 8, "Table.column"),
    ("sum(a)", 4, "Table.column"),
    ("sum(T.a, T.b)", 0, "sum(Table.column)"),
    ("sum_where(T.a, U.b, 'x')", 15, "one table"),
    ("sum_where(T.a, T.b, 1 + 1)", 20, "key"),
    ("sum_where(T.a, T.b, '>1')", 20, "key"),
    ("sum_where(T.a, T.b, 'x*')", 20, "key"),
    ("lookup(T.a, T.b)", 0, "lookup(Table.column, Table.key_column"),
    ("lookup(a, T.b, 'x')", 7, "Table.column"),
    ("lookup(T.a, U.b, 'x')", 12, "both columns of lookup are of one table"),
    ("lookup(T.a, T.b, a + 1)", 17, "lookup(Table.column"),
    ("lookup(T.a, T.b, '')", 17, "key"),
    ("lookup(T.a, T.b, 'x?')", 17, "key"),
    ("lookup", 0, "brackets"),
    ("lokup(T.a, T.b, 'x')", 0, "did you mean 'lookup'"),
    ("1 + lookup(T.a, T.b, key='x')", 24, "=="),
    ("power(a)", 0, "2 arguments"),
    ("power(a, b, c)", 0, "2 arguments"),
    ("power(a, 'x')", 9, "a text where a number"),
    ("power(a == 1, 2)", 6, "a comparison where a number"),
]


@pytest.mark.parametrize(("text", "position", "reason"), REFUSED)
def test_a_refusal_points_at_the_place(text: str, position: int, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert reason in caught.value.problem
    assert caught.value.position == position


@pytest.mark.parametrize(
    "text",
    [
        "(" * 300 + "a" + ")" * 300,
        "-" * 3000 + "a",
        "not " * 900 + "a == b",
        "+".join("a" * 1900),
        "min(" * 70 + "a" + ", a)" * 70,
        "a" * 4001,
        "1" * 3999,
        "1" + "0" * 3000 + ".5",
        "a if b == 1 else " * 200 + "a",
    ],
)
def test_a_monstrous_formula_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_a_tower_of_powers_ends_in_an_error() -> None:
    with pytest.raises(FormulaError, match="too large"):
        evaluate(parse("((((9 ** 64) ** 64) ** 64) ** 64) ** 64"), {})


@given(st.text(max_size=40) | st.text("abif.sum()*/'\"=<1e_ ,:-", max_size=40))
def test_any_text_is_a_formula_or_a_refusal_inside_it(text: str) -> None:
    assert 0 <= _position_of_refusal(text) <= len(text)


def _position_of_refusal(text: str) -> int:
    try:
        parse(text)
    except FormulaError as error:
        return error.position
    return 0
