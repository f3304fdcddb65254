"""The parts of a page that go beyond the count: memory, training, inference, hardware."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from markupsafe import Markup

from reportgen.aggregate import Scalar
from reportgen.figures import Plain
from reportgen.html.line_charts import LineChart, line_charts
from reportgen.html.sentences import told
from reportgen.numbers import plain, readable
from reportgen.reporting import Report
from reportgen.spec import Quantity
from reportgen.what_if import ROOFLINE, WhatIf


class Told(NamedTuple):
    """A figure as a page tells it: what it is, its value, its meaning."""

    title: str
    value: Plain
    unit: str
    meaning: str


class Group(NamedTuple):
    """Figures that stand together under a heading."""

    title: str
    figures: tuple[Told, ...]


Outline = tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


class Points(NamedTuple):
    """Figures at several values of one quantity: headings with their units, rows, and charts."""

    name: str
    title: str
    headings: tuple[tuple[str, str], ...]
    exact: tuple[tuple[Scalar, ...], ...]
    charts: tuple[LineChart, ...]

    @property
    def rows(self) -> tuple[tuple[Plain, ...], ...]:
        """Return the rows, each value to what is worth reading."""
        return tuple([tuple(map(plain, row)) for row in self.exact])

    @property
    def texts(self) -> Iterator[str]:
        """Return what the rows hold as it is read, one value after the other."""
        return map(readable, chain.from_iterable(self.exact))


class Section(NamedTuple):
    """One part of the page: what it tells of, which is alike on many pages, and the values.

    `outline` has the headings, and the title, unit and meaning of each figure below them.
    """

    name: str
    title: str
    lead: str
    remark: Markup
    outline: Outline
    exact: tuple[Scalar, ...]
    what_ifs: tuple[Points, ...]

    @property
    def values(self) -> tuple[Plain, ...]:
        """Return the values of the figures, each to what is worth reading."""
        return tuple(map(plain, self.exact))

    @property
    def texts(self) -> Iterator[str]:
        """Return the same values as they are read."""
        return map(readable, self.exact)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the figures with their values, under their headings."""
        values = iter(self.values)
        return tuple(
            Group(heading, tuple(Told(title, next(values), *said) for title, *said in figures))
            for heading, figures in self.outline
        )


def sections(report: Report) -> list[Section]:
    """Return the parts that the report has figures for."""
    remark = told(report, report.device_remark)
    titles = report.section_titles.items()
    return [_section(report, name, title, remark) for name, title in titles if report.shown(name)]


def _section(report: Report, name: str, title: str, remark: Markup) -> Section:
    quantities, values = zip(*report.shown(name), strict=True)
    return Section(
        name=name,
        title=title,
        lead=report.section_lead(name),
        remark=remark,
        outline=_outline(quantities),
        exact=values,
        what_ifs=tuple([_points(report, w) for w in report.what_ifs if w.section == name]),
    )


@lru_cache(maxsize=256)
def _outline(quantities: tuple[Quantity, ...]) -> Outline:
    grouped = groupby(quantities, key=lambda quantity: quantity.group)
    return tuple(
        (heading, tuple((q.title, q.unit, q.meaning) for q in members))
        for heading, members in grouped
    )


def _points(report: Report, what_if: WhatIf) -> Points:
    table = report.what_if_tables[what_if.name]
    return Points(
        name=what_if.name,
        title=what_if.title,
        headings=_headings(what_if),
        exact=tuple(zip(*table.values(), strict=True)),
        charts=() if what_if.name == ROOFLINE else line_charts(what_if, table),
    )


@lru_cache(maxsize=64)
def _headings(what_if: WhatIf) -> tuple[tuple[str, str], ...]:
    swept = what_if.swept.replace("_", " ")
    unit = what_if.unit if what_if.unit != swept else ""
    return ((swept, unit), *((reading.title, reading.unit) for reading in what_if.readings))
