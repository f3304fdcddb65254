"""The tokens of a script: words, numbers, texts, patterns, pieces of templates, and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportgen.errors import ScriptError

# Of what the second group has, only what is before it tells what it is; the third should not be.
_TOKEN = re.compile(
    r"""
      ( [(),;[\]] | \.(?![\d.]) | [a-zA-Z_$][\w$]*
      | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'
      | (?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?\w*
      | >>>=? | [*&|?<>]{2}=? | [=!]==? | => | [-+*%&|^<>]= | \+\+ | -- | \?\.(?!\d) | \.{3}
      | [-+*%&|^<>=!?~:] )[ ]?
    | (\s+ | [/`{}])
    | (.)
    """,
    re.VERBOSE | re.ASCII,
)
_REMARK = re.compile(r"//.*|/\*(?s:.*?)\*/")
_PATTERN = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_PIECE = re.compile(r"[`}](?:[^`\\$]|\\.|\$(?!\{))*(?:`|\$\{)", re.DOTALL)
_DIVISION = re.compile(r"/=?")
_OPERAND = re.compile(r"[\w$)\]\"'`]\Z")
_BEFORE_PATTERNS = frozenset(("return", "typeof", "in", "delete", "void", "throw", "else"))


@dataclass(slots=True)
class Tokens:
    """Tokens without blanks and remarks; which of them begin a line, which are of templates."""

    texts: list[str] = field(default_factory=list)
    first: set[int] = field(default_factory=set)
    pieces: set[int] = field(default_factory=set)


def tokens(script: str) -> Tokens:
    """Return the tokens of a script; raises ScriptError where it is none."""
    found, at = Tokens(), 0
    braces = [0]  # that are open: in the script, and in each piece of it that a template has
    while at < len(script):
        at = _plain(script, at, found, braces)
    if braces != [0]:
        raise ScriptError("a script ends inside of braces")
    return found


def _plain(script: str, at: int, found: Tokens, braces: list[int]) -> int:
    """Read tokens that need no look at others, and the first that does; return where it ends."""
    add = found.texts.append
    for match in _TOKEN.finditer(script, at):
        if match.lastindex == 1:
            add(match[1])
            continue
        sign, start = match[2], match.start()
        if sign is None:
            raise _unknown(script, start)
        if sign == "{":
            braces[-1] += 1
            add(sign)
        elif sign == "}" and braces[-1]:
            braces[-1] -= 1
            add(sign)
        elif sign.isspace():
            if "\n" in sign:
                found.first.add(len(found.texts))
        elif sign == "/":
            return _slash(script, start, found)
        else:
            return _piece(script, start, found, braces)
    return len(script)


def _slash(script: str, at: int, found: Tokens) -> int:
    remark = _REMARK.match(script, at)
    if remark:
        return remark.end()
    before = found.texts[-1] if found.texts else ""
    divides = _OPERAND.search(before) and before not in _BEFORE_PATTERNS
    match = (_DIVISION if divides else _PATTERN).match(script, at)
    if not match or before == "}":  # of which only a reader of statements knows what it ends
        raise _unknown(script, at)
    found.texts.append(match[0])
    return match.end()


def _unknown(script: str, at: int) -> ScriptError:
    return ScriptError(f"a script has {script[at : at + 20]!r}")


def _piece(script: str, at: int, found: Tokens, braces: list[int]) -> int:
    """Read a template up to the end or to the next piece of script in it."""
    match = _PIECE.match(script, at)
    if not match or (script[at] == "}" and len(braces) == 1):
        raise _unknown(script, at)
    if script[at] == "}":
        braces.pop()
    if match[0][-1] == "{":
        braces.append(0)
    found.pieces.add(len(found.texts))
    found.texts.append(match[0])
    return match.end()
