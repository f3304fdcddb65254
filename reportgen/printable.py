"""Text as it may be shown: with nothing in it that steers a terminal or deceives a reader.

Control characters and invisible ones, among them those that turn the direction of what follows,
are shown as escapes. Joiners stay where they shape what people write: in emoji, and between the
letters of scripts that join them (Unicode 15, chapter 23.2).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import category

JOINERS = "\u200c\u200d"
# Signs that Unicode calls format characters, though they are seen.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd")
_SHAPED = "LMS"  # letters, marks and symbols
# The flags of England, Scotland and Wales; elsewhere tags hide what they say (RGI, Unicode 15).
_FLAG = re.compile(
    "(\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067"
    "|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f)"
)
_IN_LINES = re.compile(r"[^\t\n]+")
_ADDED = r"\u200c\u200d\u0300-\u036f\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_ADDS = re.compile(f"[{_ADDED}]")
LONGEST_WORD = 20  # characters, as many as a phone shows of a title in a line
PLACE = "\u200b"
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_JOINT = re.compile(rf"[-._/]+(?=[^{_ADDED}])")
_LONG_PART = re.compile(rf"[^{PLACE}]{{{LONGEST_WORD},}}?(?<![{JOINERS}])(?=[^{PLACE}{_ADDED}])")
# Two of these letters are a flag.
_OF_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
WIDTH = 72
# At a space if it can be, else not within what is one character to its readers, else anywhere.
_LINES = re.compile(
    rf"(.{{1,{WIDTH}}}(?=[ \n]|$)"
    rf"|.{{1,{WIDTH}}}(?<![{JOINERS}])(?=[^{_ADDED}])|.{{{WIDTH}}}"
    r"|(?=\n))(?: +|\n)?"
)


def printable(text: str) -> str:
    """Return `text` in one line: control characters, line breaks and the like as escapes."""
    if text.isprintable():
        return text
    return "".join(piece if i % 2 else _escaped(piece) for i, piece in enumerate(_FLAG.split(text)))


def visible(text: str) -> str:
    """Return `text` printable but for its line breaks and tabs, which stay."""
    return _IN_LINES.sub(lambda line: printable(line[0]), text)


@lru_cache(maxsize=1 << 11)
def one_line(text: str, longest: int) -> str:
    """Return `text` printable and in one line of `longest` characters at most."""
    line = text.replace("\u00a0", " ").strip()
    # Of what is printable, only spaces are white.
    if "  " in line or not line.isprintable():
        line = printable(" ".join(text.split()))
    return line if len(line) <= longest else _cut(line, longest - 1).rstrip() + "…"


def with_places(text: str) -> str:
    """Return `text` with PLACE where its longest words may go on in another line."""
    # Most texts have no long word, and that is seen at once.
    if len(text) <= LONGEST_WORD or max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return text
    return _LONG_WORD.sub(lambda word: _at_joints(word[0]), text)


def wrapped(text: str) -> str:
    """Return `text` in lines of 72 characters at most, broken between words if it can be."""
    if len(text) <= WIDTH and "\n" not in text:
        return text
    return "\n".join(_LINES.findall(text))


def _at_joints(word: str) -> str:
    """A word goes on after its signs, and within a part only that is itself too long."""
    return _LONG_PART.sub(rf"\g<0>{PLACE}", _JOINT.sub(rf"\g<0>{PLACE}", word))


def torn(text: str, at: int) -> bool:
    """Tell whether a cut there would tear what is one character to its readers.

    These are the extended grapheme clusters of Unicode Standard Annex 29, but for Hangul's letters.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before in JOINERS or _ADDS.match(after) or category(after)[0] == "M":
        return True
    letters = at - len(text[:at].rstrip(_OF_FLAGS))
    return after in _OF_FLAGS and letters % 2 == 1


def _escaped(text: str) -> str:
    return "".join(_shown(before, each) for before, each in pairwise(f" {text}"))


def _shown(before: str, character: str) -> str:
    if character.isprintable() or character in _SEEN or category(character) == "Zs":
        return character
    if character in JOINERS and not before.isascii() and category(before)[0] in _SHAPED:
        return character
    return character.encode("unicode_escape").decode("ascii")


def _cut(line: str, length: int) -> str:
    """Return the beginning of a line, without a part of what is one character to its readers."""
    while torn(line, length):
        length -= 1
    return line[:length]
