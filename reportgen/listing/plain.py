"""Values as plain data: what JSON and CSV can hold without loss."""

from __future__ import annotations

from typing import Any

from reportgen.aggregate import RowTable, Scalar
from reportgen.numbers import LARGEST_EXACT

Plain = int | float | bool | str


def plain(value: Scalar) -> Plain:
    """Return the value as an int where it is whole, of any size, else as a float.

    A float too large to tell neighbouring whole numbers apart stays one: its digits mean nothing.
    """
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, float) and abs(value) > LARGEST_EXACT:
        return value
    return int(value) if value == int(value) else float(value)


def records(table: RowTable) -> list[dict[str, Any]]:
    """Return a table's rows as plain data, the formulas' texts included.

    Numbers are those of the frame, and so of the workbook, but large whole ones are exact.
    """
    rows = table.frame.to_dicts()
    for name, values in table.exact.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = value if _large(value) else row[name]
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def unrounded(value: object) -> object:
    """Return a whole float as an int, which is written with all its digits, and others as given."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _large(value: Scalar) -> bool:
    """Tell whether the value is a whole number that a Float64 may round."""
    if isinstance(value, (str, float)):
        return False
    return not -LARGEST_EXACT <= value <= LARGEST_EXACT and value == int(value)
