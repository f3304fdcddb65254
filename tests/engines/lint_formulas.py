"""The rules of `lint.py` for one formula: every program reads it, and all it names is there."""

import re
from collections.abc import Iterator

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError

from tests.engines.package import Package

LONGEST_FORMULA = 8_192
PORTABLE_TEXT = """
    ABS AND AVERAGE CEILING CHOOSE COUNT COUNTA COUNTIF COUNTIFS EXP FALSE FLOOR IF IFERROR INDEX
    INT ISERROR ISNUMBER LEN LN LOG LOG10 MATCH MAX MIN MOD NOT OR POWER QUOTIENT REPT ROUND
    ROUNDDOWN ROUNDUP ROW ROWS SQRT SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TRUE
"""
PORTABLE = set(PORTABLE_TEXT.split())
ADDRESS = re.compile(
    r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?|\$?[A-Z]+:\$?[A-Z]+|\$?\d+:\$?\d+"
)
STRUCTURED = re.compile(r"(\w+)\[(.*)\]")
SHEET = re.compile(r"(?:'((?:[^']|'')+)'|(\w+))!")


def formula_faults(text: str, package: Package) -> Iterator[str]:
    """Yield what is wrong with a formula's text as it stands in a file."""
    if text.startswith("="):
        yield "begins with ="
        return
    if len(text) > LONGEST_FORMULA:
        yield f"{len(text):,} characters long"
        return
    try:
        tokens = Tokenizer(f"={text}").items
    except TokenizerError as error:
        yield f"cannot be read: {error}"
        return
    yield from _bracket_faults(tokens)
    for token in tokens:
        yield from _token_faults(token, package)


def sheets_named(text: str) -> set[str]:
    """Return the sheets that an address or a formula names, in lower case."""
    found = SHEET.findall(text)
    return {(quoted.replace("''", "'") or bare).lower() for quoted, bare in found}


def _bracket_faults(tokens: list[Token]) -> Iterator[str]:
    opened = sum(token.subtype == Token.OPEN for token in tokens)
    if opened != sum(token.subtype == Token.CLOSE for token in tokens):
        yield "brackets do not match"


def _token_faults(token: Token, package: Package) -> Iterator[str]:
    if token.type == Token.FUNC and token.subtype == Token.OPEN:
        if token.value.lstrip(":")[:-1] not in PORTABLE:  # the tokenizer takes a : along
            yield f"{token.value[:-1]} is not among the functions that every program has"
    elif token.value == ";" and token.type == Token.SEP:
        yield "; between arguments, where a file has ,"
    elif token.type == Token.OPERAND and token.subtype == Token.ERROR:
        yield f"holds the error {token.value}"
    elif token.type == Token.OPERAND and token.subtype == Token.RANGE:
        yield from _reference_faults(token.value, package)


def _reference_faults(text: str, package: Package) -> Iterator[str]:
    missing = sheets_named(text) - {sheet.name.lower() for sheet in package.sheets}
    if missing:
        yield f"no sheet {missing.pop()!r}"
    rest = SHEET.sub("", text)
    if "[" in rest:
        yield from _structured_faults(rest, package)
    elif not ADDRESS.fullmatch(rest) and rest.lower() not in package.known_names:
        yield f"no name {rest}"


def _structured_faults(text: str, package: Package) -> Iterator[str]:
    parts = STRUCTURED.fullmatch(text)
    if not parts or "@" in text:
        yield f"{text}: a file holds Table[[#This Row],[column]]"
        return
    columns = package.known_columns.get(parts[1].lower())
    if columns is None:
        yield f"no table {parts[1]}"
        return
    asked = re.findall(r"\[([^\[\]]+)\]", parts[2]) or [parts[2]]
    for column in asked:
        if not column.startswith("#") and column.lower() not in columns:
            yield f"no column {column} in table {parts[1]}"
