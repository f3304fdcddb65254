"""A table gives way to its window: bars first, then texts, then what matters least."""

from fractions import Fraction

import pytest

from reportgen.listing.columns import MORE_BARS, Column, bars, numbers, texts
from reportgen.listing.grid import fitted
from reportgen.listing.window import PIPE, Window


def window(columns: int) -> Window:
    return Window(columns, whole=False)


def columns() -> list[Column]:
    """Return a table of 9 + 2 + 5 + 2 + 4 columns, and bars of 6 at least."""
    return [
        texts(["Name", "attention", "ffn"], least=5),
        numbers(["Count", "12345", "6"], rank=1),
        numbers(["FLOP", "9999", "1"]),
        bars([Fraction(3, 4), Fraction(1, 4)], PIPE, MORE_BARS),
    ]


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (
            30,
            [
                "Name       Count  FLOP",
                "attention  12345  9999  ████▌",
                "ffn            6     1  █▌",
            ],
        ),
        (29, ["Name       Count  FLOP", "attention  12345  9999", "ffn            6     1"]),
        (20, ["Name     Count  FLOP", "attent…  12345  9999", "ffn          6     1"]),
        (17, ["Name       FLOP", "attention  9999", "ffn           1"]),
        (10, ["Name  FLOP", "att…  9999", "ffn      1"]),
    ],
)
def test_a_table_in_narrower_and_narrower_windows(room: int, lines: list[str]) -> None:
    assert fitted(columns(), window(room)).lines == lines


def test_what_is_left_out_is_told_but_for_bars() -> None:
    assert fitted(columns(), window(17)).missing == ["Count"]


def test_a_number_is_never_cut() -> None:
    assert all("9999" in fitted(columns(), window(room)).lines[1] for room in range(1, 30))


def test_bars_grow_to_twenty_columns_and_no_more() -> None:
    assert fitted(columns(), window(200)).width == 9 + 2 + 5 + 2 + 4 + 2 + 20


def test_a_whole_table_loses_nothing_however_wide_it_is() -> None:
    long = [texts(["Name", "x" * 150], least=5), numbers(["Count", "1"], rank=1)]
    assert fitted(long, PIPE).lines[1] == "x" * 150 + "      1"


def test_a_long_heading_is_cut_before_the_numbers_below_it() -> None:
    found = fitted(
        [texts(["", "rows"], least=4), numbers(["a-long-name", "5"], heading=6)], window(12)
    )
    assert found.lines == ["      a-lon…", "rows       5"]


def test_text_from_the_right_does_not_move_what_follows() -> None:
    found = fitted([texts(["Name", "שלום"], least=4), numbers(["n", "7"])], window(40))
    assert found.lines[1] == "\u200eשלום\u200e  7"
