"""The charts that the script draws anew: what each is drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from reportgen.formula import Name
from reportgen.formula.javascript import js_list, js_text, js_words
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import PARTS
from reportgen.html.line_charts import chart_name
from reportgen.html.sweeps import components_of
from reportgen.html.tables import component_colours
from reportgen.html.treemap import GEOMETRY
from reportgen.reporting import Report
from reportgen.sweep import SHARE, Sweep
from reportgen.what_if import ROOFLINE, WhatIf


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: the script's function that draws it, its id, and what it needs: the script's names
    and texts."""

    kind: str
    id: str
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()

    def written(self) -> str:
        """Return the chart as the script has it."""
        texts = map(js_text, self.texts)
        return js_list((js_text(self.kind), js_text(self.id), js_words(self.names), *texts))


def drawings(report: Report, calculation: Calculation) -> Iterator[Drawing]:
    """Yield the charts of the page, and ask for what they show."""

    def columns(table: str, *keys: str) -> tuple[str, ...]:
        return (called(table), *(calculation.ask_column(table, key) for key in keys))

    yield Drawing("bars", "chart-params", columns("Totals", "title", "params_share"))
    yield Drawing("bars", "chart-flops", columns("Totals", "title", "flops_share"))
    named = {"Matmuls": "matmul", "OtherParameters": "parameter"}
    yield _treemap(calculation, "params", "parameters", named)
    yield _treemap(calculation, "flops", "FLOP", {"Matmuls": "matmul"})
    for id_, sweep in (("chart-context", report.context), ("chart-shapes", report.shapes)):
        if sweep:
            yield _stacks(report, calculation, id_, sweep)
    parts = report.memory_parts
    uses = [use.name for use in parts.uses]
    yield Drawing("memory", "chart-memory", columns(PARTS, *parts.parts), (parts.unit, *uses))
    said = ("layer", "matmul", "intensity", "attained", "bound")
    roof = [calculation.ask(Name(name)) for name in ("reached_flops", "reached_bandwidth")]
    roof += columns("Matmuls", *said)
    if report.scope.knows(["generates"]):
        roof += calculation.ask(Name("generates")), columns("Decode", *said)[0]
    yield Drawing("roof", "chart-roof", tuple(roof))
    for what_if in report.what_ifs:
        if what_if.name != ROOFLINE:
            yield from _lines(calculation, what_if)


def _treemap(calculation: Calculation, amount: str, unit: str, named: Mapping[str, str]) -> Drawing:
    """Return the treemap of an amount; `named` is the column with the rows' names by table."""
    for column in ("component", "title"):
        calculation.ask_column("Totals", column)
    for table, name in named.items():
        for column in ("component", "layer", amount, name):
            calculation.ask_column(table, column)
    tables = (word for pair in named.items() for word in pair)
    names = map(called, ("Totals", "component", "title", "layer", amount, *tables))
    return Drawing("treemap", f"map-{amount}", tuple(names), (unit, " ".join(map(str, GEOMETRY))))


def _stacks(report: Report, calculation: Calculation, id_: str, sweep: Sweep) -> Drawing:
    components = components_of(sweep)
    colours = component_colours(report)
    shape = calculation.ask_column(sweep.name, "shape")
    shares = [calculation.ask_column(sweep.name, name + SHARE) for name in components]
    titles = [f"{colours[name]} {sweep.titles[name]}" for name in components]
    return Drawing("stacks", id_, (called(sweep.name), shape, *shares), tuple(titles))


def _lines(calculation: Calculation, what_if: WhatIf) -> Iterator[Drawing]:
    charted = [r for r in what_if.readings if r.name in what_if.charted]
    for unit, group in groupby(charted, key=lambda reading: reading.unit):
        drawn = list(group)
        names = [calculation.ask_column(what_if.name, r.name) for r in drawn]
        swept = calculation.ask_column(what_if.name, what_if.swept)
        titles = [reading.title for reading in drawn]
        id_ = chart_name(what_if, drawn[0])
        yield Drawing(
            "lines", id_, (called(what_if.name), swept, *names), (what_if.unit, unit, *titles)
        )
