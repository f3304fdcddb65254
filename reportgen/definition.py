"""What a workbook holds of its model's definition: JSON, in pieces that a cell can hold.

With it and with the inputs' cells a workbook can be read back, whatever its model was read from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from reportgen.errors import SpecError

CELL = "model_definition"
LONGEST_PIECE = 30_000
MOST_PIECES = 32
_TOO_LARGE = "the definition is too large to be kept in a workbook"


def pieces(definition: Mapping[str, Any]) -> list[str]:
    """Return the definition in texts, each for a cell; one that is too large is left out."""
    try:
        text = json.dumps(definition, default=str)
    except RecursionError:
        text = ""
    # Spreadsheets read _x0041_ as an A; inside JSON, where else is an underscore, \u005f is one.
    text = text.replace("_x", "\\u005fx")
    if not text or len(text) > LONGEST_PIECE * MOST_PIECES:
        text = json.dumps({"unknown": _TOO_LARGE})
    return [text[i : i + LONGEST_PIECE] for i in range(0, len(text), LONGEST_PIECE)]


def cell_name(piece: int) -> str:
    """Return what the cell of a piece is called, counted from 0."""
    return f"{CELL}_{piece + 1}" if piece else CELL


def joined(texts: Iterable[object], file: str) -> dict[str, Any]:
    """Return the definition that the cells of a workbook hold; raises SpecError, a line."""
    try:
        found = json.loads("".join(map(str, texts)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        problem = f"what is kept in {CELL} of its model cannot be read"
        raise SpecError([f"{file}: {problem}; make the workbook anew"])
    if "unknown" in found:
        raise SpecError([f"{file}: {_TOO_LARGE}; report the model's own file, with --set"])
    return found
