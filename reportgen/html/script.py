"""A script as short as a browser reads it alike: short names, and nothing that only readers need.

What a script declares anywhere is its own everywhere, and has one short name wherever it stands for
itself; what is behind a dot, or before a colon in braces, is never touched. So equal names stay
equal and different ones different, whatever their scopes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from string import ascii_letters, digits

from markupsafe import Markup

from reportgen.errors import ScriptError
from reportgen.html.statements import DOTS, Statements, statements

_LETTERS = ascii_letters + "$_"
_IN_WORDS = frozenset(_LETTERS + digits)
_SIGNS = frozenset("+-/.")
_CLOSING = frozenset(")]}")
_SHORT_WORDS = ("do", "if", "in", "of", "as")
_SOMETIMES_WORDS = frozenset(("of", "async", "await", "get", "set", "static", "undefined"))
_GIVEN = ("document", "Number", "Object", "String", "Boolean", "Map")  # by every browser
_SHORTER = {"const": "let", "true": "!0", "false": "!1"}


@lru_cache(maxsize=32)
def compact_script(text: str) -> Markup:
    """Return a script that does the same in fewer characters.

    What it declares and does not use itself keeps its name. A script that has more of the language
    than is understood here stays as it is.
    """
    try:
        found = statements(str(text))
    except ScriptError:
        return Markup(text)  # noqa: S704  a template's own
    short = _short_names(found)
    pieces = _pieces(found, short)
    return Markup(_given(short) + "".join(pieces))  # noqa: S704  a template's own


def _given(short: dict[str, str]) -> str:
    names = ",".join(f"{short[name]}={name}" for name in _GIVEN if name in short)
    return f"let {names};" if names else ""


def _short_names(found: Statements) -> dict[str, str]:
    """Return the short names, the shortest for the names that are written most."""
    written = Counter(found.words())
    spelled = Counter(found.texts[i] for i in found.abbreviated)
    names = [
        name
        for name in found.declared
        if written[name] > 1
        and name not in _SOMETIMES_WORDS
        and written[name] * (len(name) - 1) >= spelled[name] * (len(name) + 1)
    ]
    if found.texts[0][:1] not in ('"', "'"):  # such as "use strict", which must stay the first
        names += [name for name in _GIVEN if _pays(name, written) and name not in found.declared]
    names.sort(key=written.__getitem__, reverse=True)
    taken = {*_SHORT_WORDS, *written} - set(names)
    return dict(zip(names, (name for name in _all_names() if name not in taken), strict=False))


def _pays(name: str, written: Mapping[str, int]) -> bool:
    """Tell whether a short name saves more than it takes to give it."""
    return written[name] * (len(name) - 2) > len(name) + len("let xy=;")


def _all_names() -> Iterator[str]:
    yield from _LETTERS
    yield from map("".join, product(_LETTERS, _LETTERS + digits))


def _pieces(found: Statements, short: dict[str, str]) -> list[str]:
    """Return what is written: tokens, and a space where two would become another."""
    instead = _instead(found, short)
    usual = _SHORTER | short
    pieces, last, before = [""], "", ""
    for i, token in enumerate(found.texts):
        piece = instead.get(i)
        if piece is None:
            piece = token if before in DOTS else usual.get(token, token)
        before = token
        if not piece:
            continue
        first = piece[0]
        if first in _CLOSING:
            if (last == ";" and first == "}") or (last == "," and pieces[-2] not in (",", "[")):
                pieces.pop()
        elif first in _IN_WORDS:
            if last[-1:] in _IN_WORDS or (last[-1:] == "/" and len(last) > 2):
                pieces.append(" ")
        elif first in _SIGNS and (last[-1:] == first or (first == "." and last[:1].isdigit())):
            pieces.append(" ")
        pieces.append(piece)
        last = piece
    return pieces


def _instead(found: Statements, short: dict[str, str]) -> dict[int, str]:
    """Return what is written in the place of single tokens."""
    instead = {i: found.texts[i] for i in found.keys}
    instead |= dict.fromkeys(found.lone, "")
    for i in found.abbreviated:
        name = found.texts[i]
        instead[i] = f"{name}:{short[name]}" if name in short else name
    for i in found.joined:
        instead[i], instead[i + 1] = ",", ""
    return instead
