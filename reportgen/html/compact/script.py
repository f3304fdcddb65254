"""A script as short as a browser reads it alike: short names, nothing that only readers need."""

from __future__ import annotations

from functools import lru_cache
from string import ascii_letters, digits

from markupsafe import Markup

from reportgen.errors import ScriptError
from reportgen.html.compact.statements import DOTS, Statements, statements
from reportgen.html.compact.variables import GIVEN, short_names

_IN_WORDS = frozenset(ascii_letters + digits + "$_")
_SIGNS = frozenset("+-/.")
_CLOSING = frozenset(")]}")
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
    short = short_names(found)
    said = _given(found, short) + "".join(_pieces(found, short))
    # A browser takes the rest of a line behind this for a remark.
    return Markup(text if "<!--" in said else said)  # noqa: S704  as above


def _given(found: Statements, short: dict[int, str]) -> str:
    """Return the declaration of the short names of properties, and of what a browser gives."""
    names = {}
    for i, name in short.items():
        text = found.texts[i]
        if found.texts[i - 1] in DOTS:
            names[f'"{text}"'] = name
        elif text in GIVEN:
            names[text] = name
    given = ",".join(f"{name}={long}" for long, name in names.items())
    return f"let {given};" if given else ""


def _pieces(found: Statements, short: dict[int, str]) -> list[str]:
    """Return what is written: tokens, and a space where two would become another."""
    pieces, last = [""], ""
    for piece in _written(found, short):
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


def _written(found: Statements, short: dict[int, str]) -> list[str]:
    """Return the tokens in what they are written with; what is left out is empty."""
    texts, written = found.texts, list(found.texts)
    for i in [i for i, text in enumerate(texts) if text in _SHORTER]:
        if texts[i - 1] not in DOTS and i not in found.keys:
            written[i] = _SHORTER[texts[i]]
    for i, name in short.items():
        written[i] = f"{texts[i]}:{name}" if i in found.abbreviated else name
        if texts[i - 1] in DOTS:
            written[i - 1 : i + 1] = texts[i - 1].removesuffix(".") and "?.", f"[{name}]"
    for i in found.lone:
        written[i] = ""
    for i in found.joined:
        written[i : i + 2] = ",", ""
    return written
