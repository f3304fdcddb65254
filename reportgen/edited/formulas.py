"""Formulas of workbooks compared: the same formula is spelt otherwise by other programs."""

from __future__ import annotations

import re
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

# What newer functions are called in files, and whose spelling is no part of the name.
_PREFIX = re.compile(r"^(_xlfn\.|_xlws\.|of:)+", re.IGNORECASE)


def same_formula(one: str | None, other: str | None) -> bool:
    """Tell whether two texts are one formula but for spaces, capitals and how numbers are spelt."""
    if one is None or other is None:
        return one is other
    return one == other or _spelt(one) == _spelt(other)


@lru_cache(maxsize=1 << 12)
def _spelt(formula: str) -> tuple[str, ...]:
    try:
        items = Tokenizer(f"={formula}").items
    except (TokenizerError, IndexError):
        return (formula,)
    return tuple(text for item in items if (text := _token(item)))


def _token(item: Token) -> str:
    if item.type == Token.WSPACE:
        return ""
    value = str(item.value)
    if item.type == Token.OPERAND and item.subtype == Token.NUMBER:
        return repr(float(value))
    if item.type == Token.OPERAND and item.subtype == Token.TEXT:
        return value
    text = _PREFIX.sub("", value).lower()
    if item.type == Token.OPERAND and item.subtype == Token.RANGE:
        return text.replace("'", "").replace("$", "").replace(" ", "")
    return text
