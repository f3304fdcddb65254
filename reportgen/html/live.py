"""What lets a page calculate: its formulas as JavaScript, where they show, and its inputs as fields.

Everything else is in the script, which is the same on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from itertools import groupby

from reportgen.aggregate import RowTable
from reportgen.formula import Name, Number
from reportgen.formula.javascript import js_number, js_text
from reportgen.html.calculation import Calculation, Cell, Table
from reportgen.html.places import Grid, Place, grids, places
from reportgen.html.sweeps import components_of
from reportgen.html.tables import component_colours
from reportgen.reporting import Report
from reportgen.rows import Row
from reportgen.spec import InputSpec
from reportgen.spec.inputs import LARGEST_WHOLE
from reportgen.sweep import SHARE, Sweep
from reportgen.what_if import ROOFLINE, WhatIf

# The inputs that people change most stand on the first screen.
FIRST = (
    "seq_len",
    "decoder_seq_len",
    "batch_size",
    "bytes_per_value",
    "hardware",
    "compute_type",
)
_PARTS = "MemoryParts"


@dataclass(frozen=True, slots=True)
class Field:
    """An input as a field of the first screen; one that is `chosen` has a list."""

    name: str
    unit: str
    meaning: str
    value: str
    chosen: bool


def fields(report: Report) -> list[Field]:
    """Return the fields of the first screen."""
    specs = {spec.name: spec for spec in report.inputs.specs}
    return [_field(report, specs[name]) for name in FIRST if name in specs]


@dataclass(frozen=True, slots=True)
class Live:
    """What the script calculates with, as the JavaScript of one object, and its names of names."""

    code: str
    short: Mapping[str, str]


def live(report: Report) -> Live:
    """Return what a page of the report calculates with."""
    calculation = Calculation(report, dict(_tables(report)))
    shown, rows = list(places(report)), list(grids(report))
    asked = [_asked_place(calculation, place) for place in shown]
    for grid in rows:
        for _, _, column in grid.cells:
            calculation.ask_column(grid.table, column)
    drawings = list(_drawings(report, calculation))
    conditions = [calculation.ask(c.condition) for c in report.model.constraints]
    for spec in report.inputs.specs:
        if spec.choices_of:
            calculation.ask_column(*spec.choices_of.split("."))
    for table, columns in _CHECKED.items():
        for column in columns:
            calculation.ask_column(table, column)
    written = calculation.written()
    short = written.short
    parts = {
        "f": f"{{{written.formulas}}}",
        "t": f"{{{written.tables}}}",
        "k": f"[{written.texts}]",
        "i": _list(_input(report, spec, short) for spec in report.inputs.specs),
        "s": _list(js_text(title) for title, _ in report.inputs_by_section),
        "c": js_text(" ".join(short[name] for name in conditions)),
        "p": _list(_place(place, names, short) for place, names in zip(shown, asked, strict=True)),
        "g": _list(_grid(grid, short) for grid in rows),
        "d": _list(_drawing(drawing, short) for drawing in drawings),
        "w": _list(_checked(table, columns, short) for table, columns in _CHECKED.items()),
    }
    code = ",".join(f"{key}:{said}" for key, said in parts.items())
    return Live(f"{{{code}}}", short)


# What must come out as whole numbers that are not negative, as `aggregate` has it.
_CHECKED = {
    "Matmuls": ("layer", "matmul", "m", "k", "n", "count", "stored", "active", "bias"),
    "OtherParameters": ("layer", "parameter", "size", "count", "active"),
}


def _list(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def _field(report: Report, spec: InputSpec) -> Field:
    value = report.inputs.values[spec.name]
    written = value if isinstance(value, str) else repr(value)
    return Field(spec.name, spec.unit, spec.meaning, written, spec.kind in ("choice", "flag"))


def _choices(spec: InputSpec) -> tuple[str, ...]:
    return ("0", "1") if spec.kind == "flag" else spec.choices


def _input(report: Report, spec: InputSpec, short: Mapping[str, str]) -> str:
    """Write an input: its name, kind, value unless it follows a formula, what it may be, part."""
    follows = spec.name in report.inputs.follows
    value = "null" if follows else _literal(report.inputs.values[spec.name])
    parts = [specs for _, specs in report.inputs_by_section]
    part = next(i for i, specs in enumerate(parts) if spec in specs)
    kind = js_text(spec.kind[0])
    return f"[{js_text(short[spec.name])},{kind},{value},{_allowed(spec, short)},{part}]"


def _allowed(spec: InputSpec, short: Mapping[str, str]) -> str:
    """Write the choices, or the names of the table and the column that has them, or the range."""
    if spec.choices_of:
        return js_text(" ".join(short[name] for name in spec.choices_of.split(".")))
    if choices := _choices(spec):
        return _list(map(js_text, choices))
    usual = spec.kind == "whole" and (spec.minimum, spec.maximum) == (1, LARGEST_WHOLE)
    return "0" if usual else _list(map(_literal, (spec.minimum, spec.maximum)))


def _literal(value: float | str) -> str:
    if isinstance(value, str):
        return js_text(value)
    return f"-{js_number(-value)}" if value < 0 else js_number(value)


def _asked_place(calculation: Calculation, place: Place) -> list[str]:
    return [calculation.ask(formula) for _, formula in place.shown]


def _place(place: Place, names: Sequence[str], short: Mapping[str, str]) -> str:
    """Write a place: its selector, then each way with the names that are shown in it."""
    ways = [way for way, _ in place.shown]
    runs = groupby(zip(ways, names, strict=True), key=lambda pair: pair[0])
    said = [f"{way} {' '.join(short[name] for _, name in run)}" for way, run in runs]
    return f"[{js_text(place.selector)},{js_text(';'.join(said))}]"


def _grid(grid: Grid, short: Mapping[str, str]) -> str:
    cells = ";".join(f"{i} {way} {short[column]}" for i, way, column in grid.cells)
    return f"[{js_text(grid.selector)},{js_text(short[grid.table])},{js_text(cells)}]"


def _checked(table: str, columns: Sequence[str], short: Mapping[str, str]) -> str:
    return _list(map(js_text, (short[table], " ".join(short[column] for column in columns))))


def _tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Yield the tables that formulas sum over or that the page shows, by name."""
    for name, table, rows in (
        ("Matmuls", report.matmuls, report.rows.matmuls),
        ("OtherParameters", report.other_parameters, report.rows.others),
        ("Activations", report.activations, report.rows.activations),
        ("Cache", report.cache, report.rows.caches),
        ("Decode", report.decode, report.decode_rows),
    ):
        yield name, _row_table(table, rows)
    given = {key: [str(v) for v in report.totals.exact[key]] for key in ("component", "title")}
    yield "Totals", Table(given, {c.name: c.formula for c in report.totals.columns})
    for lookup in report.lookups:
        columns = {
            key: [cell if isinstance(cell, str) else Number(cell) for cell in cells]
            for key, cells in lookup.columns.items()
        }
        yield lookup.name, Table(columns, {})
    for what_if in report.what_ifs:
        points = {what_if.swept: [Number(point) for point in what_if.points]}
        yield what_if.name, Table(points, {r.name: r.formula for r in what_if.readings})
    for sweep in filter(None, (report.context, report.shapes)):
        yield sweep.name, _sweep_table(sweep)
    uses = report.memory_parts.uses
    parts = {part: [use.amounts[part] for use in uses] for part in report.memory_parts.parts}
    yield _PARTS, Table(parts, {})


def _row_table(table: RowTable, rows: Sequence[Row]) -> Table:
    if not rows:
        return Table({key: () for key in table.exact}, {})
    keys = [key.name for key in dataclass_fields(rows[0])]
    given: dict[str, list[Cell]] = {key: [getattr(row, key) for row in rows] for key in keys}
    return Table(given, {column.name: column.formula for column in table.columns})


def _sweep_table(sweep: Sweep) -> Table:
    given: dict[str, list[Cell]] = {"shape": list(sweep.labels)}
    for name in sweep.swept:
        given[name] = [Number(int(row[name])) for row in sweep.rows]
    return Table(given, sweep.columns)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: the script's function that draws it, its id, and names and texts that it needs."""

    kind: str
    id: str
    names: tuple[str, ...]
    texts: tuple[str, ...] = ()


def _drawings(report: Report, calculation: Calculation) -> Iterator[Drawing]:
    def columns(table: str, *keys: str) -> tuple[str, ...]:
        return (table, *(calculation.ask_column(table, key) for key in keys))

    yield Drawing("bars", "chart-params", columns("Totals", "title", "params_share"))
    yield Drawing("bars", "chart-flops", columns("Totals", "title", "flops_share"))
    for id_, sweep in (("chart-context", report.context), ("chart-shapes", report.shapes)):
        if sweep:
            yield _stacks(report, calculation, id_, sweep)
    parts = report.memory_parts
    uses = [use.name for use in parts.uses]
    yield Drawing("memory", "chart-memory", columns(_PARTS, *parts.parts), (parts.unit, *uses))
    roof = [calculation.ask(Name(n)) for n in ("reached_flops", "reached_bandwidth", "generates")]
    said = ("layer", "matmul", "intensity", "attained", "bound")
    columns("Decode", *said)
    matmuls = columns("Matmuls", *said)
    yield Drawing("roof", "chart-roof", (*roof, "Decode", *matmuls))
    for what_if in report.what_ifs:
        if what_if.name != ROOFLINE:
            yield from _lines(calculation, what_if)


def _stacks(report: Report, calculation: Calculation, id_: str, sweep: Sweep) -> Drawing:
    components = components_of(sweep)
    colours = component_colours(report)
    calculation.ask_column(sweep.name, "shape")
    shares = [calculation.ask_column(sweep.name, name + SHARE) for name in components]
    titles = [f"{colours[name]} {sweep.titles[name]}" for name in components]
    return Drawing("stacks", id_, (sweep.name, "shape", *shares), tuple(titles))


def _lines(calculation: Calculation, what_if: WhatIf) -> Iterator[Drawing]:
    charted = [r for r in what_if.readings if r.name in what_if.charted]
    for unit, group in groupby(charted, key=lambda reading: reading.unit):
        drawn = list(group)
        names = [calculation.ask_column(what_if.name, r.name) for r in drawn]
        swept = calculation.ask_column(what_if.name, what_if.swept)
        id_ = f"chart-{what_if.name}-{names[0]}".lower().replace("_", "-")
        titles = [reading.title for reading in drawn]
        yield Drawing("lines", id_, (what_if.name, swept, *names), (what_if.unit, unit, *titles))


def _drawing(drawing: Drawing, short: Mapping[str, str]) -> str:
    keys = " ".join(short[name] for name in drawing.names)
    said = ",".join(map(js_text, (drawing.kind, drawing.id, keys, *drawing.texts)))
    return f"[{said}]"

