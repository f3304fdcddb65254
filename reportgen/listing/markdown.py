"""Markdown: a report to paste into a note, an issue or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.listing import words
from reportgen.numbers import raw
from reportgen.printable import printable
from reportgen.reporting import Report

# Whatever Markdown or the HTML inside it would read as markup; `_` is none inside a word.
SPECIAL = re.compile(r"([\\`*{}\[\]<>#|~$&]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")


def section(report: Report) -> str:
    """Return a report as a section of Markdown."""
    return "\n".join(_section(report)) + "\n"


def _section(report: Report) -> Iterator[str]:
    yield from (f"## {escaped(words.name(report))}", "", escaped(words.headline(report)))
    yield from ("", *table(words.components(report, words.RAW), left=1))
    yield from ("", *table(words.matmuls(report, words.RAW), left=2))
    yield from ("", *table(words.others(report, words.RAW), left=2), "")
    yield from (f"- {escaped(f'{title}: {form}')}" for title, form in words.closed_forms(report))
    inputs = ", ".join(map(" = ".join, words.settings(report, raw)))
    yield f"- Inputs: {escaped(inputs)}"
    yield f"- Source: {escaped(printable(report.model.source))}"
    yield f"- {escaped(words.verdict(report))}"


def table(rows: list[words.Row], left: int) -> Iterator[str]:
    """Yield the rows as a Markdown table, the first `left` columns to the left."""
    heading, *others = rows
    yield _row(map(escaped, heading))
    yield _row([":--"] * left + ["--:"] * (len(heading) - left))
    yield from (_row(map(escaped, row)) for row in others)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Return `text` so that Markdown shows it as it is."""
    return SPECIAL.sub(r"\\\1", text)
