"""The sheet Inputs: one named cell per input, and what may be typed into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from reportgen.formula import (
    Binary,
    Call,
    Compare,
    Logic,
    Name,
    Node,
    Number,
    columns,
    names,
    to_excel,
)
from reportgen.spec import InputSpec
from reportgen.xlsx.sheet import ReportSheet

LONGEST_VALIDATION = 255
VALUE_COLUMN = 2


def write_inputs(sheet: ReportSheet, lists: Mapping[str, str]) -> None:
    """Write every input: name, value, unit, meaning, what is allowed, source.

    `lists` says where the choices of an input stand that depend on another input.
    """
    sheet.heading(
        "Inputs",
        "Change a blue cell and every sheet follows. Italics follow a formula; type over it.",
    )
    sheet.widths(30, 16, 20, 58, 40, 58)
    sheet.header(4, ("name", "value", "unit", "meaning", "allowed", "source"), numbers=(2,))
    row = 5
    for title, specs in sheet.report.inputs_by_section:
        sheet.text(row, 1, title, "heading")
        sheet.worksheet.row_dimensions[row].height = 24
        for spec in specs:
            row += 1
            _input(sheet, row, spec, lists.get(spec.name, ""))
        if specs[0].section == "rows":
            sheet.fold(row - len(specs) + 1, row)
        row += 1
    sheet.worksheet.freeze_panes = "B5"


def _input(sheet: ReportSheet, row: int, spec: InputSpec, choices: str) -> None:
    sheet.text(row, 1, spec.name, "label")
    value = sheet.report.inputs.values[spec.name]
    if spec.name in sheet.report.inputs.follows and spec.default is not None:
        sheet.live(row, VALUE_COLUMN, spec.default, "input_follows", spec.name)
    elif isinstance(value, str):
        sheet.text(row, VALUE_COLUMN, value, "input")
    else:
        sheet.put(row, VALUE_COLUMN, value, "input")
    sheet.name(row, VALUE_COLUMN, spec.name)
    texts = (spec.unit, spec.meaning, allowed(spec), spec.source)
    for column, text in enumerate(texts, 3):
        sheet.text(row, column, text, "wrapped")
    sheet.fit_height(row, dict(enumerate(texts, 3)))
    sheet.worksheet.add_data_validation(_validation(sheet, row, spec, choices))


def allowed(spec: InputSpec) -> str:
    """Return in words what the input may be."""
    if spec.choices_of:
        return f"one of the list under {spec.choices_of}"
    if spec.kind == "choice":
        return ", ".join(spec.choices)
    if spec.kind == "flag":
        return "0 or 1"
    kind = "a whole number" if spec.kind == "whole" else "a number"
    return f"{kind} from {spec.minimum:,g} to {spec.maximum:,.15g}"


def _validation(sheet: ReportSheet, row: int, spec: InputSpec, choices: str) -> DataValidation:
    # What may be typed is checked by a formula that knows cells, but no tables.
    conditions = [said for said in _conditions(sheet, spec) if not columns(said[0])]
    if choices:
        validation = DataValidation(type="list", formula1=choices)
    elif spec.choices_of:
        validation = DataValidation(type="list", formula1=sheet.column_area(spec.choices_of))
    elif spec.kind == "choice":
        validation = DataValidation(type="list", formula1=f'"{",".join(spec.choices)}"')
    elif spec.kind == "flag":
        validation = DataValidation(type="list", formula1='"0,1"')
    elif conditions and len(text := to_excel(_whole_and(spec, conditions))) <= LONGEST_VALIDATION:
        validation = DataValidation(type="custom", formula1=text)
    else:
        low, high = f"{spec.minimum:.15g}", f"{spec.maximum:.15g}"
        kind: Literal["whole", "decimal"] = "whole" if spec.kind == "whole" else "decimal"
        validation = DataValidation(kind, formula1=low, formula2=high, operator="between")
    # openpyxl leaves the message off, and without it nothing is blocked.
    validation.showErrorMessage, validation.errorStyle = True, "stop"
    validation.errorTitle, validation.error = f"{spec.name}"[:32], _message(sheet, spec)[:255]
    validation.promptTitle, validation.prompt = (
        f"{spec.name}"[:32],
        f"{spec.meaning}; {allowed(spec)}"[:255],
    )
    validation.showInputMessage = True
    validation.allow_blank = False
    validation.add(sheet.worksheet.cell(row, VALUE_COLUMN).coordinate)
    return validation


def _conditions(sheet: ReportSheet, spec: InputSpec) -> list[tuple[Node, str]]:
    """Return the conditions of the model that mention the input, each with its words."""
    found = [(c.condition, c.message) for c in sheet.report.model.constraints]
    found += [
        (_is_whole(other.default), f"{other.name} must stay a whole number")
        for other in sheet.report.inputs.specs
        if other.default is not None
        and other.kind == "whole"
        and other.name in sheet.report.inputs.follows
        and isinstance(other.default, Binary)
        and other.default.op == "/"
    ]
    return [(condition, words) for condition, words in found if spec.name in names(condition)]


def _whole_and(spec: InputSpec, conditions: list[tuple[Node, str]]) -> Node:
    own = Name(spec.name)
    bounds = (
        _is_whole(own),
        Compare(">=", own, Number(int(spec.minimum))),
        Compare("<=", own, Number(int(spec.maximum))),
    )
    return Logic("and", (*bounds, *(condition for condition, _ in conditions)))


def _is_whole(formula: Node) -> Node:
    return Compare("==", Call("floor", (formula,)), formula)


def _message(sheet: ReportSheet, spec: InputSpec) -> str:
    words = [f"Must be {allowed(spec)}.", *(f"{words}." for _, words in _conditions(sheet, spec))]
    return " ".join(words)
