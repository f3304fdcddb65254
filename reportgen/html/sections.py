"""The parts of a page that go beyond the count: memory, training, inference, hardware."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from reportgen.figures import Figure
from reportgen.html.line_charts import LineChart, line_charts
from reportgen.html.sentences import told
from reportgen.html.tables import Plain
from reportgen.numbers import plain
from reportgen.reporting import Report
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


class Points(NamedTuple):
    """Figures at several values of one quantity: headings with their units, rows, and charts."""

    name: str
    title: str
    headings: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Plain, ...], ...]
    charts: tuple[LineChart, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page."""

    name: str
    title: str
    lead: str
    remark: Markup
    groups: tuple[Group, ...]
    what_ifs: tuple[Points, ...]


def sections(report: Report) -> list[Section]:
    """Return the parts that the report has figures for."""
    remark = told(report, report.device_remark)
    found = [_section(report, name, title, remark) for name, title in report.section_titles.items()]
    return [section for section in found if section.groups]


def _section(report: Report, name: str, title: str, remark: Markup) -> Section:
    shown = (figure for figure in report.section(name) if not figure.quantity.detail)
    grouped = groupby(shown, key=lambda figure: figure.quantity.group)
    return Section(
        name=name,
        title=title,
        lead=report.section_lead(name),
        remark=remark,
        groups=tuple(Group(group, tuple(map(_told, members))) for group, members in grouped),
        what_ifs=tuple(_points(report, w) for w in report.what_ifs if w.section == name),
    )


def _told(figure: Figure) -> Told:
    quantity = figure.quantity
    return Told(quantity.title, plain(figure.value), quantity.unit, quantity.meaning)


def _points(report: Report, what_if: WhatIf) -> Points:
    table = report.what_if_tables[what_if.name]
    swept = what_if.swept.replace("_", " ")
    headings = [(swept, what_if.unit if what_if.unit != swept else "")]
    headings += [(r.title, r.unit) for r in what_if.readings]
    rows = zip(*table.values(), strict=True)
    return Points(
        name=what_if.name,
        title=what_if.title,
        headings=tuple(headings),
        rows=tuple(tuple(map(plain, row)) for row in rows),
        charts=() if what_if.name == ROOFLINE else line_charts(what_if, table),
    )
