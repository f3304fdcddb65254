"""The workbook that compares all models of a batch: one row each, ratios and charts live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.aggregate import Scalar, catalog_columns, complete
from reportgen.summary import Summary
from reportgen.xlsx.charts import Area, rows_of, value_bars
from reportgen.xlsx.saving import save
from reportgen.xlsx.sheet import Sheet, TableColumn
from reportgen.xlsx.styles import Styles

TABLE, REFERENCE = "Comparison", "reference_model"
HEADER = 6
TEXTS = {"model": 26, "title": 36, "architecture": 16}
FACTS = {
    "params_total": "count",
    "params_active": "count",
    "seq_len": "count",
    "batch_size": "count",
    "bytes_per_value": "number",
    "flops_forward": "flops",
    "flops_attention_core": "flops",
}
LOOKS = {
    "active_share": "share",
    "attention_core_share": "share",
    "flops_per_token": "flops",
}


def write_comparison(summaries: Sequence[Summary], path: Path) -> None:
    """Write one row per model: its figures, and as formulas what follows from them.

    The ratios are to a reference model, which can be chosen from a list.
    """
    save(make_comparison(summaries), path)


def make_comparison(summaries: Sequence[Summary]) -> Workbook:
    """Return the workbook that compares the models."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    styles = Styles()
    sheet = Sheet(workbook, styles, "Comparison")
    sheet.heading("Comparison", "One row per model, each at the seq_len and batch_size shown.")
    columns = _columns()
    sheet.widths(*(TEXTS.get(column.key, max(14, len(column.key) + 3)) for column in columns))
    below = sheet.table(HEADER, TABLE, columns, _rows(summaries))
    _reference(sheet, summaries[0].name, below - 1)
    charts = Sheet(workbook, styles, "Charts")
    charts.heading("Charts", "The models of the sheet Comparison, on logarithmic axes.")
    _charts(charts, sheet, [column.key for column in columns], below)
    sheet.worksheet.freeze_panes = f"B{HEADER + 1}"
    sheet.worksheet.print_title_rows = f"{HEADER}:{HEADER}"
    workbook.properties.title, workbook.properties.creator = "comparison", "reportgen"
    return workbook


def _columns() -> list[TableColumn]:
    columns = [TableColumn(key, "text") for key in TEXTS]
    columns += [TableColumn(key, look) for key, look in FACTS.items()]
    derived = catalog_columns("comparison")
    return columns + [TableColumn(c.name, LOOKS.get(c.name, "ratio"), c.formula) for c in derived]


def _rows(summaries: Sequence[Summary]) -> list[Mapping[str, Scalar]]:
    facts = [_facts(summary) for summary in summaries]
    table = {TABLE: {key: [row[key] for row in facts] for key in facts[0]}}
    env: dict[str, Scalar] = {REFERENCE: summaries[0].name}
    return [complete(row, catalog_columns("comparison"), env, table) for row in facts]


def _facts(summary: Summary) -> dict[str, Scalar]:
    return {
        "model": summary.name,
        "title": summary.title,
        "architecture": summary.architecture,
        "params_total": summary.params_total,
        "params_active": summary.params_active,
        "seq_len": summary.seq_len,
        "batch_size": summary.batch_size,
        "bytes_per_value": summary.bytes_per_value,
        "flops_forward": summary.flops_forward,
        "flops_attention_core": summary.attention_core,
    }


def _reference(sheet: Sheet, name: str, last: int) -> None:
    sheet.text(4, 1, "Ratios are to this model:", "label")
    sheet.text(4, 2, name, "input")
    sheet.name(4, 2, REFERENCE)
    names = DataValidation(type="list", formula1=f"$A${HEADER + 1}:$A${last}", allow_blank=False)
    names.showErrorMessage, names.errorStyle = True, "stop"
    names.errorTitle, names.error = REFERENCE, "Choose one of the models in the table below."
    names.add("B4")
    sheet.worksheet.add_data_validation(names)


def _charts(charts: Sheet, sheet: Sheet, keys: Sequence[str], below: int) -> None:
    area = Area(1, HEADER, below - 1)
    row = 4
    for title, chosen in (
        ("Parameters", {"params_total": "all", "params_active": "active"}),
        ("Forward FLOPs per token", {"flops_per_token": "FLOPs per token"}),
    ):
        columns = {keys.index(key) + 1: name for key, name in chosen.items()}
        chart = value_bars(sheet.worksheet, title, area, columns)
        charts.worksheet.add_chart(chart, f"A{row}")
        row += rows_of(chart) + 1
