"""Two models compared as one web page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import reportgen
from reportgen.brand import UNBRANDED, Brand
from reportgen.changes import Line
from reportgen.diff import COUNTED, Diff
from reportgen.html.templates import render
from reportgen.look import PLAIN, Look
from reportgen.numbers import change, terse

PITCH = 54


@dataclass(frozen=True, slots=True)
class Pair:
    """Two bars of one component, one below the other, in per cent of the longest of all."""

    line: Line
    first: float
    second: float
    y: int


@dataclass(frozen=True, slots=True)
class PairChart:
    """A total by component: its column, what it is called, and the bars."""

    name: str
    title: str
    pairs: tuple[Pair, ...]

    @property
    def height(self) -> int:
        """Return the height of the drawing, in pixels."""
        return PITCH * len(self.pairs)


def diff_page(found: Diff, look: Look = PLAIN) -> str:
    """Return two models compared as a self-contained HTML page."""
    return render("diff.html", context(found, look.brand), look.templates)


def context(found: Diff, brand: Brand = UNBRANDED) -> dict[str, object]:
    """Return what `diff.html` may use.

    names, reports                what the two are called; their models
    headline                      the figures people ask for, by name, whether they differ or not
    charts                        parameters and FLOPs by component as bars
    parts, others, same           what differs, what only one has; whether nothing differs
    terse, change                 how values and relative differences are written
    brand                         name, logo, footer and colours; what is empty is not set
    version                       what made the page
    """
    return {
        "names": found.names,
        "models": (found.first.model, found.second.model),
        "headline": {line.labels[0]: line for line in found.headline},
        "charts": [_chart(found, column) for column in ("params", "flops")],
        "parts": found.parts,
        "others": found.others,
        "same": found.same,
        "terse": terse,
        "change": change,
        "brand": brand,
        "version": reportgen.__version__,
    }


def _chart(found: Diff, column: str) -> PairChart:
    title, _ = COUNTED[column]
    lines = [line for line in found.components if line.labels[-1] == title]
    shown = f"{title[0].upper()}{title[1:]} by component"
    return PairChart(column, shown, tuple(_pairs(lines)))


def _pairs(lines: list[Line]) -> Iterable[Pair]:
    longest = max((max(line.first, line.second) for line in lines), default=1)
    for i, line in enumerate(lines):
        first, second = (round(100 * float(x / longest), 2) for x in (line.first, line.second))
        yield Pair(line, first, second, i * PITCH)
