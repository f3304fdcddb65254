"""The sheets Matmuls and Parameters: the model's rows as Excel tables of formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from openpyxl.utils import get_column_letter

from reportgen.aggregate import RowTable, Scalar, drawn, records
from reportgen.formula import Call, Column, Node
from reportgen.rows import Row as ModelRow
from reportgen.xlsx.sheet import Evaluated, ReportSheet, Row, TableColumn, nothing

HEADER = 5
MATMUL_WIDTHS = {"layer": 22, "matmul": 18, "component": 22, "source": 60}
TEXTS = {
    *("layer", "matmul", "parameter", "tensor", "component", "operand", "bound", "source"),
    *("place", "kept", "split", "grows"),
}
PARAMETER_WIDTHS = {"layer": 24, "parameter": 18, "component": 20, "source": 60}
LOOKS = {
    "flops": "flops",
    "backward_flops": "flops",
    "bytes": "flops",
    "masked": "flops",
    "share": "share",
    "intensity": "ratio",
    "seconds": "seconds",
    "reads": "number",
    "left_reads": "number",
    "writes": "number",
    "other_flops": "flops",
    "grad_input_flops": "flops",
    "grad_weight_flops": "flops",
    "lora_flops": "flops",
    "optimizer_bytes": "flops",
    "right_bytes": "flops",
    "attained": "flops",
    "attained_drawn": "flops",
    "intensity_drawn": "ratio",
    "bytes_each": "number",
}
MATMUL_COLUMNS = (
    *("layer", "matmul", "component", "m", "k", "n", "count", "stored"),
    *("params", "flops", "share", "active", "bias", "masked", "active_params"),
)
PARAMETER_COLUMNS = (
    *("layer", "parameter", "component", "size", "count"),
    *("params", "share", "active", "active_params"),
)
FIRST: Mapping[str, tuple[str, ...]] = {
    "Matmuls": MATMUL_COLUMNS,
    "OtherParameters": PARAMETER_COLUMNS,
    "Activations": (*("layer", "tensor", "elements", "count"), *("bytes", "device_bytes", "kept")),
    "Cache": (*("layer", "tensor", "width", "tokens"), *("count", "bytes", "reserved_bytes")),
    "Decode": (
        *("layer", "matmul", "flops", "bytes"),
        *("intensity", "seconds", "attained", "bound"),
        *("component", "operand", "m", "k", "n", "count"),
    ),
}
# A step stores nothing.
UNUSED = {"Decode": ("stored", "active", "bias")}
SUMMED = {
    *("params", "active_params", "flops", "backward_flops", "bytes", "share", "seconds"),
    *("grad_input_flops", "grad_weight_flops", "eager_bytes", "flash_bytes", "selective_bytes"),
    *("device_bytes", "values", "reserved_bytes", "optimizer_bytes", "right_bytes"),
    *("lora_params", "lora_flops", "token_bytes"),
}


def write_matmuls(sheet: ReportSheet) -> None:
    """Write the matmul table: one row per matrix product, every number a formula."""
    sheet.heading(
        "Matmuls", "One row per matrix product: (m x k) @ (k x n), count times in a forward pass."
    )
    table, rows = sheet.report.matmuls, sheet.report.rows.matmuls
    keys = columns_of("Matmuls", table)
    sheet.widths(*(MATMUL_WIDTHS.get(key, max(14, len(key) + 3)) for key in keys))
    write_rows(sheet, HEADER, "Matmuls", keys, table, rows)
    sheet.print_columns(keys.index("share") + 1, HEADER)
    sheet.worksheet.freeze_panes = f"D{HEADER + 1}"


def write_parameters(sheet: ReportSheet) -> None:
    """Write the other-parameters table: what has parameters but multiplies nothing."""
    sheet.heading(
        "Parameters", "What has parameters but multiplies nothing: embeddings, norms, positions."
    )
    table, rows = sheet.report.other_parameters, sheet.report.rows.others
    keys = columns_of("OtherParameters", table)
    sheet.widths(*(PARAMETER_WIDTHS.get(key, max(14, len(key) + 3)) for key in keys))
    write_rows(sheet, HEADER, "OtherParameters", keys, table, rows)
    sheet.print_columns(keys.index("share") + 1, HEADER)
    sheet.worksheet.freeze_panes = f"D{HEADER + 1}"


def columns_of(name: str, table: RowTable) -> tuple[str, ...]:
    """Return a table's columns, those that are asked for most in front and the source last."""
    first, unused = FIRST.get(name, ()), UNUSED.get(name, ())
    rest = [key for key in table.exact if key not in (*first, *unused, "source")]
    return (*first, *rest, *(column.name for column in drawn(name)), "source")


def write_rows(
    sheet: ReportSheet,
    top: int,
    name: str,
    keys: Sequence[str],
    table: RowTable,
    rows: Sequence[ModelRow],
) -> int:
    """Write rows as an Excel table whose header is row `top`, with the totals above it.

    Returns the first row below the table.
    """
    formulas = {column.name: column.formula for column in (*table.columns, *drawn(name))}
    columns = [TableColumn(key, _look(key), formulas.get(key)) for key in keys]
    found = records(table.exact)
    for record, column in product(found, drawn(name)):
        record[column.name] = sheet.report.value(column.formula, record)
    lines = [_row(record, row) for record, row in zip(found, rows, strict=True)]
    _totals(sheet, top - 1, name, keys)
    below = sheet.table(top, name, columns, lines, _filler(sheet, columns))
    if sheet.report.model.stands_for_many:
        count = get_column_letter(keys.index("count") + 1)
        area = f"A{top + 1}:{get_column_letter(len(keys))}{below - 1}"
        sheet.fade(area, f"${count}{top + 1}=0")
    return below


def _filler(sheet: ReportSheet, columns: Sequence[TableColumn]) -> Row:
    """Return a row of nothing, with what the columns' formulas make of it."""
    found = dict(nothing(columns))
    plain = {key: 0 if isinstance(value, Evaluated) else value for key, value in found.items()}
    for column in columns:
        if column.formula is not None:
            found[column.key] = plain[column.key] = sheet.report.value(column.formula, plain)
    return found


def _row(record: Mapping[str, Scalar], row: ModelRow) -> Row:
    own = {key: Evaluated(formula, record[key]) for key, formula in row.formulas.items()}
    return {**record, **own}


def _totals(sheet: ReportSheet, row: int, name: str, keys: Sequence[str]) -> None:
    """The totals stand above the header, where a filter or a new row does not move them."""
    sheet.text(row, 1, "Total", "total_label")
    for i, key in enumerate(keys[1:], 2):
        if key in SUMMED:
            sheet.live(row, i, _sum(name, key), f"total_{_look(key)}")
        else:
            sheet.text(row, i, "", "total_label")


def _sum(table: str, key: str) -> Node:
    return Call("sum", (Column(table, key),))


def _look(key: str) -> str:
    return "text" if key in TEXTS else LOOKS.get(key, "count")
