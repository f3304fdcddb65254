"""The first look at a formula's text: only the language's own tokens, then Python's parser.

Refusing every other token first means that Python never sees a lambda's colon, an f-string, a
subscript, a comment, or a letter that it would silently replace by another (``ﬁ`` by ``fi``).
"""

from __future__ import annotations

import ast
import re

from reportgen.errors import FormulaError

MAX_LENGTH = 4000

_TOKENS = re.compile(
    r"""(?: [ \t\r\n]+
          | [A-Za-z][A-Za-z0-9_]*
          | (?:[0-9][0-9_]*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?(?![A-Za-z0-9_.])
          | \*\* | // | [=!<>]= | [-+*/%<>(),]
          | \.(?=[A-Za-z])
          | (?<![A-Za-z0-9_"'])(?:"[^"'\\\x00-\x1f\x7f]*"|'[^"'\\\x00-\x1f\x7f]*')
        )*""",
    re.VERBOSE,
)
_SPACES = str.maketrans("\t\r\n", "   ")


def check_tokens(text: str) -> None:
    """Raise a FormulaError at the first character that begins no token."""
    if not text.strip():
        raise FormulaError("the formula is empty", text, 0)
    if len(text) > MAX_LENGTH:
        raise FormulaError(f"the formula is longer than {MAX_LENGTH} characters", text, MAX_LENGTH)
    match = _TOKENS.match(text)
    end = match.end() if match else 0
    if end < len(text):
        raise FormulaError(_token_problem(text[end]), text, end)


def _token_problem(character: str) -> str:
    if character in "\"'":
        return "a text needs its closing quote, and holds no quotes, backslashes or line breaks"
    if character.isascii() and character.isdigit():
        return "this is not a number"
    if character == "_":
        return "a name begins with a letter"
    if character.isalnum():
        return "a name is made of the letters A to Z, digits and _"
    return {"=": "compare with ==", "^": "write a power with **"}.get(
        character, f"{character!r} has no place in a formula"
    )


def one_line(text: str) -> str:
    """Return the text on one line, without leading spaces."""
    return text.translate(_SPACES).lstrip()


def python_tree(text: str) -> ast.expr:
    """Return Python's tree of the formula, places counted in `one_line` of it."""
    stripped = one_line(text)
    try:
        return ast.parse(stripped, mode="eval").body
    except SyntaxError as error:
        start = len(text) - len(stripped)
        position = start + error.offset - 1 if error.offset else len(text.rstrip())
        raise FormulaError(_syntax_problem(error.msg), text, min(position, len(text))) from None
    except (RecursionError, MemoryError, ValueError):
        raise FormulaError("the formula is nested too deeply", text, 0) from None


def _syntax_problem(message: str) -> str:
    if "nested" in message:
        return "the formula is nested too deeply"
    if "closed" in message or "unmatched" in message or "does not match" in message:
        return "the brackets do not match"
    return "this does not read as a formula"
