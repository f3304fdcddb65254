"""Scripts and style sheets without what only their readers need: every page carries them."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup

_SPACES = re.compile(r" ?([=<>?:;,{}()\[\]&|!*]) ?")
_RULES = re.compile(r" ?([{};,]) ?")


@lru_cache(maxsize=32)
def compact_script(text: str) -> Markup:
    """Return a script without indentation, remarks, and spaces beside signs.

    Lines with a text or a pattern keep their spaces, and so must begin and end on their own.
    """
    lines = (line.strip() for line in str(text).splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    return Markup("\n".join(map(_tight, kept)))  # noqa: S704  a template of the package's own


@lru_cache(maxsize=32)
def compact_style(text: str) -> Markup:
    """Return a style sheet without indentation and spaces beside signs."""
    lines = (line.strip() for line in str(text).splitlines())
    return Markup("\n".join(_RULES.sub(r"\1", line) for line in lines if line))  # noqa: S704


def _tight(line: str) -> str:
    return line if re.search(r"""["'`/]""", line) else _SPACES.sub(r"\1", line)
