"""The sheet Inputs: one named cell per input, and what may be typed into it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
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
VALUE_COLUMN, SOURCE_COLUMN, VALUE_LETTER = 2, 6, "B"


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
    row, places = 5, dict[str, str]()
    for title, specs in sheet.report.inputs_by_section:
        sheet.text(row, 1, title, "heading")
        sheet.worksheet.row_dimensions[row].height = 24
        for spec in specs:
            row += 1
            _input(sheet, row, spec)
            places[spec.name] = f"{VALUE_LETTER}{row}"
        if specs[0].section == "rows":
            sheet.fold(row - len(specs) + 1, row)
        row += 1
    for spec in sheet.report.inputs.specs:
        validation = _validation(sheet, spec, lists.get(spec.name, ""), places)
        sheet.worksheet.add_data_validation(validation)
    sheet.worksheet.freeze_panes = "B5"


def _input(sheet: ReportSheet, row: int, spec: InputSpec) -> None:
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


def _validation(
    sheet: ReportSheet, spec: InputSpec, choices: str, places: Mapping[str, str]
) -> DataValidation:
    # What may be typed is checked by a formula that knows cells, but no tables.
    conditions = [said for said, _ in _conditions(sheet, spec) if not columns(said)]
    if choices:
        validation = DataValidation(type="list", formula1=choices)
    elif spec.choices_of:
        validation = DataValidation(type="list", formula1=sheet.column_area(spec.choices_of))
    elif spec.kind == "choice":
        validation = DataValidation(type="list", formula1=f'"{",".join(spec.choices)}"')
    elif spec.kind == "flag":
        validation = DataValidation(type="list", formula1='"0,1"')
    elif conditions:
        text = _condition(spec, conditions, places)
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
    validation.add(places[spec.name])
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


def _condition(spec: InputSpec, conditions: list[Node], places: Mapping[str, str]) -> str:
    """Return what must hold of the input, by names or, where that is too long, by cells.

    Of more than a workbook takes, the first conditions are said; the sheet Checks says them all.
    """
    text = to_excel(_all_of(spec, conditions))
    while len(text) > LONGEST_VALIDATION:
        text = to_excel(_all_of(spec, conditions), lambda name: places[name])
        conditions = conditions[:-1]
    return text


def _all_of(spec: InputSpec, conditions: list[Node]) -> Node:
    own = Name(spec.name)
    whole = (_is_whole(own),) if spec.kind == "whole" else ()
    bounds = (
        Compare(">=", own, Number(Fraction(spec.minimum))),
        Compare("<=", own, Number(Fraction(spec.maximum))),
    )
    return Logic("and", (*whole, *bounds, *conditions))


def _is_whole(formula: Node) -> Node:
    return Compare("==", Call("floor", (formula,)), formula)


def _message(sheet: ReportSheet, spec: InputSpec) -> str:
    """Return what the input must be, in as many whole sentences as a message holds."""
    said = f"Must be {allowed(spec)}."
    for _, words in _conditions(sheet, spec):
        longer = f"{said} {words[0].upper()}{words[1:]}."
        said = longer if len(longer) <= LONGEST_VALIDATION else said
    return said
