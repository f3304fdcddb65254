"""A clean book has no fault, and for each rule one fault is built in and found."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import DataBarRule, FormulaRule
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table, TableColumn, TableFormula

from reportgen.xlsx.cells import Live
from reportgen.xlsx.saving import save
from tests.engines import lint


def clean_book() -> Workbook:
    workbook = Workbook()
    inputs = workbook.active
    inputs.title = "Inputs"
    inputs["A1"], inputs["B1"] = "width", 3
    inputs.merge_cells("D1:E1")
    name(workbook, "width", "Inputs!$B$1")
    rule = DataValidation(type="whole", formula1="1", formula2="width*9", showErrorMessage=True)
    rule.add("B1")
    inputs.add_data_validation(rule)
    red = Font(color="FF0000")
    inputs.conditional_formatting.add("B1", FormulaRule(formula=["width>9"], font=red))
    inputs.conditional_formatting.add("B1", DataBarRule("min", None, "max", None, "638EC6"))
    fill_table(workbook.create_sheet("Layers"))
    return workbook


def fill_table(sheet) -> None:
    sheet.append(["layer", "params"])
    for row in (2, 3):
        sheet.cell(row, 1, f"layer {row}")
        sheet.cell(row, 2, Live(f"ROUNDUP(width*{row}/2,0)", row * 3))
    sheet["B5"] = Live("SUM(Layers[params])", 15)
    sheet["B5"].number_format = '[>=1000000]0.0,,"M;";[>=1000]0.0,"K";0'
    columns = [TableColumn(id=1, name="layer"), TableColumn(id=2, name="params")]
    columns[1].calculatedColumnFormula = TableFormula(attr_text="width*2")
    sheet.add_table(Table(displayName="Layers", ref="A1:B3", tableColumns=columns))
    sheet.add_chart(bar_chart(sheet), "D2")


def bar_chart(sheet) -> BarChart:
    chart = BarChart()
    chart.add_data(Reference(sheet, 2, 1, 2, 3), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, 2, 1, 3))
    return chart


def name(workbook: Workbook, name: str, target: str) -> None:
    workbook.defined_names[name] = DefinedName(name, attr_text=target)


def saved(workbook: Workbook, folder: Path) -> Path:
    path = folder / "book.xlsx"
    save(workbook, path)
    return path


def rewritten(path: Path, part: str, old: str, new: str) -> Path:
    """Change a part's text, for faults that no library would write."""
    with ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in contents[part]
    contents[part] = contents[part].replace(old.encode(), new.encode())
    with ZipFile(path, "w") as archive:
        for name_, data in contents.items():
            archive.writestr(name_, data)
    return path


def test_a_clean_book_has_no_fault(tmp_path: Path) -> None:
    assert lint(saved(clean_book(), tmp_path)) == []


FORMULA_FAULTS = {
    "HYPOT(1,2)": "HYPOT is not among",
    "XLOOKUP(1,B1,B2)": "XLOOKUP is not among",
    "depth*2": "no name depth",
    "SUM(Rows[params])": "no table Rows",
    "SUM(Layers[flops])": "no column flops",
    "Layers[[#This Row],[flops]]": "no column flops",
    "Layers[@params]": "a file holds",
    "Missing!B1": "no sheet 'missing'",
    "SUM(1;2)": "; between arguments",
    "(1+2": "brackets do not match",
    "B1+#REF!": "holds the error #REF!",
    "1+" * 4100 + "1": "characters long",
}


@pytest.mark.parametrize(("formula", "fault"), FORMULA_FAULTS.items())
def test_a_bad_formula_is_found(tmp_path: Path, formula: str, fault: str) -> None:
    workbook = clean_book()
    workbook["Inputs"]["C1"] = Live(formula, 1)
    found = lint(saved(workbook, tmp_path))
    assert len(found) == 1
    assert found[0].startswith("Inputs!C1: ")
    assert fault in found[0]


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(Layers[params])*width",
        "SUM('Layers'!$B$2:$B$3)+WIDTH",
        "Layers[[#This Row],[params]]/2^-(1)",
        'IF(width>1,"a;b=",TRUE)',
        "INDEX(Layers[[layer]:[params]],1,2)",
    ],
)
def test_a_good_formula_passes(tmp_path: Path, formula: str) -> None:
    workbook = clean_book()
    workbook["Layers"]["C2"] = Live(formula, 1)
    assert lint(saved(workbook, tmp_path)) == []


def _set(sheet: str, ref: str, value: object) -> Callable[[Workbook], None]:
    def fault(workbook: Workbook) -> None:
        workbook[sheet][ref] = value

    return fault


def _rename(title: str) -> Callable[[Workbook], None]:
    def fault(workbook: Workbook) -> None:
        workbook.create_sheet().title = title

    return fault


def _name(name_: str, target: str) -> Callable[[Workbook], None]:
    return lambda workbook: name(workbook, name_, target)


def _merge(ref: str) -> Callable[[Workbook], None]:
    return lambda workbook: workbook["Layers"].merge_cells(ref)


def _overlapping_table(workbook: Workbook) -> None:
    workbook["Layers"].add_table(Table(displayName="Small", ref="A1:B2"))


def _second_table(workbook: Workbook, name_: str, ref: str) -> None:
    sheet = workbook["Inputs"]
    sheet["G1"], sheet["H1"], sheet["G2"] = "one", "two", 1
    sheet.add_table(Table(displayName=name_, ref=ref))


def _table(name_: str, ref: str = "G1:H2") -> Callable[[Workbook], None]:
    return lambda workbook: _second_table(workbook, name_, ref)


def _filter(workbook: Workbook) -> None:
    workbook["Layers"].auto_filter.ref = "A1:B3"


def _totals(workbook: Workbook) -> None:
    table = workbook["Layers"].tables["Layers"]
    table.totalsRowCount, table.autoFilter = 1, AutoFilter(ref="A1:B3")


def _validation(**attributes: object) -> Callable[[Workbook], None]:
    def fault(workbook: Workbook) -> None:
        rule = workbook["Inputs"].data_validations.dataValidation[0]
        for key, value in attributes.items():
            setattr(rule, key, value)

    return fault


def _format(code: str) -> Callable[[Workbook], None]:
    def fault(workbook: Workbook) -> None:
        workbook["Inputs"]["B1"].number_format = code

    return fault


def _empty_chart(workbook: Workbook) -> None:
    sheet = workbook["Inputs"]
    chart = BarChart()
    chart.add_data(Reference(sheet, 7, 1, 7, 3))
    sheet.add_chart(chart, "G9")


BUILT_IN = {
    "no cached value": (_set("Inputs", "C1", "=width"), "formula without a cached value"),
    "cached value unknown": (_set("Inputs", "C1", Live("width", None)), "without a cached value"),
    "cached error": (_set("Inputs", "C1", Live("1/0", "#DIV/0!")), "holds the error #DIV/0!"),
    "array formula": (_set("Inputs", "C1", ArrayFormula("C1", "=width")), "kind array"),
    "not finite": (_set("Inputs", "C1", float("inf")), "holds the error #NUM!"),
    "sheet name too long": (_rename("x" * 32), "not a legal sheet name"),
    "sheet name in quotes": (_rename("'quoted'"), "not a legal sheet name"),
    "sheet name reserved": (_rename("History"), "to itself"),
    "name like a cell": (_name("fp8", "Inputs!$B$1"), "name fp8: some"),
    "name like a column": (_name("c", "Inputs!$B$1"), "name c: some"),
    "name like R1C1": (_name("c4_tokens", "Inputs!$B$1"), "name c4_tokens: some"),
    "name twice": (_name("Width", "Inputs!$B$1"), "name width: used twice"),
    "name of a range": (_name("widths", "Inputs!$B$1:$B$2"), "must refer to one cell"),
    "name of nothing": (_name("depth", "Missing!$B$1"), "refers to a missing sheet"),
    "table name like a cell": (_table("tbl1"), "name tbl1: some"),
    "table name taken": (_name("layers", "Inputs!$B$1"), "name layers: used twice"),
    "table without rows": (_table("Small", "G1:H1"), "no row of data"),
    "tables overlap": (_overlapping_table, "tables or merged cells overlap"),
    "table over merged cells": (_merge("A2:B2"), "lies over merged cells"),
    "merged cells overlap": (_merge("B3:C3"), "tables or merged cells overlap"),
    "sheet filter over a table": (_filter, "the sheet's filter lies over it"),
    "table filter over totals": (_totals, "its filter covers the totals"),
    "header of another text": (_set("Layers", "A1", "other"), "the header of column 'layer'"),
    "header missing": (_set("Layers", "A1", None), "the header of column 'layer'"),
    "header not text": (_set("Layers", "A1", 5), "the header of column 'layer'"),
    "validation without error": (_validation(showErrorMessage=False), "stops nothing"),
    "validation too long": (_validation(formula1=f'"{"a," * 130}"'), "formula of 262 characters"),
    "validation with =": (_validation(formula1="=1"), "begins with ="),
    "validation of no name": (_validation(formula1="depth"), "no name depth"),
    "validation title too long": (_validation(errorTitle="t" * 33), "errorTitle is longer"),
    "validation error too long": (_validation(error="t" * 256), "error is longer"),
    "three conditions": (_format("[>9]0;[>8]0;[>7]0;0"), "more conditions"),
    "five sections": (_format("0;0;0;@;0"), "more conditions or sections"),
    "chart of nothing": (_empty_chart, "no cached values of 'Inputs'!$G$1:$G$3"),
}


@pytest.mark.filterwarnings("ignore:Title is more than 31", "ignore:File may not be readable")
@pytest.mark.parametrize("case", BUILT_IN)
def test_a_fault_built_in_is_found(tmp_path: Path, case: str) -> None:
    build_in, fault = BUILT_IN[case]
    workbook = clean_book()
    build_in(workbook)
    found = lint(saved(workbook, tmp_path))
    assert any(fault in line for line in found), found


SHEET = "xl/worksheets/sheet1.xml"
REWRITTEN = {
    "formula begins with =": (SHEET, "<v>3</v>", "<f>=1</f><v>3</v>", "begins with ="),
    "not a number": (SHEET, "<v>3</v>", "<v>three</v>", "'three' is not a number"),
    "style missing": (SHEET, '<c r="B1"', '<c r="B1" s="99"', "style 99 is not there"),
    "out of order": (SHEET, '<c r="A1"', '<c r="C1"', "cells out of order"),
    "dxf missing": (SHEET, 'dxfId="0"', 'dxfId="7"', "conditional format 7 is not there"),
    "not XML": ("docProps/app.xml", "</", "<", "docProps/app.xml: not XML"),
    "relation to nothing": ("_rels/.rels", "docProps/app", "docProps/map", "which is not there"),
    "column twice": ("xl/tables/table1.xml", 'name="layer"', 'name="PARAMS"', "'params' twice"),
    "columns too few": ("xl/tables/table1.xml", "A1:B3", "A1:C3", "2 columns on 3"),
    "text too long": (SHEET, "<t>width</t>", f"<t>{'w' * 32768}</t>", "text of 32,768 characters"),
    "sheet twice": ("xl/workbook.xml", 'name="Layers"', 'name="inputs"', "name used twice"),
    "all hidden": ("xl/workbook.xml", '"visible"', '"hidden"', "no sheet is visible"),
    "chart of no sheet": ("xl/charts/chart1.xml", "'Layers'!$A", "'Gone'!$A", "a missing sheet"),
}


@pytest.mark.parametrize("case", REWRITTEN)
def test_a_fault_no_library_writes_is_found(tmp_path: Path, case: str) -> None:
    part, old, new, fault = REWRITTEN[case]
    found = lint(rewritten(saved(clean_book(), tmp_path), part, old, new))
    assert any(fault in line for line in found), found


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_stored_twice_is_found(tmp_path: Path) -> None:
    path = saved(clean_book(), tmp_path)
    with ZipFile(path, "a") as archive:
        archive.writestr("docProps/app.xml", archive.read("docProps/app.xml"))
    assert lint(path) == ["docProps/app.xml: stored 2 times"]
