"""The charts that the script draws anew: what each is drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from reportgen.formula.javascript import js_list, js_text, js_words
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import PARTS
from reportgen.html.line_charts import charted
from reportgen.html.sweeps import components_of
from reportgen.html.tables import component_colours
from reportgen.html.treemap import GEOMETRY
from reportgen.reporting import Report
from reportgen.sweep import SHARE, Sweep
from reportgen.what_if import ROOFLINE, WhatIf

_POINT = ("layer", "matmul", "intensity", "attained", "bound")


class Drawing(NamedTuple):
    """A chart: the script's function that draws it, its id, and the words that the function takes.

    `names` are those of figures, tables and columns among them; `texts` follow.
    """

    kind: str
    id: str
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 10)
def written_drawing(drawing: Drawing) -> str:
    """Write a chart: its function, its id, and what the function takes."""
    names, texts = js_words(map(called, drawing.names)), map(js_text, drawing.texts)
    return js_list((js_text(drawing.kind), js_text(drawing.id), names, *texts))


def drawings(report: Report) -> Iterator[Drawing]:
    """Yield the charts of the page."""
    yield from _of_totals()
    for id_, sweep in (("chart-context", report.context), ("chart-shapes", report.shapes)):
        if sweep:
            yield _stacks(report, id_, sweep)
    parts = report.memory_parts
    uses = [use.name for use in parts.uses]
    yield _of_table("memory", "chart-memory", PARTS, tuple(parts.parts), (parts.unit, *uses))
    yield _roof(report.scope.knows(["generates"]))
    for what_if in report.what_ifs:
        if what_if.name != ROOFLINE:
            yield from _lines(what_if)


@cache
def _of_totals() -> tuple[Drawing, ...]:
    """Return the charts that every page has of the same columns."""
    named = {"Matmuls": "matmul"}
    return (
        _bars("params"),
        _bars("flops"),
        _treemap("params", "parameters", named | {"OtherParameters": "parameter"}),
        _treemap("flops", "FLOP", named),
    )


def _of_table(
    kind: str, id_: str, table: str, keys: tuple[str, ...], texts: tuple[str, ...] = ()
) -> Drawing:
    return Drawing(kind, id_, (table, *keys), texts)


def _bars(amount: str) -> Drawing:
    return _of_table("bars", f"chart-{amount}", "Totals", ("title", f"{amount}_share"))


def _treemap(amount: str, unit: str, named: Mapping[str, str]) -> Drawing:
    """Return the treemap of an amount; `named` is the column with the rows' names by table."""
    tables = (word for pair in named.items() for word in pair)
    names = ("Totals", "component", "title", "layer", amount, *tables)
    texts = (unit, " ".join(map(str, GEOMETRY)))
    return Drawing("treemap", f"map-{amount}", names, texts)


def _stacks(report: Report, id_: str, sweep: Sweep) -> Drawing:
    components, colours = components_of(sweep), component_colours(report)
    titles = tuple(f"{colours[name]} {sweep.titles[name]}" for name in components)
    keys = ("shape", *(name + SHARE for name in components))
    return _of_table("stacks", id_, sweep.name, keys, titles)


@cache
def _roof(generates: bool) -> Drawing:
    """Return the roofline: products of a pass, and of a step where a model can make one."""
    reached = ("reached_flops", "reached_bandwidth")
    step = ("generates", "Decode") if generates else ()
    return Drawing("roof", "chart-roof", (*reached, "Matmuls", *_POINT, *step))


def _lines(what_if: WhatIf) -> Iterator[Drawing]:
    for name, unit, readings in charted(what_if):
        keys = (what_if.swept, *[reading.name for reading in readings])
        texts = (what_if.unit, unit, *[reading.title for reading in readings])
        yield _of_table("lines", name, what_if.name, keys, texts)
