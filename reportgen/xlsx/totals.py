"""The sheet Totals: the sums by component with a chart, and every figure as a named cell."""

from __future__ import annotations

from openpyxl.chart import BarChart

from reportgen.aggregate import records
from reportgen.model import OWN_SECTION
from reportgen.xlsx.charts import Area, rows_of, share_bars
from reportgen.xlsx.figures import WIDTHS, write_figures
from reportgen.xlsx.sheet import ReportSheet, TableColumn

HEADER = 4
LOOKS = {
    "component": "text",
    "title": "text",
    "params_share": "share",
    "flops_share": "share",
    "flops": "flops",
}


def write_totals(sheet: ReportSheet) -> None:
    """Write the totals by component, their chart, and below them the named figures."""
    sheet.heading("Totals", "Sums of the rows by component; below, every figure as a named cell.")
    sheet.widths(*WIDTHS)
    totals = sheet.report.totals
    formulas = {column.name: column.formula for column in totals.columns}
    columns = [TableColumn(key, LOOKS.get(key, "count"), formulas.get(key)) for key in totals.exact]
    below = sheet.table(HEADER, "Totals", columns, records(totals.exact))
    chart = component_chart(sheet, "Shares of parameters and of FLOPs")
    sheet.worksheet.add_chart(chart, f"A{below + 1}")
    _figures(sheet, below + 2 + rows_of(chart))
    sheet.worksheet.freeze_panes = f"A{HEADER + 1}"


def component_chart(totals: ReportSheet, title: str) -> BarChart:
    """Return the chart of the components' shares, drawn from the table on Totals."""
    table = totals.report.totals.exact
    keys = list(table)
    columns = {"params_share": "of the parameters", "flops_share": "of the forward FLOPs"}
    area = Area(keys.index("title") + 1, HEADER, HEADER + len(table["component"]))
    named = {keys.index(key) + 1: name for key, name in columns.items()}
    return share_bars(totals.worksheet, title, area, named)


def _figures(sheet: ReportSheet, top: int) -> None:
    sheet.text(top, 1, "Figures", "heading")
    report = sheet.report
    elsewhere = {rule.name for rule in report.rules}
    elsewhere |= {form.name for form in report.closed_forms}
    totals = [figure for figure in report.section("totals") if figure.name not in elsewhere]
    own = report.section(OWN_SECTION)
    row = write_figures(sheet, top + 1, totals)
    if own:
        sheet.text(row, 1, report.section_titles[OWN_SECTION], "heading")
        write_figures(sheet, row + 1, own)
