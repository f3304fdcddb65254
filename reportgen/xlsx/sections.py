"""The sheets Memory, Training, Inference and Hardware: figures, and the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.aggregate import RowTable
from reportgen.rows import Row
from reportgen.spec import LookupTable
from reportgen.what_if import WhatIf
from reportgen.xlsx.charts import Area, lines
from reportgen.xlsx.figures import WIDTHS, write_figures
from reportgen.xlsx.matmuls import write_rows
from reportgen.xlsx.sheet import ReportSheet, TableColumn

# A sheet shows the figures of these sections of the catalogue, the first of which names it.
SHEETS = {
    "Memory": ("memory",),
    "Training": ("training", "parallel", "lora"),
    "Inference": ("inference",),
    "Hardware": ("hardware",),
}
CHART_ROWS = 20
TOP = 4


def write_section(sheet: ReportSheet, title: str) -> int:
    """Write one of the sheets: its figures, its what-if tables, and the tables it sums over.

    Returns the first row below them.
    """
    sections = SHEETS[title]
    report = sheet.report
    sheet.heading(title, report.section_lead(sections[0]))
    sheet.widths(*WIDTHS)
    row = TOP
    for section in sections:
        row = write_figures(sheet, row, report.section(section))
    for what_if in report.what_ifs:
        if what_if.section in sections:
            row = _what_if(sheet, row, what_if)
    for name, (section, table, rows) in _row_tables(sheet).items():
        if section == title:
            row = _rows(sheet, row, name, table, rows)
    for lookup in report.lookups:
        if lookup.section in sections:
            row = _lookup(sheet, row, lookup)
    sheet.worksheet.freeze_panes = f"A{TOP}"
    return row


def write_presets(sheet: ReportSheet) -> None:
    """Write the tables that a calculator looks the chosen model up in."""
    sheet.heading("Presets", "What each preset says; the cells of Inputs look it up here.")
    sheet.widths(30, *[16] * (len(sheet.report.lookups[-1].columns) - 1))
    for lookup in sheet.report.model.lookups:
        _lookup(sheet, TOP, lookup)
    sheet.worksheet.freeze_panes = f"B{TOP + 2}"


def _row_tables(sheet: ReportSheet) -> dict[str, tuple[str, RowTable, Sequence[Row]]]:
    report = sheet.report
    return {
        "Activations": ("Memory", report.activations, report.rows.activations),
        "Cache": ("Memory", report.cache, report.rows.caches),
        "Decode": ("Inference", report.decode, report.decode_rows),
    }


def _rows(sheet: ReportSheet, row: int, name: str, table: RowTable, rows: Sequence[Row]) -> int:
    sheet.text(row, 1, _ROW_TITLES[name], "heading")
    return write_rows(sheet, row + 2, name, tuple(table.exact), table, rows) + 1


_ROW_TITLES = {
    "Activations": "What the forward pass keeps for the backward pass, tensor by tensor",
    "Cache": "What generation keeps of the tokens so far",
    "Decode": "The matrix products that make one more token of every sequence",
}


def _lookup(sheet: ReportSheet, row: int, lookup: LookupTable) -> int:
    sheet.text(row, 1, lookup.title, "heading")
    texts = {name for name, values in lookup.columns.items() if isinstance(values[0], str)}
    columns = [TableColumn(c, "text" if c in texts else "number") for c in lookup.columns]
    rows = [
        dict(zip(lookup.columns, values, strict=True))
        for values in zip(*lookup.columns.values(), strict=True)
    ]
    return sheet.table(row + 1, lookup.name, columns, rows) + 1


def _what_if(sheet: ReportSheet, row: int, what_if: WhatIf) -> int:
    sheet.text(row, 1, what_if.title, "heading")
    table = what_if.table(sheet.report.scope)
    readings = {reading.name: reading.formula for reading in what_if.readings}
    columns = [TableColumn(what_if.swept, "input")]
    columns += [TableColumn(name, "quantity", formula) for name, formula in readings.items()]
    rows = [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]
    below = sheet.table(row + 1, what_if.name, columns, rows)
    keys = list(table)
    charted = {keys.index(name) + 1: name for name in what_if.charted}
    chart = lines(
        sheet.worksheet, what_if.title, Area(1, row + 1, below - 1), charted, what_if.unit
    )
    sheet.worksheet.add_chart(chart, f"A{below + 1}")
    return below + CHART_ROWS
