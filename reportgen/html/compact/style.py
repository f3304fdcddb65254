"""A style sheet without what only its readers need: every page carries it."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_RULES = re.compile(r" ?([{};,>]) ?|(?<=:) ")
_RULE_ENDS = re.compile(r"(?<=[{};,])\n|;(?=\s*})")


@lru_cache(maxsize=32)
def compact_style(text: str) -> Markup:
    """Return a style sheet without indentation and spaces beside signs."""
    lines = (line.strip() for line in str(text).splitlines())
    rules = "\n".join(_RULES.sub(r"\1", line) for line in lines if line)
    return Markup(_RULE_ENDS.sub("", rules))  # noqa: S704  a template of the package's own
