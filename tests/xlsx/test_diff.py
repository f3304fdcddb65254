"""The workbook of two models compared: what the lint asks, live differences, the same bytes."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen import Report, build_report
from reportgen.diff import diff
from reportgen.xlsx.diff import write_diff
from tests.engines import IronBook, LibreBook, lint, needs_libreoffice
from tests.models import model
from tests.reports import report

PAIRS = [("gpt2", "gpt2-xl"), ("llama-2-7b", "mixtral-8x7b"), ("gpt2", "gpt2"), ("gpt2", "t5-3b")]


@pytest.fixture(params=PAIRS, ids="-".join)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    first, second = request.param
    write_diff(diff(report(first), report(second)), tmp_path / "diff.xlsx")
    return tmp_path / "diff.xlsx"


def test_the_workbook_is_clean(path: Path) -> None:
    assert lint(path) == []


def test_what_is_kept_is_what_recalculates(path: Path) -> None:
    kept, found = load_workbook(path, data_only=True), IronBook(path).values()
    for sheet in kept.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    shown = found[sheet.title][cell.coordinate]
                    assert shown == pytest.approx(cell.value, rel=1e-12), cell.coordinate


def written(first: Report, second: Report, folder: Path) -> Any:
    write_diff(diff(first, second), folder / "diff.xlsx")
    return load_workbook(folder / "diff.xlsx")


def header(sheet: Any, row: int) -> list[object]:
    return [cell.value for cell in sheet[row] if cell.value is not None]


def test_columns_of_values_bear_the_models_names(tmp_path: Path) -> None:
    book = written(report("gpt2"), report("gpt2-xl"), tmp_path)
    names = ["gpt2", "gpt2-xl", "difference", "relative", "unit"]
    assert header(book["Summary"], 6) == ["figure", "meaning", *names]
    assert header(book["Rows"], 4) == ["component", "layer", "row", "column", *names]


@pytest.mark.parametrize(("first", "second"), [("a", "A"), ("unit", "b"), ("Difference", "b")])
def test_names_that_a_table_takes_for_one_are_told_apart(
    first: str, second: str, tmp_path: Path
) -> None:
    models = (build_report(model(name=name)) for name in (first, second))
    found = header(written(*models, tmp_path)["Summary"], 6)
    assert len({str(each).lower() for each in found}) == 7
    assert f"{first} (first)" in found
    assert lint(tmp_path / "diff.xlsx") == []


def test_texts_that_differ_stand_below_the_inputs(tmp_path: Path) -> None:
    second = report("gpt2", hardware="a100-sxm-80", seq_len=64)
    sheet = written(report("gpt2"), second, tmp_path)["Inputs"]
    assert sheet["A2"].value == "2 of 47 differ."
    assert header(sheet, 5)[:1] == ["seq_len"]
    assert header(sheet, 9)[2:] == ["h100-sxm", "a100-sxm-80"]


def test_all_digits_stand_where_they_fit_and_values_look_as_their_difference(
    tmp_path: Path,
) -> None:
    second = report("deepseek-v3")
    rows = written(report("llama-3-8b"), second, tmp_path)["Figures"].iter_rows(min_row=5)
    looks = {row[0].value: [cell.number_format for cell in row[3:6]] for row in rows}
    assert looks["flops_forward"] == ["#,##0", "#,##0", "+#,##0;-#,##0;0"]
    assert looks["flops_at_16_times"] == [
        *["0.0000E+00"] * 2,
        "+0.0000E+00;-0.0000E+00;0",
    ]


def test_a_page_ends_above_the_charts(tmp_path: Path) -> None:
    sheet = written(report("gpt2"), report("gpt2-xl"), tmp_path)["Summary"]
    [pause] = sheet.row_breaks.brk
    assert {chart.anchor._from.row for chart in sheet._charts} == {pause.id + 1}
    assert len({chart.height for chart in sheet._charts}) == 1


def words(sheet: Any) -> dict[object, str]:
    """Return what is shown for a relative difference where the first is 0, by the row's label."""
    return {
        sheet.cell(int(place.coord[1:]), 1).value: rule.dxf.numFmt.formatCode.strip('"')
        for area in sheet.conditional_formatting
        for place in area.cells.ranges
        for rule in area.rules
        if place.size["rows"] == 1
    }


def test_new_is_what_the_first_lacks_and_not_what_is_none(tmp_path: Path) -> None:
    second = report("mixtral-8x7b", zero_stage=3)
    book = written(report("llama-2-7b"), second, tmp_path)
    assert words(book["Totals by component"])["Expert router"] == "new"
    assert words(book["Inputs"])["zero_stage"] == "–"
    assert "new" not in words(book["Inputs"]).values()


def changed(book: IronBook | LibreBook) -> tuple[object, object]:
    return book.cell("Summary", "E7"), book.cell("Summary", "F7")


def test_a_difference_follows_the_values_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "diff.xlsx"
    write_diff(diff(report("gpt2"), report("gpt2-xl")), path)
    book = IronBook(path)
    assert changed(book) == (1_557_611_200 - 124_439_808, pytest.approx(11.516984918523821))
    book.set_cell("Summary", "D7", 248_879_616)
    assert changed(book) == (124_439_808, 1)
    book.set_cell("Summary", "C7", 0)
    assert changed(book) == (248_879_616, 1)


@needs_libreoffice
def test_libreoffice_shows_the_same(tmp_path: Path) -> None:
    path = tmp_path / "diff.xlsx"
    write_diff(diff(report("gpt2"), report("gpt2-xl")), path)
    with LibreBook(path) as book:
        assert changed(book) == (1_557_611_200 - 124_439_808, pytest.approx(11.516984918523821))


def test_the_same_models_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_diff(diff(report("gpt2"), report("gpt2-xl")), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
