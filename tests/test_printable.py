"""What is printed steers no terminal."""

import pytest

from reportgen.printable import breakable, one_line, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, é, 漢, √2", "plain, é, 漢, √2"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("two\nlines", "two\\nlines"),
        ("\u202eright to left", "\\u202eright to left"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_is_not_printable_is_shown(text: str, shown: str) -> None:
    assert printable(text) == shown


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
    assert breakable("a word of usual length") == "a word of usual length"
    assert breakable("x" * 50) == f"{'x' * 20}\u200b{'x' * 20}\u200b{'x' * 10}"
