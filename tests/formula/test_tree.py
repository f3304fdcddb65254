import doctest
import pickle
import subprocess
import sys
from fractions import Fraction

import pytest

import reportgen.formula
from reportgen.errors import FormulaError
from reportgen.formula import (
    Column,
    Name,
    Node,
    Number,
    Text,
    columns,
    names,
    parse,
    product,
    substitute,
    to_text,
    total,
)


def test_names_are_the_free_ones_only() -> None:
    assert names(parse("sum_where(T.a, T.b, key) + x * (y if mode == 'full' else 2)")) == {
        "key",
        "x",
        "y",
        "mode",
    }


def test_columns_are_those_of_the_aggregates() -> None:
    assert columns(parse("sum(T.a) / sum_where(T.b, T.c, 'x') + a")) == {
        Column("T", "a"),
        Column("T", "b"),
        Column("T", "c"),
    }


def test_substitution_is_all_at_once() -> None:
    swapped = substitute(parse("a - b"), {"a": Name("b"), "b": Name("a")})
    assert to_text(swapped) == "b - a"


def test_substitution_keeps_a_tree_it_does_not_touch() -> None:
    formula = parse("a * b")
    assert substitute(formula, {"c": Number(1)}) is formula


def test_substitution_that_doubles_without_end_is_refused() -> None:
    with pytest.raises(FormulaError, match="too large"):
        _doubled(60)


def _doubled(times: int) -> Node:
    formula = parse("a + a")
    for _ in range(times):
        formula = substitute(formula, {"a": parse("a + a")})
    return formula


def test_a_name_and_a_text_of_the_same_letters_differ() -> None:
    assert Name("a") != Text("a")


def test_equal_formulas_are_one_key() -> None:
    assert len({parse("a*b"), parse("a * b"), parse("(a * b)")}) == 1


def test_a_whole_fraction_is_stored_as_an_int() -> None:
    assert type(Number(Fraction(4, 2)).value) is int


def test_a_tree_from_another_process_is_the_same_key() -> None:
    script = (
        "import pickle, sys; from reportgen.formula import parse;"
        "sys.stdout.buffer.write(pickle.dumps(parse('max(a, b) * 2')))"
    )
    sent = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout
    assert pickle.loads(sent) in {parse("max(a, b) * 2")}  # noqa: S301


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (product(), "1"),
        (product(Number(1), Name("a"), Number(1), Name("b")), "a * b"),
        (product(Name("a"), Number(0)), "0"),
        (product(Name("a"), parse("b + c")), "a * (b + c)"),
        (total(), "0"),
        (total(Number(0), Name("a"), Number(0), Name("b")), "a + b"),
    ],
)
def test_products_and_totals_leave_out_what_changes_nothing(built: Number, text: str) -> None:
    assert to_text(built) == text


def test_the_examples_of_the_package_hold() -> None:
    assert doctest.testmod(reportgen.formula) == doctest.TestResults(failed=0, attempted=3)


def test_the_public_names_are_those_listed() -> None:
    assert sorted(reportgen.formula.__all__) == reportgen.formula.__all__
    assert all(hasattr(reportgen.formula, name) for name in reportgen.formula.__all__)
