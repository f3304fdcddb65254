"""The workbook as a file: complete, clean, cached, safe, and the same bytes each time."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import OpenXmlValidator

from reportgen import build_report, load_model
from reportgen.xlsx.book import TITLES, make_book, write_book
from reportgen.xlsx.cells import Live
from reportgen.xlsx.saving import save
from tests.engines import IronBook, lint
from tests.models import model, one_per_architecture, tiny

# How openpyxl orders a font's elements, and that its texts stand in the cells; both harmless.
KNOWN_TO_THE_AUDIT = ("/fonts[1]/font[", "inline-string")
HOSTILE = '</script><b>=HYPERLINK("x")\u202e'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "xl.xlsx"
    write_book(build_report(load_model("cs336-gpt2-xl")), path)
    return path


@pytest.mark.parametrize("preset", one_per_architecture())
def test_every_workbook_is_clean(preset: str, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    write_book(build_report(load_model(preset)), path)
    assert lint(path) == []


def test_the_schema_of_office_open_xml(book: Path) -> None:
    errors = OpenXmlValidator().validate(str(book)).errors
    assert [e for e in errors if not any(word in str(e) for word in KNOWN_TO_THE_AUDIT)] == []


def test_sheets_and_named_totals(book: Path) -> None:
    workbook = openpyxl.load_workbook(book, data_only=True)
    assert tuple(workbook.sheetnames) == TITLES
    assert named(workbook, "params_total") == 2_127_057_600
    assert named(workbook, "flops_forward") == 4_513_336_524_800
    assert named(workbook, "all_checks_hold") is True


def test_every_input_is_a_blue_named_cell_that_blocks(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Inputs"]
    blocked = {
        str(validation.sqref): validation for validation in sheet.data_validations.dataValidation
    }
    for name in build_report(load_model("cs336-gpt2-xl")).inputs.values:
        cell = at(workbook, name)
        assert cell.font.color.rgb == "000000FF", name
        assert cell.font.italic == str(cell.value).startswith("="), name
        validation = blocked[cell.coordinate]
        assert validation.showErrorMessage
        assert validation.errorStyle in (None, "stop")


def test_nothing_is_typed_in_the_matmul_table(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Matmuls"]
    keys = [cell.value for cell in sheet[5]]
    for row in sheet.iter_rows(min_row=6, max_row=sheet.max_row):
        for key, cell in zip(keys, row, strict=True):
            if key not in ("layer", "matmul", "component", "operand", "source"):
                assert cell.data_type == "f", cell.coordinate


def test_a_column_has_one_formula_for_all_rows(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Matmuls"]
    letter = next(cell.column_letter for cell in sheet[5] if cell.value == "flops")
    formulas = {cell.value for cell in sheet[letter][5:]}
    assert len(formulas) == 1
    assert "Matmuls[[#This Row],[m]]" in formulas.pop()


def test_sentences_are_live(book: Path) -> None:
    sheet = openpyxl.load_workbook(book)["Reconciliation"]
    answers = [cell.value for cell in sheet["B"] if str(cell.value).startswith("=")]
    assert any("TEXT(params_total" in answer for answer in answers)


def test_every_chart_draws_cached_values() -> None:
    workbook = make_book(build_report(load_model("cs336-gpt2-xl")))
    save(workbook, BytesIO())
    charts = [chart for sheet in workbook.worksheets for chart in sheet._charts]
    assert len(charts) == 8
    for chart in charts:
        for series in chart.series:
            numbers = series.val or series.yVal
            assert numbers.numRef.numCache.ptCount > 1


def test_it_prints_on_the_page_s_width_all_but_the_summary_in_landscape(book: Path) -> None:
    for sheet in openpyxl.load_workbook(book).worksheets:
        assert sheet.page_setup.orientation == (
            "portrait" if sheet.title == "Summary" else "landscape"
        )
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_headers_fit_their_columns(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    for title, header in (("Matmuls", 5), ("Parameters", 5), ("Totals", 4), ("Context", 5)):
        sheet = workbook[title]
        for cell in sheet[header]:
            width = sheet.column_dimensions[cell.column_letter].width
            assert len(str(cell.value or "")) <= width, (title, cell.value)


def test_the_same_report_gives_the_same_bytes() -> None:
    digests = set()
    for _ in range(2):
        buffer = BytesIO()
        save(make_book(build_report(load_model("mixtral-8x7b"))), buffer)
        digests.add(sha256(buffer.getvalue()).hexdigest())
    assert len(digests) == 1


def test_a_user_s_texts_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "hostile.xlsx"
    layer = {"name": HOSTILE, "parameter": [{"name": "=1+1", "shape": ["d_model"]}]}
    hostile = model(title=HOSTILE, source=HOSTILE, notes=["=1+1"], layer=[layer])
    write_book(build_report(hostile), path)
    assert lint(path) == []
    sheet = openpyxl.load_workbook(path)["Summary"]
    assert sheet["A1"].value == HOSTILE.replace("\u202e", "\\u202e")
    assert sheet["A1"].data_type != "f"


def test_a_model_without_other_parameters(tmp_path: Path) -> None:
    from tests.models import own

    path = tmp_path / "bare.xlsx"
    matmul = {"name": "w", "m": "tokens", "k": "d_model", "n": "d_model", "weight": True}
    report = build_report(own({"name": "bare", "matmul": [matmul]}, d_model=4))
    write_book(report, path)
    assert lint(path) == []
    assert IronBook(path).get("params_total") == 16


def test_a_setting_is_shown_as_one() -> None:
    workbook = make_book(build_report(tiny(), {"seq_len": 5}))
    cell = at(workbook, "seq_len")
    assert cell.value == 5
    follows = at(make_book(build_report(tiny())), "seq_len").value
    assert isinstance(follows, Live)
    assert follows.formula == "context_length"


def named(workbook: openpyxl.Workbook, name: str) -> object:
    return at(workbook, name).value


def at(workbook: openpyxl.Workbook, name: str):  # type: ignore[no-untyped-def]
    [(title, ref)] = workbook.defined_names[name].destinations
    sheet = workbook[title]
    assert isinstance(sheet, Worksheet)
    return sheet[ref.replace("$", "")]
