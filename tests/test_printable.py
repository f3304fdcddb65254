"""What is printed steers no terminal and deceives no reader, and scripts and emoji stay whole."""

import pytest

from reportgen.printable import one_line, printable, visible, with_places, wrapped

FAMILY = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
HEART = "\N{HEAVY BLACK HEART}\ufe0f\u200d\N{FIRE}"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
MALAYALAM = "\u0d28\u0d4d\u200d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, é, 漢, √2", "plain, é, 漢, √2"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("two\nlines", "two\\nlines"),
        ("\u202eright to left", "\\u202eright to left"),
        ("\udcff", "\\udcff"),
        ("gpt\u200d2 gpt\u200c2", "gpt\\u200d2 gpt\\u200c2"),
        ("\u200dabc", "\\u200dabc"),
        ("a\u200bb\u2060c\ufeffd\xade", "a\\u200bb\\u2060c\\ufeffd\\xade"),
        ("\u2066a\u2069\u200e\u200f\u061c", "\\u2066a\\u2069\\u200e\\u200f\\u061c"),
        ("\x85\u2028\u2029", "\\x85\\u2028\\u2029"),
        ("flag\U000e0067\U000e007f", "flag\\U000e0067\\U000e007f"),
    ],
)
def test_what_is_not_printable_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize("text", [FAMILY, HEART, SCOTLAND, PERSIAN, MALAYALAM, "10\u202fGB"])
def test_what_people_write_stays_whole(text: str) -> None:
    for each in (text, f"{text} {text}"):
        assert printable(each) == visible(each) == each
        assert one_line(each, 60) == " ".join(each.split())


def test_lines_stay_lines() -> None:
    assert visible("a\u202eb\n\tc") == "a\\u202eb\n\tc"


@pytest.mark.parametrize("length", range(3, 9))
def test_a_line_does_not_end_within_an_emoji(length: int) -> None:
    line = one_line(f"ab{FAMILY}{HEART} and more", length)
    assert line in {"ab…", f"ab{FAMILY}…"}


@pytest.mark.parametrize("text", [FAMILY, HEART, SCOTLAND, PERSIAN, "e\u0301"])
def test_a_long_word_does_not_break_within_what_is_one_character(text: str) -> None:
    for before in range(15, 22):
        pieces = with_places("x" * before + text).split("\u200b")
        assert all(not piece.startswith(tuple("\u200d\ufe0f\u200c\u0301")) for piece in pieces)
        assert all(not piece.endswith(("\u200d", "\u200c")) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" one\r\n two\t", "one two"),
        ("a\u202eb", "a\\u202eb"),
        ("123456789", "123456789"),
        ("1234567890", "12345678…"),
        ("1234567 90", "1234567…"),
    ],
)
def test_a_line_has_an_end(text: str, shown: str) -> None:
    assert one_line(text, 9) == shown


def test_long_words_may_break_and_others_may_not() -> None:
    assert with_places("a word of usual length") == "a word of usual length"
    assert with_places("x" * 50) == f"{'x' * 20}\u200b{'x' * 20}\u200b{'x' * 10}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Qwen3-Next-80B-A3B-Instruct", ["Qwen3-", "Next-", "80B-", "A3B-", "Instruct"]),
        ("a_name.with/all--of-them", ["a_", "name.", "with/", "all--", "of-", "them"]),
        ("Llama-" + "x" * 30, ["Llama-", "x" * 20, "x" * 10]),
        ("Llama-4-Scout-17B", ["Llama-4-Scout-17B"]),
    ],
)
def test_a_long_word_breaks_at_its_signs(text: str, parts: list[str]) -> None:
    assert with_places(text).split("\u200b") == parts


@pytest.mark.parametrize("text", [FAMILY, HEART, SCOTLAND, PERSIAN, "e\u0301"])
@pytest.mark.parametrize("before", range(62, 74))
def test_a_line_does_not_wrap_within_what_is_one_character(text: str, before: int) -> None:
    lines = wrapped("x" * before + text * 40).split("\n")
    assert "".join(lines) == "x" * before + text * 40
    assert max(map(len, lines)) <= 72
    assert all(not line.endswith(("\u200d", "\u200c")) for line in lines)
    assert all(not line.startswith(("\u200d", "\ufe0f", "\u0301")) for line in lines[1:])


def test_a_line_wraps_at_a_space_and_a_letter_with_endless_marks_somewhere() -> None:
    assert wrapped(f"{'x' * 70} yy {'z' * 73}") == f"{'x' * 70}\nyy\n{'z' * 72}\nz"
    assert wrapped("e" + "\u0301" * 99) == "e" + "\u0301" * 71 + "\n" + "\u0301" * 28


def test_lines_of_ones_own_stay_lines() -> None:
    assert wrapped(f"a\n\n{'b ' * 40}\nc") == f"a\n\n{'b ' * 35}b\nb b b b \nc"
