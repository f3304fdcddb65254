"""Pieces of a page's script: places, tables and charts as the script has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reportgen.formula import Node
from reportgen.formula.javascript import js_list


class Piece(NamedTuple):
    """A piece of the script, and the formulas and columns of tables whose values it shows."""

    text: str
    formulas: tuple[Node, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


def listed(pieces: Iterable[Piece]) -> str:
    """Return the pieces as a list of the script."""
    return js_list(piece.text for piece in pieces)
