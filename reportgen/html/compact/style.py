"""A style sheet without what only its readers need: every page carries it."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_TEXTS = re.compile(r"""("[^"]*"|'[^']*')""")
_RULES = re.compile(r" ?([{};,>]) ?|(?<=:) ")
_RULE_ENDS = re.compile(r"(?<=[{};,])\n|;(?=\s*})")


@lru_cache(maxsize=32)
def compact_style(text: str) -> Markup:
    """Return a style sheet without indentation and spaces beside signs; texts stay as they are."""
    lines = (line.strip() for line in str(text).splitlines())
    pieces = _TEXTS.split("\n".join(line for line in lines if line))
    pieces[::2] = [_RULE_ENDS.sub("", _RULES.sub(r"\1", piece)) for piece in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704  a template of the package's own
