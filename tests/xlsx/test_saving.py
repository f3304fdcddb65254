"""A saved workbook holds every value, keeps all that openpyxl keeps, and is the same each time."""

import datetime
import math
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from reportgen.errors import OutputError
from reportgen.xlsx.cells import Live
from reportgen.xlsx.saving import save
from tests.engines import lint

ROOT = Path(__file__).parents[2]


def saved(workbook: Workbook) -> BytesIO:
    file = BytesIO()
    save(workbook, file)
    return file


def value_read(value: object) -> object:
    workbook = Workbook()
    workbook.active["A1"] = value
    return load_workbook(saved(workbook), data_only=True).active["A1"].value


def full_book() -> Workbook:
    """A workbook with one of everything that a report might use."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append(["name", "value", "twice"])
    sheet.append(["a & b", 0.1, Live('B2*2&""', "0.2")])
    sheet.append([" padded ", 2**53 + 1, Live("B3*2", 2.0**54)])
    sheet.append([datetime.datetime(2024, 2, 29, 12), True, Live("B4", True)])
    sheet.append([datetime.timedelta(hours=30), -0.5, ArrayFormula("C5", "=B5:B5*2")])
    sheet["A6"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    sheet["A7"] = "#N/A"
    style_everything(sheet)
    add_parts(workbook)
    return workbook


def style_everything(sheet) -> None:
    sheet.parent.add_named_style(NamedStyle("input", font=Font(color="0000FF")))
    sheet["B2"].style, sheet["B2"].number_format = "input", "0.0%"
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True), Alignment(wrap_text=True)
    sheet["D9"].fill = PatternFill("solid", fgColor="EEEEEE")
    sheet["B2"].protection = Protection(locked=False)
    sheet["A2"].hyperlink = Hyperlink(ref="A2", location="Sheet!B2", tooltip="go")
    sheet["B3"].hyperlink = "https://example.org/?a=1&b=2"
    sheet.row_dimensions[1].height, sheet.row_dimensions[12].hidden = 30.5, True
    sheet.row_dimensions[3].outline_level = 1
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions.group("F", "G", outline_level=2, hidden=True)
    sheet.merge_cells("A10:C11")


def add_parts(workbook: Workbook) -> None:
    sheet, data = workbook.active, workbook.create_sheet("It's data")
    sheet.freeze_panes, sheet.print_title_rows, sheet.sheet_properties.tabColor = (
        "B2",
        "1:1",
        "FF0000",
    )
    red = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("B2:B5", CellIsRule("greaterThan", ["1"], fill=red))
    rule = DataValidation(type="list", formula1='"a,b"', showErrorMessage=True, sqref="A2")
    sheet.add_data_validation(rule)
    workbook.defined_names["width"] = DefinedName("width", attr_text="Sheet!$B$2")
    for row in (["layer", "flops"], ["attention", Live("2*3", 6)], ["mlp", Live("4*5", 20)]):
        data.append(row)
    data.add_table(Table(displayName="Layers", ref="A1:B3"))
    chart = BarChart()
    chart.add_data(Reference(data, 2, 1, 2, 3), titles_from_data=True)
    chart.set_categories(Reference(data, 1, 2, 1, 3))
    data.add_chart(chart, "D2")
    workbook.create_sheet("Hidden").sheet_state = "veryHidden"


@pytest.mark.parametrize(
    "value",
    [0, 1, -3, 0.1, 1e-300, 1.7976931348623157e308, 2**53, 0.1 + 0.2, 6.02e23, True, False, "text"],
)
def test_a_value_is_read_back_to_the_last_bit(value: object) -> None:
    for held in (value, Live("1", value)):
        read = value_read(held)
        assert read == value
        assert isinstance(read, bool) == isinstance(value, bool)


@pytest.mark.parametrize("text", [" padded ", "a<b&c", "line\nline", "#DIV/0!", "日本 𝛼"])
def test_a_text_is_a_formulas_value_too(text: str) -> None:
    assert value_read(Live("A2", text)) == text


def test_a_whole_number_too_large_for_a_double_is_rounded() -> None:
    assert value_read(2**53 + 1) == value_read(Live("A2", 2**53 + 1)) == 2**53
    assert value_read(10**25) == 1e25


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_what_is_no_number_shows_as_an_error(value: float) -> None:
    assert value_read(value) == value_read(Live("A2", value)) == "#NUM!"


def test_a_value_not_known_is_left_out() -> None:
    assert value_read(Live("A2", None)) is None


def test_a_formula_keeps_its_text() -> None:
    workbook = Workbook()
    workbook.active["A1"] = Live('IF(B1<2,"a & b",C1)', "a & b")
    assert load_workbook(saved(workbook)).active["A1"].value == '=IF(B1<2,"a & b",C1)'


def contents(file: BytesIO) -> dict[str, object]:
    """Everything that openpyxl reads of a workbook, in a form that can be compared."""
    workbook = load_workbook(file, rich_text=True)
    sheets = {sheet.title: sheet_contents(sheet) for sheet in workbook}
    return {"sheets": sheets, "names": {k: v.value for k, v in workbook.defined_names.items()}}


def sheet_contents(sheet) -> dict[str, object]:
    return {
        "cells": [cell_contents(cell) for row in sheet.iter_rows() for cell in row],
        "rows": {row: dict(dimension) for row, dimension in sheet.row_dimensions.items()},
        "columns": {name: dict(column) for name, column in sheet.column_dimensions.items()},
        "merged": sorted(map(str, sheet.merged_cells)),
        "formats": [str(area.sqref) for area in sheet.conditional_formatting],
        "rules": [dict(rule) for rule in sheet.data_validations.dataValidation],
        "tables": dict(sheet.tables.items()),
        "panes": (sheet.freeze_panes, sheet.print_title_rows, sheet.sheet_state),
        "colour": sheet.sheet_properties.tabColor and sheet.sheet_properties.tabColor.rgb,
        "charts": len(sheet._charts),
    }


def cell_contents(cell) -> tuple[object, ...]:
    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    link, comment = getattr(cell, "hyperlink", None), cell.comment
    looks = (cell.font.b, cell.font.color and cell.font.color.rgb, cell.fill.fgColor.rgb)
    more = (cell.number_format, cell.alignment.wrap_text, cell.protection.locked, cell.style)
    links = (link and (link.target, link.location, link.tooltip), comment and comment.text)
    return (cell.coordinate, cell.data_type, value, *looks, *more, *links)


def test_all_that_openpyxl_keeps_is_kept() -> None:
    workbook, by_openpyxl = full_book(), BytesIO()
    workbook["Sheet"]["B3"].comment = Comment("from the paper", "us")
    workbook.save(by_openpyxl)
    expected, found = contents(by_openpyxl), contents(saved(workbook))
    assert found["names"] == expected["names"]
    for title, sheet in expected["sheets"].items():
        for kind, held in sheet.items():
            assert found["sheets"][title][kind] == held, (title, kind)


def test_a_report_is_clean(tmp_path: Path) -> None:
    workbook = full_book()
    workbook["Sheet"]["C5"], workbook["Sheet"]["A7"] = Live("B5*2", -1), "n/a"
    save(workbook, tmp_path / "book.xlsx")
    assert lint(tmp_path / "book.xlsx") == []


def test_the_same_contents_give_the_same_bytes() -> None:
    workbook = full_book()
    first = saved(workbook).getvalue()
    assert saved(workbook).getvalue() == first
    assert saved(full_book()).getvalue() == first


@pytest.mark.parametrize("setting", [{"OPENPYXL_LXML": "False"}, {"PYTHONHASHSEED": "7"}])
def test_neither_libraries_nor_hashing_show_in_the_bytes(setting: dict[str, str]) -> None:
    program = (
        "import sys; from tests.xlsx.test_saving import full_book, saved;"
        "sys.stdout.buffer.write(saved(full_book()).getvalue())"
    )
    environment = {**os.environ, **setting}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, check=True
    )
    assert other.stdout == saved(full_book()).getvalue()


def test_no_member_tells_when_or_where_it_was_written() -> None:
    with ZipFile(saved(full_book())) as archive:
        members = archive.infolist()
        assert b"2000-01-01" in archive.read("docProps/core.xml")
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert len({(member.create_system, member.external_attr) for member in members}) == 1


def test_a_path_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "book.xlsx"
    save(Workbook(), path)
    before = path.read_bytes()
    broken = Workbook()
    broken.active["A1"] = "\ud800"
    with pytest.raises(UnicodeEncodeError):
        save(broken, path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_path_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot write"):
        save(Workbook(), str(tmp_path / "file" / "book.xlsx"))
