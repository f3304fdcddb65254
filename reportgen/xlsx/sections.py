"""The sheets Memory, Training, Inference and Hardware: figures, and the tables behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.chart import ScatterChart

from reportgen.aggregate import RowTable, Scalar, records
from reportgen.parts import Parts
from reportgen.rows import Row
from reportgen.spec import LookupTable
from reportgen.what_if import ROOFLINE, WhatIf
from reportgen.xlsx.charts import (
    COLORS,
    TERA_AXIS,
    Area,
    add_points,
    lines,
    rows_of,
    stacked_amounts,
)
from reportgen.xlsx.figures import WIDTHS, write_figures
from reportgen.xlsx.matmuls import columns_of, write_rows
from reportgen.xlsx.sheet import Evaluated, ReportSheet, TableColumn

# A sheet shows the figures of these sections of the catalogue, the first of which names it.
SHEETS = {
    "Memory": ("memory",),
    "Training": ("training", "parallel", "lora"),
    "Inference": ("inference",),
    "Hardware": ("hardware",),
}
CHART_ROWS = 20
TOP = 5
PRINTED = 8  # what stands further to the right would make the print too small to read


def write_section(sheet: ReportSheet, title: str) -> int:
    """Write one of the sheets: its figures, its what-if tables, and the tables it sums over.

    Returns the first row below them.
    """
    sections = SHEETS[title]
    report = sheet.report
    sheet.heading(title, report.section_lead(sections[0]))
    sheet.widths(*WIDTHS)
    sheet.sentence(3, 1, report.device_remark, "text")
    row = _parts(sheet, TOP, report.memory_parts) if title == "Memory" else TOP
    for section in sections:
        row = write_figures(sheet, row, report.section(section))
    for name, (section, table, rows) in _row_tables(sheet).items():
        if section == title:
            row = _rows(sheet, row, name, table, rows)
    for what_if in report.what_ifs:
        if what_if.section in sections:
            row = _what_if(sheet, row, what_if)
    for lookup in report.lookups:
        if lookup.section in sections:
            row = _lookup(sheet, row, lookup)
    sheet.worksheet.freeze_panes = f"A{TOP}"
    sheet.print_columns(PRINTED, bottom=row - 1)
    return row


def _parts(sheet: ReportSheet, row: int, parts: Parts) -> int:
    sheet.text(row, 1, f"{parts.title}, {parts.unit}", "heading")
    columns = [TableColumn("use", "text")] + [TableColumn(part, "amount") for part in parts.parts]
    rows: list[Mapping[str, Scalar | Evaluated]] = [
        {
            "use": use.name,
            **{p: Evaluated(f, sheet.report.value(f)) for p, f in use.amounts.items()},
        }
        for use in parts.uses
    ]
    below = sheet.table(row + 1, "MemoryParts", columns, rows)
    named = {i: part.replace("_", " ") for i, part in enumerate(parts.parts, 2)}
    area = Area(1, row + 1, below - 1)
    chart = stacked_amounts(sheet.worksheet, parts.title, area, named, parts.unit)
    sheet.worksheet.add_chart(chart, f"A{below + 1}")
    return below + 2 + rows_of(chart)


def write_presets(sheet: ReportSheet) -> None:
    """Write the tables that a calculator looks the chosen model up in."""
    sheet.heading("Presets", "What each preset says; the cells of Inputs look it up here.")
    sheet.widths(30, *[16] * (len(sheet.report.lookups[-1].columns) - 1))
    for lookup in sheet.report.model.lookups:
        _lookup(sheet, TOP, lookup)
    sheet.worksheet.freeze_panes = f"B{TOP + 2}"


def _row_tables(sheet: ReportSheet) -> dict[str, tuple[str, RowTable, Sequence[Row]]]:
    report = sheet.report
    found: dict[str, tuple[str, RowTable, Sequence[Row]]] = {
        "Activations": ("Memory", report.activations, report.rows.activations)
    }
    if report.rows.generate:
        found["Cache"] = ("Memory", report.cache, report.rows.caches)
        found["Decode"] = ("Inference", report.decode, report.decode_rows)
    return found


def _rows(sheet: ReportSheet, row: int, name: str, table: RowTable, rows: Sequence[Row]) -> int:
    sheet.text(row, 1, _ROW_TITLES[name], "heading")
    return write_rows(sheet, row + 2, name, columns_of(name, table), table, rows) + 1


_ROW_TITLES = {
    "Activations": "What the forward pass keeps for the backward pass, tensor by tensor",
    "Cache": "What generation keeps of the tokens so far",
    "Decode": "The matrix products that make one more token of every sequence",
}


def _lookup(sheet: ReportSheet, row: int, lookup: LookupTable) -> int:
    sheet.text(row, 1, lookup.title, "heading")
    texts = {name for name, values in lookup.columns.items() if isinstance(values[0], str)}
    looks = {c: "year" for c, unit in lookup.units.items() if unit == "year"}
    looks |= dict.fromkeys(texts, "text")
    columns = [TableColumn(c, looks.get(c, "number")) for c in lookup.columns]
    return sheet.table(row + 1, lookup.name, columns, records(lookup.columns)) + 1


def _what_if(sheet: ReportSheet, row: int, what_if: WhatIf) -> int:
    sheet.text(row, 1, what_if.title, "heading")
    table = sheet.report.what_if_tables[what_if.name]
    readings = {reading.name: reading.formula for reading in what_if.readings}
    columns = [TableColumn(what_if.swept, "input")]
    columns += [TableColumn(name, "quantity", formula) for name, formula in readings.items()]
    below = sheet.table(row + 1, what_if.name, columns, records(table))
    keys = list(table)
    said = {reading.name: f"{reading.title}, {reading.unit}" for reading in what_if.readings}
    charted = {keys.index(name) + 1: said[name] for name in what_if.charted}
    area = Area(1, row + 1, below - 1)
    chart = lines(sheet.worksheet, what_if.title, area, charted, what_if.unit)
    if what_if.name == ROOFLINE:
        _products(sheet, chart)
    sheet.worksheet.add_chart(chart, f"A{below + 1}")
    return below + CHART_ROWS


def _products(sheet: ReportSheet, chart: ScatterChart) -> None:
    """Draw the products of a pass under the roof, and those of one more token."""
    chart.y_axis.title, chart.y_axis.number_format = "FLOP/s", TERA_AXIS
    _stand(sheet, chart, "Matmuls", "all tokens at once", COLORS[1])
    if sheet.report.rows.generate:
        _stand(sheet, chart, "Decode", "one more token", COLORS[2])


def _stand(sheet: ReportSheet, chart: ScatterChart, table: str, name: str, color: str) -> None:
    """Draw where the products of a table stand under the roof."""
    x, y = (sheet.column(f"{table}.{key}") for key in ("intensity_drawn", "attained_drawn"))
    add_points(chart, x, y, name, color)
