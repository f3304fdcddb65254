"""Text takes the columns of a terminal that its characters take."""

import pytest

from reportgen.listing.widths import (
    cut,
    cut_apart,
    cut_front,
    cut_inside,
    left,
    right,
    width,
    wrapped,
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("模型", 4),
        ("한국어", 6),
        ("ｗ", 2),
        ("e\u0301", 1),
        ("שלום", 4),
        ("·²µ…", 4),
        ("", 0),
    ],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("weighted", 8, "weighted"),
        ("weighted", 7, "weight…"),
        ("memory, each", 8, "memory…"),
        ("模型模型", 8, "模型模型"),
        ("模型模型", 6, "模型…"),
        ("ae\u0301b", 2, "a…"),
    ],
)
def test_what_is_cut_ends_in_an_ellipsis(text: str, room: int, shown: str) -> None:
    assert cut(text, room) == shown


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [("decoder.ffn", 11, "decoder.ffn"), ("decoder.ffn", 6, "…r.ffn"), ("模型模型", 6, "…模型")],
)
def test_the_end_of_what_is_cut_at_the_front(text: str, room: int, shown: str) -> None:
    assert cut_front(text, room) == shown


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [("decoder.ffn", 11, "decoder.ffn"), ("decoder.ffn", 8, "deco…ffn"), ("模型模型", 6, "模…型")],
)
def test_both_ends_of_what_is_cut_inside(text: str, room: int, shown: str) -> None:
    assert cut_inside(text, room) == shown


def test_texts_that_would_look_alike_are_cut_inside() -> None:
    texts = ["quadratic_root", "quadratic_limit", "params", "params"]
    assert cut_apart(texts, 10, cut) == ["quadr…root", "quadr…imit", "params", "params"]


def test_wide_text_is_filled_up_to_its_columns() -> None:
    assert (left("模", 4), right("模", 4)) == ("模  ", "  模")


def test_a_text_that_fits_is_one_line_as_it_is() -> None:
    assert wrapped("  a  b", 6) == ["  a  b"]


def test_lines_end_between_words_and_are_indented() -> None:
    assert wrapped("one two three", 8) == ["one two", "  three"]


def test_the_margin_of_a_text_is_kept() -> None:
    assert wrapped("  one two three", 9) == ["  one two", "    three"]


def test_a_formula_is_broken_after_a_dot() -> None:
    assert wrapped("d_model·num_heads·d_head", 15) == ["d_model·", "  num_heads·", "  d_head"]


@pytest.mark.parametrize("room", [4, 5, 9, 20])
@pytest.mark.parametrize("text", ["x" * 40, "模型" * 12, "a bb " + "c·" * 20])
def test_no_line_is_longer_than_its_room_and_nothing_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert max(map(width, lines)) <= room
    assert "".join("".join(lines).split()) == "".join(text.split())


FAMILY, THUMB, FLAG = "👨\u200d👩\u200d👧", "👍🏽", "🇩🇪"


@pytest.mark.parametrize("one", [FAMILY, THUMB, FLAG, "e\u0301", "कि"])
@pytest.mark.parametrize("room", [8, 10, 13])
def test_no_line_begins_within_a_character(one: str, room: int) -> None:
    for line in wrapped(one * 12, room):
        assert line.strip().replace(one, "") == ""


def test_what_is_cut_ends_and_begins_with_a_whole_character() -> None:
    assert cut(FLAG * 3, 4) == f"{FLAG}…"
    assert cut_front(THUMB * 3, 6) == f"…{THUMB}"
    assert cut_inside(FAMILY * 3, 14) == f"{FAMILY}…{FAMILY}"
