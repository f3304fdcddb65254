"""The workbook of two models compared: what the lint asks, live differences, the same bytes."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen.diff import diff
from reportgen.xlsx.diff import write_diff
from tests.engines import IronBook, LibreBook, lint, needs_libreoffice
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
