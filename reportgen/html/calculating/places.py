"""Where a page shows what: the elements of `page.html` by CSS selectors, and their formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from reportgen.formula import Name, Node, Sentence, parse
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.formulas import value_name
from reportgen.html.calculating.short_names import called
from reportgen.html.formulas import explained_figures, shown_forms
from reportgen.html.sentences import live_parts
from reportgen.html.sweeps import components_of
from reportgen.html.tables import chooses
from reportgen.reporting import Report
from reportgen.sweep import SHARE, Sweep
from reportgen.what_if import WhatIf

Shown = tuple[str, Node]  # in which way, and what


class Place(NamedTuple):
    """Elements in the order of the page, and what each of them shows."""

    selector: str
    shown: tuple[Shown, ...]


class Grid(NamedTuple):
    """The rows of a table of the page, and what the cell with a number shows: how, which column."""

    selector: str
    table: str
    cells: tuple[tuple[int, str, str], ...]


@lru_cache(maxsize=1 << 12)
def written_place(place: Place) -> str:
    """Write a place: its selector, then each way with the names that are shown in it."""
    runs = groupby(place.shown, key=lambda shown: shown[0])
    said = [" ".join((way, *(value_name(formula) for _, formula in run))) for way, run in runs]
    return js_list((js_text(place.selector), f'"{";".join(said)}"'))


@lru_cache(maxsize=1 << 10)
def written_grid(grid: Grid) -> str:
    """Write a grid: its selector, its table, and what each cell shows in which way."""
    cells = ";".join(f"{i} {way} {called(column)}" for i, way, column in grid.cells)
    return f'["{grid.selector}","{called(grid.table)}","{cells}"]'


def places(report: Report) -> Iterator[Place]:
    """Yield the places whose figures follow the inputs."""
    yield from _head(chooses(report))
    totals = ("params", "params_share", "active_params", "flops", "flops_share")
    ways = ("whole", "percent", "whole", "short", "percent")
    yield _sums("#totals-table tfoot td", "Totals", totals, ways)
    products = ("params", "flops", "share")
    yield _sums("#matmuls-table tfoot th~td", "Matmuls", products, ("whole", "short", "percent"))
    others = ("params", "active_params", "share")
    yield _sums(
        "#other-table tfoot th~td", "OtherParameters", others, ("whole", "whole", "percent")
    )
    yield _sentences(report, "#answers i", (answer.sentence for answer in report.answers))
    yield from _sections(report)
    yield from _comparison(report)
    yield from _explanations(report)


def grids(report: Report) -> Iterator[Grid]:
    """Yield the tables of the page that have a row for each row of a report's table."""
    ways = {"params": "whole", "flops": "short", "params_share": "part", "flops_share": "part"}
    ways |= {"share": "part"}

    def grid(selector: str, table: str, first: int, *keys: str) -> Grid:
        cells = ((i, ways.get(key, "whole"), key) for i, key in enumerate(keys, first))
        return Grid(selector, table, tuple(cells))

    totals = ("params", "params_share", "active_params", "flops", "flops_share")
    yield grid("#totals-table tbody tr", "Totals", 1, *totals)
    products = ("m", "k", "n", "count", "stored", "params", "flops", "share")
    yield grid("#matmuls-table tbody tr", "Matmuls", 4, *products)
    others = ("size", "count", "params", "active_params", "share")
    yield grid("#other-table tbody tr", "OtherParameters", 4, *others)
    for what_if in report.what_ifs:
        yield _what_if(what_if)
    yield _sweep("#context-table tbody tr", report.context, 0)
    if report.shapes:
        yield _sweep("#shapes-table tbody tr", report.shapes, 1)


@cache
def _head(with_active: bool) -> tuple[Place, ...]:
    tokens = parse("batch_size * seq_len")
    total, forward, weights = map(Name, ("params_total", "flops_forward", "weights_bytes"))
    used = [Name("params_active")] if with_active else []
    lead = Place(
        "header .lead b",
        tuple(("grouped", formula) for formula in (total, *used, tokens, forward, weights)),
    )
    unused = ("some", parse("params_total - params_active"))
    parts = [Place("[data-part]", (unused, unused)) for _ in used]
    each: list[Shown] = [("grouped", total), ("si", total)]
    for formula in used:
        each += [("grouped", formula), ("si", formula)]
    each += [
        ("siflop", forward),
        ("grouped", Name("batch_size")),
        ("grouped", Name("seq_len")),
        ("siflop", Name("flops_per_token")),
        ("grouped", Name("flops_per_token")),
        ("sibytes", Name("weights_bytes")),
        ("plain", Name("weights_gib")),
        ("grouped", Name("bytes_per_value")),
        ("holds", Name("all_checks_hold")),
    ]
    return (lead, *parts, Place(".facts [data-f]", tuple(each)))


def _sections(report: Report) -> Iterator[Place]:
    names = [[figure.name for figure in report.shown(name)] for name in report.section_titles]
    remark = tuple(live_parts(report, report.device_remark))
    yield Place("section>.soft>i", remark * sum(map(bool, names)))
    yield _named(".figures td:nth-child(2)", "plain", tuple(chain.from_iterable(names)))


@lru_cache(maxsize=1 << 10)
def _named(selector: str, way: str, names: tuple[str, ...]) -> Place:
    return Place(selector, tuple((way, Name(name)) for name in names))


@cache
def _sums(selector: str, table: str, columns: tuple[str, ...], ways: tuple[str, ...]) -> Place:
    pairs = zip(ways, columns, strict=True)
    return Place(selector, tuple((way, parse(f"sum({table}.{c})")) for way, c in pairs))


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
