"""How wide text is in a terminal, and text that is cut, filled up or wrapped to a width.

Chinese, Japanese and Korean characters and most emoji take two columns, combining marks none
(Unicode Standard Annex 11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from reportgen.printable import torn

CUT = "…"
JOINT = "\0"  # where a long word was broken; no text that is shown has it


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, room: int) -> str:
    """Return the text as far as there is room, with an ellipsis where it goes on."""
    return text if width(text) <= room else _beginning(text, room - 1).rstrip(" ,;:(/") + CUT


def cut_front(text: str, room: int) -> str:
    """Return the end of the text that there is room for, after an ellipsis if it is not all."""
    if width(text) <= room:
        return text
    start = len(text)
    while start and width(text[start - 1 :]) < room:
        start -= 1
    while torn(text, start):
        start += 1
    return CUT + text[start:].lstrip()


def left(text: str, room: int) -> str:
    """Return the text at the left of its room."""
    return text + " " * (room - width(text))


def right(text: str, room: int) -> str:
    """Return the text at the right of its room."""
    return " " * (room - width(text)) + text


def cut_inside(text: str, room: int) -> str:
    """Return both ends of the text, as much of each as there is room for."""
    if width(text) <= room:
        return text
    end = cut_front(text, room // 2).removeprefix(CUT)
    return cut(text, room - width(end)) + end


def cut_apart(texts: Sequence[str], room: int, cut: Callable[[str, int], str]) -> list[str]:
    """Return the texts cut, and those inside that would else look like others."""
    looks = {text: cut(text, room) for text in texts}
    alike = Counter(looks.values())
    return [cut_inside(text, room) if alike[looks[text]] > 1 else looks[text] for text in texts]


def from_the_right(text: str) -> bool:
    """Tell whether some of the text is written from the right."""
    from unicodedata import bidirectional

    return any(bidirectional(character) in ("R", "AL") for character in text)


def wrapped(text: str, room: int, indent: str = "  ") -> list[str]:
    """Return the text in lines that fit; all but the first are indented.

    A word that is longer than a line is broken, a formula after one of its dots.
    """
    if width(text) <= room:
        return [text]
    margin = text[: len(text) - len(text.lstrip())]
    lines, line, taken = list[str](), margin, width(margin)
    for word, wide in _breakable(text.split(), room - width(margin + indent)):
        gap = " " if line.strip() and not line.endswith(JOINT) else ""
        if taken + len(gap) + wide > room:
            lines.append(line)
            line, gap, taken = margin + indent, "", width(margin + indent)
        line += gap + word
        taken += len(gap) + wide
    return [each.replace(JOINT, "") for each in (*lines, line) if each.strip()]


def _breakable(words: list[str], room: int) -> Iterator[tuple[str, int]]:
    """Yield the words and their widths, those longer than the room in parts that end in a joint."""
    for word in words:
        # Of a wide character nothing fits in a single column.
        while (wide := width(word)) > room and (part := _beginning(word, room)):
            part = part[: part.rfind("·") + 1] or part
            yield part + JOINT, width(part)
            word = word[len(part) :]
        yield word, wide


def _beginning(text: str, room: int) -> str:
    taken = 0
    for i, character in enumerate(text):
        taken += _columns(character)
        if taken > room:
            return text[: _whole(text, i)]
    return text


def _whole(text: str, length: int) -> int:
    """Return how much of a beginning tears no character, unless that is nothing at all."""
    whole = length
    while torn(text, whole):
        whole -= 1
    return whole or length


@cache
def _columns(character: str) -> int:
    # The module takes longer to load than a report without such characters needs it.
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
