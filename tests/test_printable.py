"""What is printed steers no terminal."""

import pytest

from reportgen.printable import printable


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
