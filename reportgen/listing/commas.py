"""CSV: the matmul rows of one model or several as one table, for spreadsheets and data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from reportgen.listing.plain import records
from reportgen.reporting import Report

# A cell that begins with one of these is taken for a formula by a spreadsheet that opens the file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def heading(report: Report) -> str:
    """Return the names of the columns, which are the same for every report."""
    return written([("model", *report.matmuls.frame.columns)])


def lines(report: Report) -> str:
    """Return a report's matmul rows; figures are whole and unrounded."""
    name = report.model.name
    return written((name, *row.values()) for row in records(report.matmuls))


def written(rows: Iterable[Sequence[Any]]) -> str:
    """Return rows as lines of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([map(_cell, row) for row in rows])
    return text.getvalue()


def _cell(value: object) -> object:
    """Keep text from being run as a formula by the program that opens the file."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
