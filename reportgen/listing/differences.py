"""Two models compared, as text, JSON, CSV or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from reportgen.changes import NO_NUMBER, Line, Text
from reportgen.diff import Diff, Other, Part
from reportgen.listing import commas, objects, words
from reportgen.listing.columns import Column, numbers, texts
from reportgen.listing.grid import fitted, natural
from reportgen.listing.markdown import escaped, table
from reportgen.listing.plain import unrounded
from reportgen.listing.prose import sentence
from reportgen.listing.tables import INDENT, cells, headed, under
from reportgen.listing.widths import cut, right
from reportgen.listing.window import PIPE, Window
from reportgen.numbers import Number, raw, signed, terse
from reportgen.printable import printable

Row = tuple[str, ...]
VALUES = ("first", "second", "difference", "relative")
# Text for a pipe shows this much of a label.
LONGEST_LABEL = 44
# What the lines of a part have in common with their neighbours, and what is their own.
GROUPED: Mapping[str, Callable[[Sequence[str]], tuple[str, str]]] = {
    "totals": lambda labels: (labels[1], labels[0]),
    "rows": lambda labels: (" ".join(labels[1:-1]), labels[-1]),
}
LEFT_OUT = "--format csv lists them, and --output DIR writes all as a page and a workbook"


def as_text(found: Diff, window: Window = PIPE) -> str:
    """Return what a terminal shows of two models: all that differs but for details."""
    return "".join(f"{line}\n" for line in _lines(found, window))


def as_json(found: Diff, window: Window = PIPE) -> str:
    """Return two models compared as one JSON object on a line."""
    document = {
        "first": _model(found, 0),
        "second": _model(found, 1),
        "same": found.same,
        **{part.name: [_plain(part, line) for line in part.differing] for part in found.parts},
        "others": [
            {key: unrounded(value) for key, value in vars(each).items()} for each in found.others
        ],
        "compared": {part.name: part.compared for part in found.parts},
    }
    return objects.written(document, window)


def as_csv(found: Diff) -> str:
    """Return every line that differs as CSV, values whole and unrounded."""
    rows: list[tuple[Any, ...]] = [("part", "name", "unit", *VALUES)]
    for part in found.parts:
        for line in part.differing:
            values = [unrounded(getattr(line, name)) for name in VALUES]
            rows.append((part.name, _name(part, line), line.unit, *values))
    for other in found.others:
        pair = map(unrounded, (other.first, other.second))
        rows.append((f"{other.kind}s", other.name, "", *pair, None, None))
    return commas.written(rows)


def as_markdown(found: Diff) -> str:
    """Return two models compared as a section of Markdown."""
    return "\n".join(_section(found)) + "\n"


def _model(found: Diff, i: int) -> Mapping[str, str]:
    model = (found.first, found.second)[i].model
    return {"name": found.names[i], "model": model.name, "title": model.title}


def _headline(found: Diff, i: int) -> str:
    """Return a model's headline, under the name that tells it from the other."""
    report, name = (found.first, found.second)[i], found.names[i]
    said = words.headline(report)
    return said if name in (report.model.name, report.model.title) else f"{name}: {said}"


def _plain(part: Part, line: Line | Text) -> dict[str, Any]:
    values = {name: unrounded(getattr(line, name)) for name in VALUES}
    labels = dict(zip(part.headings, line.labels, strict=True))
    return {**labels, "unit": line.unit, **values}


def _name(part: Part, line: Line | Text) -> str:
    return " / ".join(line.labels) if part.name in ("totals", "rows") else line.labels[0]


def _lines(found: Diff, window: Window) -> Iterator[str]:
    for i in range(2):
        said = _headline(found, i)
        yield from sentence(said, window, said.partition(": ")[0])
    if found.same:
        yield from ("", *sentence(_nothing(found), window))
    for part in found.parts:
        shown = [line for line in part.differing if not line.detail]
        if shown:
            yield from ("", *_part(found, part, shown, window))
        if details := len(part.differing) - len(shown):
            yield from sentence(f"and {details:,} figures more; {LEFT_OUT}", window)
    if found.others:
        yield from ("", *_others(found, window))


def _part(found: Diff, part: Part, shown: Sequence[Line | Text], window: Window) -> Iterator[str]:
    rows = _table(found, part, shown, terse, _short_label if window.whole else _brief_label)
    columns = list(cells(rows, window))
    if window.whole:
        return headed(fitted(_columns(*columns), window), window)
    return _titled(part, shown, columns, window)


def _titled(
    part: Part, shown: Sequence[Line | Text], columns: list[list[str]], window: Window
) -> Iterator[str]:
    """Yield a part under a title of its own, so that labels have room."""
    label = columns[0]
    yield window.strong(window.shown(cut(label[0], window.columns)))
    label[0] = ""
    flat = _columns(*columns)
    if natural(flat) <= window.columns or part.name not in GROUPED:
        yield from headed(fitted(flat, window), window)
    else:
        groups, label[1:] = zip(*(_grouped(part, line, window) for line in shown), strict=True)
        yield from under(groups, fitted(_columns(*columns), window, len(INDENT)), window)


def _columns(
    label: Sequence[str],
    first: Sequence[str],
    second: Sequence[str],
    difference: Sequence[str],
    relative: Sequence[str],
) -> list[Column]:
    return [
        texts(label, least=20),
        numbers(first, heading=10),
        numbers(second, heading=10),
        numbers(difference, rank=2),
        numbers(relative, rank=1),
    ]


def _grouped(part: Part, line: Line | Text, window: Window) -> tuple[str, str]:
    """Return what stands above lines where labels find no room, and what is left of the label."""
    above, label = GROUPED[part.name](line.labels)
    return window.shown(printable(above)), window.shown(printable(label))


def _others(found: Diff, window: Window) -> Iterator[str]:
    kind, name, first, second = cells(_other_rows(found, terse), window)
    values = [texts(column, least=10, side=right) for column in (first, second)]
    return headed(fitted([texts(kind, least=6), texts(name, least=12), *values], window), window)


def _nothing(found: Diff) -> str:
    counts = [f"{part.compared:,} {part.title.lower()}" for part in found.parts]
    return f"Nothing differs: {', '.join(counts)} are the same."


def _section(found: Diff) -> Iterator[str]:
    yield from (f"## {escaped(found.names[0])} and {escaped(found.names[1])}", "")
    yield f"- {escaped(_headline(found, 0))}"
    yield f"- {escaped(_headline(found, 1))}"
    if found.same:
        yield from ("", _nothing(found))
    for part in found.parts:
        if part.differing:
            yield from ("", *table(_table(found, part, part.differing, raw, _label), left=1))
    if found.others:
        yield from ("", *table(_other_rows(found, raw), left=2))


def _table(
    found: Diff,
    part: Part,
    lines: Sequence[Line | Text],
    number: Callable[[Number | str], str],
    label: Callable[[Part, Line | Text], str],
) -> list[Row]:
    heading = f"{part.title}: {len(part.differing):,} of {part.compared:,} differ"
    rows = [
        (
            printable(label(part, line)),
            number(line.first),
            number(line.second),
            NO_NUMBER if line.difference is None else signed(line.difference, number),
            line.moved[1],
        )
        for line in lines
    ]
    return [(heading, *found.names, "difference", "relative"), *rows]


def _label(part: Part, line: Line | Text) -> str:
    unit = f", {line.unit}" if line.unit and part.name in ("inputs", "figures") else ""
    return f"{_name(part, line)}{unit}"


def _brief_label(part: Part, line: Line | Text) -> str:
    # The component of a row is told by its layer well enough.
    return " ".join(line.labels[1:]) if part.name == "rows" else _label(part, line)


def _short_label(part: Part, line: Line | Text) -> str:
    name = _brief_label(part, line)
    return name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 3] + "..."


def _other_rows(found: Diff, number: Callable[[Number | str], str]) -> list[Row]:
    def shown(value: Number | str | None) -> str:
        return "–" if value is None else printable(number(value))

    rows = [(_kind(o), printable(o.name), shown(o.first), shown(o.second)) for o in found.others]
    return [("In one only", "", *found.names), *rows]


def _kind(other: Other) -> str:
    return other.kind


def diff_listings(window: Window) -> dict[str, Callable[[Diff], str]]:
    """Return the listings by name; text and JSON are written for a window."""
    text, line = partial(as_text, window=window), partial(as_json, window=window)
    return {"text": text, "json": line, "csv": as_csv, "md": as_markdown}
