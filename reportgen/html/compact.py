"""Scripts and style sheets without what only their readers need: every page carries them."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_LITERALS = re.compile(
    r"""( "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `[^`]*`
        | (?:(?<=\()|(?<=[,=]\ )|(?<=return\ ))/(?:[^/\\\n]|\\.)+/ )""",
    re.VERBOSE,
)
_SPACES = re.compile(r" ?([=<>?:;,{}()\[\]&|!*]|(?<!\+)\+(?!\+)|-(?! ?-)) ?")
_ENDS = re.compile(r"(?<=[;,{(\[>?:])\n|\n(?=[?:.}\])])")
_RULES = re.compile(r" ?([{};,>]) ?|(?<=:) ")
_RULE_ENDS = re.compile(r"(?<=[{};,])\n")


@lru_cache(maxsize=32)
def compact_script(text: str) -> Markup:
    """Return a script without indentation, remarks, and spaces beside signs.

    Texts and patterns stay as they are; a text in backquotes may hold no other.
    """
    lines = (line.strip() for line in str(text).splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    pieces = _LITERALS.split("\n".join(kept))
    pieces[::2] = [_ENDS.sub("", _SPACES.sub(r"\1", piece)) for piece in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704  a template of the package's own


@lru_cache(maxsize=32)
def compact_style(text: str) -> Markup:
    """Return a style sheet without indentation and spaces beside signs."""
    lines = (line.strip() for line in str(text).splitlines())
    rules = "\n".join(_RULES.sub(r"\1", line) for line in lines if line)
    return Markup(_RULE_ENDS.sub("", rules))  # noqa: S704  a template of the package's own
