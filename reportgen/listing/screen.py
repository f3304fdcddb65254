"""Text for a terminal: the headline, the components with their shares as bars, the rows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reportgen.listing import words
from reportgen.numbers import Number
from reportgen.printable import printable
from reportgen.reporting import Report

WIDTH = 100
LONGEST_BAR = 20
EIGHTHS = " ▏▎▍▌▋▊▉"


def screen(report: Report) -> str:
    """Return a report as a screen of text."""
    return "\n".join(_screen(report)) + "\n"


def _screen(report: Report) -> Iterator[str]:
    yield from wrapped(words.headline(report))
    yield from ("", *_components(report))
    yield from ("", *aligned(words.matmuls(report), left=2))
    yield from ("", *aligned(words.others(report), left=2), "")
    for form in words.closed_forms(report):
        yield from wrapped(form)
    yield from wrapped("Inputs: " + ", ".join(map(" = ".join, words.settings(report))))
    yield from wrapped("Source: " + printable(report.model.source))
    yield from wrapped(words.verdict(report))


def _components(report: Report) -> Iterator[str]:
    lines = list(aligned(words.components(report), left=1))
    room = min(LONGEST_BAR, WIDTH - 2 - max(map(len, lines)))
    shares = map(words.number, report.totals.exact["flops_share"])
    bars = ["", *(bar(share, room) for share in shares), ""]
    return (f"{line}  {drawn}".rstrip() for line, drawn in zip(lines, bars, strict=True))


def bar(share: Number, room: int) -> str:
    """Return a bar that takes its share of the room, to an eighth of a character."""
    eighths = round(share * room * 8)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()


def aligned(rows: list[words.Row], left: int) -> Iterator[str]:
    """Yield the rows with their columns aligned, the first `left` of them to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        sides = [str.ljust] * left + [str.rjust] * (len(row) - left)
        cells = (side(cell, width) for side, cell, width in zip(sides, row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def wrapped(text: str) -> list[str]:
    """Return a text in lines that fit."""
    if len(text) <= WIDTH:
        return [text]
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
