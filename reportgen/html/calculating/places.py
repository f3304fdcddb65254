"""Where a page shows what: the elements of `page.html` by CSS selectors, and their formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from reportgen.formula import Name, Node, Sentence
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.formulas import numbered, value_name
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.usual_places import Place, Shown, usual_places, usual_values
from reportgen.html.formulas import explained_figures, shown_forms
from reportgen.html.sentences import live_parts
from reportgen.html.sweeps import components_of
from reportgen.html.tables import chooses
from reportgen.reporting import Report
from reportgen.sweep import SHARE, Sweep
from reportgen.what_if import WhatIf


class Grid(NamedTuple):
    """The rows of a table of the page, and what the cell with a number shows: how, which column."""

    selector: str
    table: str
    cells: tuple[tuple[int, str, str], ...]


class WrittenPlace(NamedTuple):
    """A place as JavaScript, and the values without a name that it shows.

    Of those that pages of any model show, it has the definitions; `own` are the other formulas.
    """

    text: str
    usual: tuple[str, ...]
    own: tuple[Node, ...]


@lru_cache(maxsize=1 << 12)
def written_place(place: Place) -> WrittenPlace:
    """Write a place: its selector, then each way with the names that are shown in it."""
    runs = groupby(place.shown, key=lambda shown: shown[0])
    said = [" ".join((way, *(value_name(formula) for _, formula in run))) for way, run in runs]
    unnamed, usual = [f for _, f in place.shown if type(f) is not Name], usual_values()
    return WrittenPlace(
        js_list((js_text(place.selector), f'"{";".join(said)}"')),
        tuple([numbered(formula) for formula in unnamed if formula in usual]),
        tuple([formula for formula in unnamed if formula not in usual]),
    )


@lru_cache(maxsize=1 << 10)
def written_grid(grid: Grid) -> str:
    """Write a grid: its selector, its table, and what each cell shows in which way."""
    cells = ";".join(f"{i} {way} {called(column)}" for i, way, column in grid.cells)
    return f'["{grid.selector}","{called(grid.table)}","{cells}"]'


def places(report: Report) -> Iterator[Place]:
    """Yield the places whose figures follow the inputs."""
    yield from usual_places(chooses(report))
    yield _sentences(report, "#answers i", (answer.sentence for answer in report.answers))
    yield from _sections(report)
    yield from _comparison(report)
    yield from _explanations(report)


def grids(report: Report) -> Iterator[Grid]:
    """Yield the tables of the page that have a row for each row of a report's table."""
    yield from _grids_of_rows()
    yield from map(_what_if, report.what_ifs)
    yield _sweep("#context-table tbody tr", report.context, 0)
    if report.shapes:
        yield _sweep("#shapes-table tbody tr", report.shapes, 1)


@cache
def _grids_of_rows() -> tuple[Grid, ...]:
    ways = {"params": "whole", "flops": "short", "params_share": "part", "flops_share": "part"}
    ways |= {"share": "part"}

    def grid(selector: str, table: str, first: int, *keys: str) -> Grid:
        cells = ((i, ways.get(key, "whole"), key) for i, key in enumerate(keys, first))
        return Grid(selector, table, tuple(cells))

    totals = ("params", "params_share", "active_params", "flops", "flops_share")
    products = ("m", "k", "n", "count", "stored", "params", "flops", "share")
    others = ("size", "count", "params", "active_params", "share")
    return (
        grid("#totals-table tbody tr", "Totals", 1, *totals),
        grid("#matmuls-table tbody tr", "Matmuls", 4, *products),
        grid("#other-table tbody tr", "OtherParameters", 4, *others),
    )


def _sections(report: Report) -> Iterator[Place]:
    shown = list(filter(None, map(report.shown, report.section_titles)))
    remark = tuple(live_parts(report, report.device_remark))
    yield Place("section>.soft>i", remark * len(shown))
    names = tuple([figure.quantity.name for figures in shown for figure in figures])
    yield _named(".figures td:nth-child(2)", "plain", names)


@lru_cache(maxsize=1 << 10)
def _named(selector: str, way: str, names: tuple[str, ...]) -> Place:
    return Place(selector, tuple((way, Name(name)) for name in names))


def _sentences(report: Report, selector: str, sentences: Iterable[Sentence]) -> Place:
    return Place(selector, tuple(part for each in sentences for part in live_parts(report, each)))


def _comparison(report: Report) -> Iterator[Place]:
    if not report.model.stands_for_many and report.scope.knows(["quadratic_crossover"]):
        crossover = Name("quadratic_crossover")
        yield Place("#context>p:not(.soft)", (("some", crossover), ("none", crossover)))
        yield Place("#context>p>b", (("#,##0", crossover),))
    rules: list[Shown] = []
    for rule in report.rules:
        given = Name(rule.name)
        rules += [("whole", given), ("whole", rule.exact), ("whole", rule.difference)]
        rules.append(("relative", rule.relative))
    yield Place("#rules-table td:not(.wide)", tuple(rules))
    yield _sentences(report, "#rules-table .wide>i", (rule.why for rule in report.rules))
    if report.lines:
        lines: list[Shown] = []
        for line in report.lines:
            lines.append(("whole", line.exact))
            if line.difference is not None:
                lines.append(("whole", line.difference))
            lines.append(("verdict", line.verdict))
        yield Place(
            "#lines-table :is(td:nth-child(3), td:nth-child(4):not(:empty), .mark)", tuple(lines)
        )
        yield _sentences(report, "#lines-table .wide>i", (line.reason for line in report.lines))


def _explanations(report: Report) -> Iterator[Place]:
    shown = shown_forms(report)
    yield _named(".form b", "grouped", tuple(form.name for form in shown))
    conditions = (form.condition for form in shown if form.condition)
    yield Place(".form i", tuple((way, c) for c in conditions for way in ("some", "none")))
    figures = tuple(figure.name for figure in explained_figures(report))
    yield _named(".v2 td:nth-child(2)", "grouped", figures)
    checks = tuple(check.name for check in report.checks)
    yield _named(".checks td:nth-child(2)", "check", checks)


def _what_if(what_if: WhatIf) -> Grid:
    readings = enumerate(what_if.readings, 1)
    cells = tuple((i, "plain", reading.name) for i, reading in readings)
    return Grid(f"#{what_if.name.lower()}-table tbody tr", what_if.name, cells)


def _sweep(selector: str, sweep: Sweep, first: int) -> Grid:
    at = first + len(sweep.swept)
    cells = [(at, "short", "total")]
    for i, component in enumerate(components_of(sweep), at + 1):
        cells.append((i, "percent", component + SHARE))
    return Grid(selector, sweep.name, tuple(cells))
