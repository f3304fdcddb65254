"""Values as plain data: what JSON and CSV can hold without loss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from reportgen.aggregate import RowTable, Scalar
from reportgen.numbers import LARGEST_EXACT

Plain = int | float | bool | str


def plain(value: Scalar) -> Plain:
    """Return the value as an int where it is whole and no reader rounds it, else as a float."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, (float, Fraction)) and value == int(value):
        value = int(value)
    return value if isinstance(value, int) and abs(value) <= LARGEST_EXACT else float(value)


def records(table: RowTable) -> list[dict[str, Any]]:
    """Return a table's rows as plain data, the formulas' texts included."""
    rows = table.frame.to_dicts()
    return [{name: plain(value) for name, value in row.items()} for row in rows]
