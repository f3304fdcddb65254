"""Names that may stand in formulas and be the names of workbook cells.

Excel, LibreOffice and Google Sheets each refuse some; a name must pass all of them.
Source: ECMA-376 part 1, 18.2.5 (cell addresses A1 to XFD1048576), MS-XLSB 2.5.166 (R1C1).
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_NAME = 60
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CELL_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+")
_R1C1_ADDRESS = re.compile(r"(?i)[rc]|rc|[rc]\d.*")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# The report's own cells, tables and print ranges; a workbook tells no capitals from small letters.
_OWN_TABLES = {
    *("matmuls", "otherparameters", "totals", "context", "shapes", "comparison"),
    *("activations", "cache", "decode", "memoryparts", "presets"),
}
# What is derived from the rows, compared or checked, beside what the catalogue calls a quantity.
_DERIVED_BEGINNINGS = (
    *("rule_", "published_", "check_", "all_checks", "reference_model", "print_"),
    *("attention_core_at", "quadratic_", "flops_at_", "model_definition"),
)
_DERIVED_ENDINGS = ("_closed_form", "_short_form")
_DERIVED = {"flops_quadratic", "flops_linear", "flops_constant"}
# Columns of the tables that sweep inputs, where a row's own cells come before inputs.
_SWEPT, _SWEPT_ENDING = {"total", "shape"}, "_share"
_OWN_BEGINNINGS = ("params_", "flops_", "weights_", "norms_short", *_DERIVED_BEGINNINGS)
_RESERVED = {
    *("true", "false", "if", "else", "and", "or", "not"),
    *("min", "max", "ceil", "floor", "ceil_div", "round_up", "sqrt", "log2", "abs", "power"),
    *("sum", "sum_where", "lookup"),
}


def name_problem(name: str) -> str | None:
    """Return why `name` cannot name a cell of a workbook, or None when it can."""
    if not _WORD.fullmatch(name):
        return "use letters, digits and _ only, beginning with a letter"
    if len(name) > LONGEST_NAME:
        return f"use at most {LONGEST_NAME} characters"
    if _CELL_ADDRESS.fullmatch(name):
        return "a spreadsheet reads it as a cell address; use a longer word"
    if _R1C1_ADDRESS.fullmatch(name):
        return "a spreadsheet reads it as a row or column address; use a longer word"
    if name.lower() in _RESERVED or name.lower().startswith(("true", "false", "xl")):
        return "the word is reserved"
    return None


def input_name_problem(name: str) -> str | None:
    """Return why `name` cannot name a model's input, or None when it can."""
    plain = name.lower()
    swept = plain in _SWEPT or plain.endswith(_SWEPT_ENDING)
    if swept or plain in _OWN_TABLES or plain.startswith(_OWN_BEGINNINGS):
        return "the report's own tables and figures have such names; choose another"
    return name_problem(name)


def quantity_name_problem(name: str) -> str | None:
    """Return why `name` cannot name a quantity, or None when it can."""
    if is_derived(name) or name.lower() in _OWN_TABLES:
        return "the report's own tables and derived figures have such names; choose another"
    return name_problem(name)


@lru_cache(maxsize=1 << 12)
def is_derived(name: str) -> bool:
    """Tell whether a name is kept for what reports derive from rows, compare or check."""
    plain = name.lower()
    known = plain in _DERIVED
    return known or plain.startswith(_DERIVED_BEGINNINGS) or plain.endswith(_DERIVED_ENDINGS)


def model_name_problem(name: str) -> str | None:
    """Return why `name` cannot name a model and its files, or None when it can."""
    if len(name) > LONGEST_NAME:
        return f"use at most {LONGEST_NAME} characters"
    if not _FILE_NAME.fullmatch(name) or ".." in name:
        return (
            "it also names files: use letters, digits, '.', '_' and '-' only; "
            "any other text can stand in 'title'"
        )
    return None


def as_model_name(text: str) -> str:
    """Return `text` with whatever may not stand in a model's name replaced by dashes."""
    plain = re.sub(r"[^A-Za-z0-9._-]+|\.{2,}", "-", text).strip("-._")
    return plain[:LONGEST_NAME] or "model"
