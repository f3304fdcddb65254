"""A verified workbook as text or JSON: what was changed, then each difference by its kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from math import isfinite

from reportgen.listing import objects
from reportgen.listing.plain import plain
from reportgen.listing.prose import fitting
from reportgen.listing.window import PIPE, Window
from reportgen.printable import printable
from reportgen.verification.verifying import Difference, Verification

# A workbook that was not calculated has a difference in every cell; a listing must end.
MOST_LISTED, MOST_IN_JSON = 12, 500
LONGEST_TEXT = 100
TITLES = {
    "name": "Named elsewhere",
    "missing": "Missing",
    "formula": "Another formula",
    "value": "Another value",
    "text": "Another text",
    "uncalculated": "Without a value, since a program that does not calculate saved the workbook",
    "stale": "Not what the inputs give",
    "extra": "Not of the report",
}


def verified_as_text(found: Verification, window: Window = PIPE) -> str:
    """Return what a terminal shows of a verified workbook."""
    lines = (fitting(printable(line), window) for line in _lines(found))
    return "".join(f"{line}\n" for each in lines for line in each)


def verified_as_json(found: Verification, window: Window = PIPE) -> str:
    """Return a verified workbook as one JSON object on a line; `left_out` counts what is not."""
    counts = Counter(each.kind for each in found.differences)
    shown = [each for kind in TITLES for each in _of(found, kind)[:MOST_IN_JSON]]
    document = {
        "workbook": str(found.path),
        "model": found.report.model.name,
        "agrees": found.agrees,
        "cells": found.compared,
        "changed": {name: list(map(plain, pair)) for name, pair in found.changed.items()},
        "differences": [_plain(each) for each in shown],
        "left_out": {kind: n - MOST_IN_JSON for kind, n in counts.items() if n > MOST_IN_JSON},
    }
    return objects.written(document, window)


def _plain(each: Difference) -> dict[str, object]:
    return {name: _value(value) for name, value in vars(each).items()}


def _value(value: object) -> object:
    """Return what a cell holds as JSON can: a date, or a number that is none, as its text."""
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    return value if value is None or isinstance(value, (int, str)) else str(value)


def _of(found: Verification, kind: str) -> list[Difference]:
    return [each for each in found.differences if each.kind == kind]


def _lines(found: Verification) -> Iterator[str]:
    compared = f"{found.compared:,} cells compared"
    yield f"{found.path}: a workbook of {found.report.model.name}, {compared}"
    if found.changed:
        pairs = found.changed.items()
        changes = ", ".join(f"{name} {_text(was)} -> {_text(now)}" for name, (was, now) in pairs)
        yield f"Inputs changed since it was made: {changes}"
    for kind, title in TITLES.items():
        if differences := _of(found, kind):
            yield from ("", f"{title}: {_cells(len(differences))}")
            yield from map(_line, differences[:MOST_LISTED])
            if rest := differences[MOST_LISTED:]:
                yield f"  and {len(rest):,} more"
    yield ""
    if found.agrees:
        yield "Every figure is what the inputs give."
    else:
        count = f"{len(found.differences):,} of {found.compared:,} cells"
        yield f"{count} are not what the inputs give."


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


def _line(each: Difference) -> str:
    name = f" ({each.name})" if each.name else ""
    if each.kind == "name":
        return f"  {each.name} is {each.found or 'nowhere'}, should be {each.expected}"
    if each.kind == "uncalculated":
        return f"  {each.place}{name}: should be {_text(each.expected)}"
    if each.kind == "missing":
        return f"  {each.place}{name}: empty, should be {_text(each.expected)}"
    if each.kind == "extra":
        return f"  {each.place}: {_text(each.found)}"
    return f"  {each.place}{name}: {_text(each.found)}, should be {_text(each.expected)}"


def _text(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,.15g}" if isinstance(value, float) else f"{value:,}"
    text = str(value).upper() if isinstance(value, bool) else str(value)
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 3] + "..."


def verified_listings(window: Window) -> dict[str, Callable[[Verification], str]]:
    """Return the listings by name, written for a window."""
    ways = {"text": verified_as_text, "json": verified_as_json}
    return {name: partial(way, window=window) for name, way in ways.items()}
