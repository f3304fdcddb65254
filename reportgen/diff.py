"""Two reports side by side: the inputs, totals, figures and rows that differ, and by how much.

Rows are matched by component, layer and name. A component or a row that only one of them has
counts nothing in the other; an input or a figure that only one has is told apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.aggregate import ExactTable, Scalar, catalog_columns, complete, records
from reportgen.numbers import LARGEST_EXACT, Number
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
Key = tuple[str, ...]


class Amount(NamedTuple):
    """A value and its unit, and more words on what it is; a `detail` goes beyond the count."""

    value: Scalar
    unit: str
    about: Key = ()
    detail: bool = False


Amounts = Mapping[Key, Amount]
NOTHING = Amount(0, "")


@dataclass(frozen=True)
class Line:
    """A number of both: what it is, its unit, the two values, their difference.

    `relative` is the difference as a part of the first, or 1 where that is 0. A `detail` goes
    beyond the count and is left out where there is little room.
    """

    labels: Key
    unit: str
    first: Number
    second: Number
    difference: Number
    relative: Number
    detail: bool = False

    @property
    def is_new(self) -> bool:
        """Tell whether the first has nothing that the difference could be a part of."""
        return self.first == 0

    @property
    def differs(self) -> bool:
        """Tell whether the two values are not the same."""
        return self.first != self.second


@dataclass(frozen=True)
class Part:
    """The lines of one kind that differ, and how many were compared; `headings` name the labels."""

    name: str
    title: str
    headings: Key
    lines: tuple[Line, ...]
    compared: int


@dataclass(frozen=True)
class Other:
    """What cannot be subtracted: a text, or what only one of them has; None is where it is not."""

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
        return not self.others and not any(part.lines for part in self.parts)


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
            _part("inputs", "Inputs", ("input", "meaning"), _common(*inputs)),
            _part("totals", "Totals by component", ("component", "total"), totals),
            _part("figures", "Figures", ("figure", "meaning", "part"), known),
            _part("rows", "Rows", ("component", "layer", "row", "column"), rows),
        ),
        others=(*_others("input", *inputs), *_others("figure", *figures)),
    )


def _part(name: str, title: str, headings: Key, lines: tuple[Line, ...]) -> Part:
    return Part(name, title, headings, tuple(line for line in lines if line.differs), len(lines))


def _names(first: Report, second: Report) -> tuple[str, str]:
    one, other = first.model.stem, second.model.stem
    return (one, other) if one != other else (f"{one} (first)", f"{other} (second)")


def _common(first: Amounts, second: Amounts) -> tuple[Line, ...]:
    """Return the numbers that both have."""
    keys = (key for key in first if key in second)
    pairs = ((key, first[key], second[key]) for key in keys)
    return tuple(_line(*pair) for pair in pairs if not _texts(pair[1], pair[2]))


def _joined(first: Amounts, second: Amounts) -> tuple[Line, ...]:
    """Return the numbers that either has; what the other lacks is nothing there."""
    keys = dict.fromkeys((*first, *second))
    pairs = ((key, first.get(key, NOTHING), second.get(key, NOTHING)) for key in keys)
    return tuple(_line(*pair) for pair in pairs)


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
    """Yield what cannot be subtracted and is not the same."""
    for key in dict.fromkeys((*first, *second)):
        one, other = first.get(key), second.get(key)
        if one and other and (one.value == other.value or not _texts(one, other)):
            continue
        values = (None if each is None else _shown(each.value) for each in (one, other))
        about = (one or other or NOTHING).about
        yield Other(kind, key[0], about[0], *values)


def _texts(*amounts: Amount) -> bool:
    return any(isinstance(amount.value, str | bool) for amount in amounts)


def _line(labels: Key, first: Amount, second: Amount) -> Line:
    row: dict[str, Scalar] = {"first": _held(first.value), "second": _held(second.value)}
    found = complete(row, catalog_columns("differences"), {}, {})
    values = {name: _shown(value) for name, value in found.items()}
    known = second if first is NOTHING else first
    words = (*labels, *known.about)
    return Line(words, known.unit, **values, detail=known.detail)  # type: ignore[arg-type]


def _held(value: Scalar) -> Scalar:
    """Return a number as a workbook's cell holds it, so that differences are the same there."""
    return value if isinstance(value, int) and abs(value) <= LARGEST_EXACT else float(value)


def _shown(value: Scalar) -> Number | str:
    if isinstance(value, str | int):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) <= LARGEST_EXACT else number


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
