import subprocess
import sys

import polars as pl
import pytest

from reportgen.formula import parse, to_polars

FRAME = pl.DataFrame(
    {"a": [1, 2, 7], "b": [2, 2, 3], "mode": ["full", "Half", "full"], "name": ["full", "x", "y"]}
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a / b", [0.5, 1.0, 7 / 3]),
        ("a // b", [0.0, 1.0, 2.0]),
        ("a % b", [1.0, 0.0, 1.0]),
        ("ceil_div(a, b) + round_up(a, b)", [3.0, 3.0, 12.0]),
        ("b if mode == 'FULL' else -b", [2.0, -2.0, 3.0]),
        ("1 if mode == 'full' and not a > 2 else 0", [1.0, 0.0, 0.0]),
        ("min(a, b, 2) + max(a, b)", [3.0, 4.0, 9.0]),
        ("a ** -2", [1.0, 0.25, 1 / 49]),
        ("mode if a > 1 else 'first'", ["first", "Half", "full"]),
        ("a / sum(T.a)", [0.1, 0.2, 0.7]),
        ("sum_where(T.a, T.mode, 'full') + 0 * a", [8.0, 8.0, 8.0]),
        ("sum_where(T.a, T.mode, name) + 0 * a", [8.0, 8.0, 8.0]),
        ("a * lookup(T.b, T.mode, 'HALF')", [2.0, 4.0, 14.0]),
        ("a * lookup(T.b, T.name, name)", [2.0, 4.0, 14.0]),
        ("1 if lookup(T.name, T.mode, 'half') == 'X' and a > 1 else 0", [0.0, 1.0, 1.0]),
        ("lookup(T.name, T.mode, 'half') if a > 1 else 'none'", ["none", "x", "x"]),
        ("power(a, b)", [1.0, 4.0, 343.0]),
        ("power(b, -a / 2)", [2**-0.5, 0.5, 3**-3.5]),
    ],
)
def test_a_formula_over_the_columns_of_a_frame(text: str, values: list[float | str]) -> None:
    assert FRAME.select(x=to_polars(parse(text)))["x"].to_list() == values


def test_products_do_not_wrap_as_whole_numbers_would() -> None:
    frame = pl.DataFrame({"a": [3_000_000_000], "b": [4_000_000_000]})
    assert frame.select(x=to_polars(parse("2 * a * b")))["x"].item() == 2.4e19


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a / 49", [1.0, 2.0, 7 / 49]),
        ("a // 49", [1.0, 2.0, 0.0]),
        ("a % 49", [0.0, 0.0, 7.0]),
        ("ceil_div(a, constant)", [1.0, 2.0, 1.0]),
        ("round_up(a, constant)", [49.0, 98.0, 49.0]),
        ("a / (constant + 0)", [1.0, 2.0, 7 / 49]),
        ("(a + 0) // sum(T.one)", [16.0, 32.0, 2.0]),
        ("sum(T.a) / 7 + 0 * a", [22.0, 22.0, 22.0]),
    ],
)
def test_a_quotient_by_a_constant_is_not_off_by_a_bit(text: str, values: list[float]) -> None:
    frame = pl.DataFrame({"a": [49, 98, 7], "one": [1, 1, 1]}).with_columns(constant=pl.lit(49))
    assert frame.select(x=to_polars(parse(text)))["x"].to_list() == values


def test_an_aggregate_alone_is_one_value() -> None:
    assert FRAME.select(x=to_polars(parse("sum(T.a) / 5")))["x"].to_list() == [2.0]


def test_a_formula_alone_does_not_load_polars() -> None:
    script = (
        "import sys; from reportgen.formula import *; evaluate(parse('a * 2'), {'a': 1});"
        "print('polars' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert result.stdout == "False\n"
