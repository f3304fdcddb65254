"""The sheet Context: the totals at other context lengths, and at other shapes of the family."""

from __future__ import annotations

from itertools import zip_longest

from reportgen.sweep import SHARE, Sweep
from reportgen.xlsx.charts import Area, stacked_shares
from reportgen.xlsx.sheet import ReportSheet, TableColumn

CHART_ROWS = 20


def write_context(sheet: ReportSheet) -> None:
    """Write the sweep over context lengths with its chart, and the family's shapes below."""
    report = sheet.report
    sheet.heading(
        "Context",
        "Forward FLOPs by component at other context lengths; the lengths in blue can be edited.",
    )
    for answer in report.answers:
        if "quadratic_crossover" in answer.sentence.names:
            sheet.sentence(3, 1, answer.sentence, "text")
    tables = [_columns(swept) for swept in (report.context, report.shapes) if swept]
    across = zip_longest(*tables)
    widths = [max(12, *(len(c.key) + 2 for c in columns if c)) for columns in across]
    sheet.widths(max(24 if report.shapes else 16, widths[0]), *widths[1:])
    row = _sweep(
        sheet,
        5,
        report.context,
        "FLOPs by context length",
        "tokens per sequence",
    )
    if report.shapes:
        sheet.text(row, 1, "The same architecture in the family's shapes", "heading")
        row = _sweep(sheet, row + 2, report.shapes, "FLOPs by shape", "")
    sheet.worksheet.freeze_panes = "B5"
    # On paper the charts show the shares.
    last = max([column.key for column in columns].index("total") + 1 for columns in tables)
    sheet.print_columns(last, bottom=row)
    sheet.worksheet.page_setup.fitToHeight = len(tables)


def _sweep(sheet: ReportSheet, top: int, sweep: Sweep, title: str, axis: str) -> int:
    """Write one sweep as a table with its chart below; returns the first row under both."""
    columns = _columns(sweep)
    rows = [{"shape": label, **row} for label, row in zip(sweep.labels, sweep.rows, strict=True)]
    below = sheet.table(top, sweep.name, columns, rows)
    shares = {
        i: sweep.titles[column.key]
        for i, column in enumerate(columns, 1)
        if column.key.endswith(SHARE)
    }
    area = Area(1, top, below - 1)
    chart = stacked_shares(sheet.worksheet, title, area, shares, axis)
    sheet.worksheet.add_chart(chart, f"A{below + 1}")
    return below + CHART_ROWS


def _columns(sweep: Sweep) -> list[TableColumn]:
    """A sweep over one input shows its values; one over several also what each point is."""
    columns = [TableColumn("shape", "text")] if len(sweep.swept) > 1 else []
    columns += [TableColumn(name, "input") for name in sweep.swept]
    return columns + [TableColumn(name, _look(name), f) for name, f in sweep.columns.items()]


def _look(name: str) -> str:
    return "share" if name.endswith(SHARE) else "flops"
