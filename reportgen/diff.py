"""Two reports side by side: the inputs, totals, figures and rows that differ, and by how much.

Rows are matched by component, layer and name. A component or a row that only one of them has
counts nothing in the other; an input or a figure that only one has is told apart. Texts that
differ stand below the numbers of their kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.aggregate import ExactTable, records
from reportgen.changes import (
    NOTHING,
    Amount,
    Amounts,
    Key,
    Line,
    Text,
    is_text,
    line_of,
    shown,
    text_of,
)
from reportgen.numbers import Number
from reportgen.reporting import Report

TOTALS = "totals"
HEADLINES = (
    *("params_total", "params_active", "flops_forward", "flops_per_token"),
    *("flops_training", "weights_bytes"),
)
COUNTED = {
    "params": ("parameters", "parameters"),
    "active_params": ("active parameters", "parameters"),
    "flops": ("forward FLOPs", "FLOP"),
}
SHAPE = ("m", "k", "n", "size", "count")


@dataclass(frozen=True)
class Part:
    """What differs of one kind, numbers and texts, and how many of both were compared.

    `headings` name the labels.
    """

    name: str
    title: str
    headings: Key
    lines: tuple[Line, ...]
    texts: tuple[Text, ...]
    compared: int

    @property
    def differing(self) -> tuple[Line | Text, ...]:
        """Return all that differs."""
        return (*self.lines, *self.texts)


@dataclass(frozen=True)
class Other:
    """What only one of the two has; None is where it is not."""

    kind: str
    name: str
    meaning: str
    first: Number | str | None
    second: Number | str | None


@dataclass(frozen=True)
class Diff:
    """Two reports, what they are called, and where they differ.

    `headline` and `components` are there whether they differ or not, to be drawn.
    """

    first: Report
    second: Report
    names: tuple[str, str]
    headline: tuple[Line, ...]
    components: tuple[Line, ...]
    parts: tuple[Part, ...]
    others: tuple[Other, ...]

    @property
    def same(self) -> bool:
        """Tell whether nothing differs."""
        return not self.others and not any(part.differing for part in self.parts)


def diff(first: Report, second: Report) -> Diff:
    """Compare two reports; a difference is the second's value less the first's."""
    inputs, figures = (_inputs(first), _inputs(second)), (_figures(first), _figures(second))
    totals = _in_order(_told_once(_joined(_totals(first), _totals(second))))
    known, rows = _common(*figures), _row_lines(first, second)
    return Diff(
        first=first,
        second=second,
        names=_names(first, second),
        headline=tuple(line for line in known if line.labels[0] in HEADLINES),
        components=totals,
        parts=(
            _part("inputs", "Inputs", ("input", "meaning"), _common(*inputs), _words(*inputs)),
            _part("totals", "Totals by component", ("component", "total"), totals),
            _part("figures", "Figures", ("figure", "meaning", "part"), known, _words(*figures)),
            _part("rows", "Rows", ("component", "layer", "row", "column"), rows),
        ),
        others=(*_others("input", *inputs), *_others("figure", *figures)),
    )


def _part(
    name: str, title: str, headings: Key, lines: tuple[Line, ...], texts: tuple[Text, ...] = ()
) -> Part:
    return Part(
        name=name,
        title=title,
        headings=headings,
        lines=tuple(line for line in lines if line.differs),
        texts=tuple(text for text in texts if text.first != text.second),
        compared=len(lines) + len(texts),
    )


def _names(first: Report, second: Report) -> tuple[str, str]:
    one, other = first.model.stem, second.model.stem
    return (one, other) if one != other else (f"{one} (first)", f"{other} (second)")


def _common(first: Amounts, second: Amounts) -> tuple[Line, ...]:
    """Return the numbers that both have."""
    return tuple(line_of(*each) for each in _pairs(first, second) if not is_text(*each[1:]))


def _words(first: Amounts, second: Amounts) -> tuple[Text, ...]:
    """Return the texts that both have."""
    return tuple(text_of(*each) for each in _pairs(first, second) if is_text(*each[1:]))


def _pairs(first: Amounts, second: Amounts) -> Iterator[tuple[Key, Amount, Amount]]:
    return ((key, value, second[key]) for key, value in first.items() if key in second)


def _joined(first: Amounts, second: Amounts) -> tuple[Line, ...]:
    """Return the numbers that either has; what the other lacks is nothing there."""
    keys = dict.fromkeys((*first, *second))
    pairs = ((key, first.get(key, NOTHING), second.get(key, NOTHING)) for key in keys)
    return tuple(line_of(*pair) for pair in pairs)


def _told_once(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Leave out the active parameters that are all of the parameters in both."""
    params, active = COUNTED["params"][0], COUNTED["active_params"][0]
    whole = {(*x.labels[:-1], x.first, x.second) for x in lines if x.labels[-1] == params}
    return tuple(
        line
        for line in lines
        if line.labels[-1] != active or (*line.labels[:-1], line.first, line.second) not in whole
    )


def _in_order(totals: tuple[Line, ...]) -> tuple[Line, ...]:
    """Put all parameters before all FLOPs, and leave out what neither has."""
    order = [title for title, _ in COUNTED.values()]
    kept = (line for line in totals if line.first or line.second)
    return tuple(sorted(kept, key=lambda line: order.index(line.labels[-1])))


def _others(kind: str, first: Amounts, second: Amounts) -> Iterator[Other]:
    """Yield what only one of the two has."""
    for key in dict.fromkeys((*first, *second)):
        if key in first and key in second:
            continue
        one, other = first.get(key), second.get(key)
        values = (None if each is None else shown(each.value) for each in (one, other))
        about = (one or other or NOTHING).about
        yield Other(kind, key[0], about[0], *values)


def _inputs(report: Report) -> Amounts:
    values = report.inputs.values
    return {
        (spec.name,): Amount(values[spec.name], spec.unit, (spec.meaning,))
        for spec in report.inputs.specs
    }


def _figures(report: Report) -> Amounts:
    """Return the figures but for closed forms, which are another way to count the totals."""
    forms = {form.name for form in report.closed_forms}
    titles = {TOTALS: "Totals", **report.section_titles}
    return {
        (figure.name,): Amount(figure.value, of.unit, (of.title, title), section != TOTALS)
        for section, title in titles.items()
        for figure in report.section(section)
        if figure.name not in forms
        for of in (figure.quantity,)
    }


def _totals(report: Report) -> Amounts:
    found = records(report.totals.exact)
    return {
        (str(row["title"]), title): Amount(row[column], unit)
        for column, (title, unit) in COUNTED.items()
        for row in found
    }


def _row_lines(first: Report, second: Report) -> tuple[Line, ...]:
    """Return the counts of rows that either has, and the shapes of those that both have."""
    one, other = _rows(first), _rows(second)
    shared = {key[:-1] for key in one} & {key[:-1] for key in other}
    return tuple(
        line
        for line in _told_once(_joined(one, other))
        if line.labels[-1] not in SHAPE or line.labels[:-1] in shared
    )


def _rows(report: Report) -> Amounts:
    found: dict[Key, Amount] = {}
    for table, label in ((report.matmuls, "matmul"), (report.other_parameters, "parameter")):
        found.update(_cells(report, table.exact, label))
    return found


def _cells(report: Report, table: ExactTable, label: str) -> Iterator[tuple[Key, Amount]]:
    seen: Counter[Key] = Counter()
    for row in records({name: table[name] for name in table if name in _WANTED}):
        own = (report.titles[str(row["component"])], str(row["layer"]), str(row[label]))
        seen[own] += 1
        key = own if seen[own] == 1 else (*own[:2], f"{own[2]} ({seen[own]})")
        for column in (*SHAPE, *COUNTED):
            if column in row:
                title, unit = COUNTED.get(column, (column, ""))
                yield (*key, title), Amount(row[column], unit)


_WANTED = {"layer", "matmul", "parameter", "component", *SHAPE, *COUNTED}
