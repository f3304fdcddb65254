"""Text as a terminal may be sent it: in one line, and with nothing that would steer it."""

from __future__ import annotations

import re

_LONG_WORD = re.compile(r"\S{20}(?=\S)")
WIDTH = 72
_LINE = re.compile(rf"(.{{1,{WIDTH}}})(?: +|\n|$)|(.{{{WIDTH}}})")


def printable(text: str) -> str:
    """Return `text` with control characters, line breaks and the like shown as escapes."""
    return text if text.isprintable() else "".join(map(_shown, text))


def one_line(text: str, longest: int) -> str:
    """Return `text` printable and in one line of `longest` characters at most."""
    line = printable(" ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def breakable(text: str) -> str:
    """Return `text` with places where its longest words may go on in another line."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


def wrapped(text: str) -> str:
    """Return `text` in lines of 72 characters at most, broken between words if it can be."""
    return _LINE.sub(r"\1\2\n", text).removesuffix("\n")


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
