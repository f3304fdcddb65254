"""The sheets Matmuls and Parameters: the model's rows as Excel tables of formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reportgen.aggregate import RowTable, Scalar
from reportgen.formula import Call, Column, Node
from reportgen.rows import Row as ModelRow
from reportgen.xlsx.sheet import Evaluated, ReportSheet, Row, TableColumn

HEADER = 5
MATMUL_WIDTHS = {"layer": 22, "matmul": 18, "component": 22, "source": 60}
PARAMETER_WIDTHS = {"layer": 24, "parameter": 18, "component": 20, "source": 60}
LOOKS = {
    "flops": "flops",
    "backward_flops": "flops",
    "bytes": "flops",
    "masked": "flops",
    "share": "share",
    "intensity": "ratio",
}
MATMUL_COLUMNS = (
    *("layer", "matmul", "component", "m", "k", "n", "count", "stored"),
    *("params", "flops", "share", "active", "bias", "masked", "active_params"),
    *("backward_flops", "bytes", "intensity", "source"),
)
PARAMETER_COLUMNS = (
    *("layer", "parameter", "component", "size", "count"),
    *("params", "share", "active", "active_params", "source"),
)
SUMMED = ("params", "active_params", "flops", "backward_flops", "bytes", "share")


def write_matmuls(sheet: ReportSheet) -> None:
    """Write the matmul table: one row per matrix product, every number a formula."""
    sheet.heading(
        "Matmuls", "One row per matrix product: (m x k) @ (k x n), count times in a forward pass."
    )
    report = sheet.report
    _write(sheet, "Matmuls", MATMUL_COLUMNS, MATMUL_WIDTHS, report.matmuls, report.rows.matmuls)
    sheet.worksheet.freeze_panes = f"D{HEADER + 1}"


def write_parameters(sheet: ReportSheet) -> None:
    """Write the other-parameters table: what has parameters but multiplies nothing."""
    sheet.heading(
        "Parameters", "What has parameters but multiplies nothing: embeddings, norms, positions."
    )
    report = sheet.report
    _write(
        sheet,
        "OtherParameters",
        PARAMETER_COLUMNS,
        PARAMETER_WIDTHS,
        report.other_parameters,
        report.rows.others,
    )
    sheet.worksheet.freeze_panes = f"D{HEADER + 1}"


def _write(
    sheet: ReportSheet,
    name: str,
    keys: Sequence[str],
    widths: Mapping[str, float],
    table: RowTable,
    rows: Sequence[ModelRow],
) -> None:
    formulas = {column.name: column.formula for column in table.columns}
    columns = [TableColumn(key, _look(key, widths), formulas.get(key)) for key in keys]
    sheet.widths(*(widths.get(key, 14) for key in keys))
    records = [
        dict(zip(table.exact, values, strict=True))
        for values in zip(*table.exact.values(), strict=True)
    ]
    sheet.table(
        HEADER,
        name,
        columns,
        [_row(record, row) for record, row in zip(records, rows, strict=True)],
    )
    _totals(sheet, name, keys)
    sheet.print_columns(keys.index("share") + 1, HEADER)


def _row(record: Mapping[str, Scalar], row: ModelRow) -> Row:
    own = {key: Evaluated(formula, record[key]) for key, formula in row.formulas.items()}
    return {**record, **own}


def _totals(sheet: ReportSheet, name: str, keys: Sequence[str]) -> None:
    """The totals stand above the header, where a filter or a new row does not move them."""
    sheet.text(HEADER - 1, 1, "Total", "total_label")
    for i, key in enumerate(keys[1:], 2):
        if key in SUMMED:
            sheet.live(HEADER - 1, i, _sum(name, key), f"total_{_look(key, {})}")
        else:
            sheet.text(HEADER - 1, i, "", "total_label")


def _sum(table: str, key: str) -> Node:
    return Call("sum", (Column(table, key),))


def _look(key: str, widths: Mapping[str, float]) -> str:
    return "text" if key in widths else LOOKS.get(key, "count")
