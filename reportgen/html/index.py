"""The index over many reports: a table that compares the models and leads to their files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import reportgen
from reportgen.html.svg import COLOURS, Piece, strip
from reportgen.html.sweeps import Drawn
from reportgen.html.templates import render
from reportgen.look import PLAIN, Look
from reportgen.numbers import percent
from reportgen.summary import Summary

KINDS, BOOKS = ("html", "xlsx", "eml"), ("comparison.xlsx", "calculator.xlsx")


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One model of the index: its summary, its files' kinds, and its FLOPs by component."""

    summary: Summary
    kinds: tuple[str, ...]
    strip: tuple[Piece, ...]
    description: str


def index(
    summaries: Sequence[Summary],
    failures: Mapping[str, str] | None = None,
    look: Look = PLAIN,
    there: Collection[str] | None = None,
) -> str:
    """Return the index page; `failures` has the message of each model that lacks files.

    It leads to the files whose names are `there`, or to all that there may be.
    """
    titles = _titles(summaries)
    return render(
        "index.html",
        {
            "lines": [_line(summary, titles, there) for summary in summaries],
            "legend_items": [Drawn(title, _colour(i)) for i, title in enumerate(titles.values())],
            "books": [book for book in BOOKS if there is None or book in there],
            "failures": failures or {},
            "brand": look.brand,
            "version": reportgen.__version__,
        },
        look.templates,
    )


def _titles(summaries: Sequence[Summary]) -> dict[str, str]:
    """Return the titles of all components that take FLOPs in any model."""
    found: dict[str, str] = {}
    for summary in summaries:
        for name, title in summary.component_titles.items():
            if summary.flops_shares[name] > 0:
                found.setdefault(name, title)
    return found


def _line(summary: Summary, titles: Mapping[str, str], there: Collection[str] | None) -> IndexLine:
    shares = {name: summary.flops_shares.get(name, 0.0) for name in titles}
    described = [
        f"{titles[name]} {percent(share, 1)}" for name, share in shares.items() if share > 0
    ]
    return IndexLine(
        summary,
        tuple(kind for kind in KINDS if there is None or f"{summary.name}.{kind}" in there),
        strip((_colour(i), share) for i, share in enumerate(shares.values())),
        ", ".join(described),
    )


def _colour(position: int) -> int:
    # The first colour is a grey, for what comes first on a page and takes no FLOPs.
    return (position + 1) % COLOURS
