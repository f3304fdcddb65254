"""Formulas carry their value, and a user's text is never anything but text."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from reportgen.xlsx.cells import MOST_UTF16_UNITS, Live, plain_text
from reportgen.xlsx.saving import save
from tests.engines import ironcalc_values, libreoffice_values, needs_libreoffice

READERS = [ironcalc_values, pytest.param(libreoffice_values, marks=needs_libreoffice)]
HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "#N/A",
    "#REF!",
    "TRUE",
    "0012",
    "<b>&amp;</b>",
    'say "hi"',
    " padded ",
    "two\nlines",
    "naïve 𝛼 日本",
    "]]>",
]


def first_cell() -> Cell:
    return Workbook().active["A1"]


def written(text: str) -> Cell:
    cell = first_cell()
    plain_text(cell, text)
    return cell


def read_back(cell: Cell) -> Cell:
    file = BytesIO()
    save(cell.parent.parent, file)
    return load_workbook(file).active["A1"]


def test_a_live_formula_is_a_formula_to_openpyxl() -> None:
    cell = first_cell()
    cell.value = Live("2*width", 6)
    assert cell.data_type == "f"
    assert repr(cell.value) == "Live('2*width', 6)"
    file = BytesIO()
    cell.parent.parent.save(file)
    assert load_workbook(file).active["A1"].value == "=2*width"


@pytest.mark.parametrize("text", ["", "=1", "==1"])
def test_a_live_formula_is_written_without_equals_sign(text: str) -> None:
    with pytest.raises(ValueError, match="without '='"):
        Live(text, 1)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    cell = read_back(written(text))
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("read", READERS)
def test_text_stays_text_in_every_engine(tmp_path: Path, read) -> None:
    workbook = Workbook()
    for row, text in enumerate(HOSTILE, 1):
        plain_text(workbook.active.cell(row, 1), text)
    path = tmp_path / "text.xlsx"
    save(workbook, path)
    assert list(read(path)["Sheet"].values()) == HOSTILE


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_text_that_begins_a_formula_is_marked(text: str) -> None:
    assert read_back(written(text)).quotePrefix
    assert not read_back(written(f"x{text}")).quotePrefix


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x07c\x1fd", "abcd"),
        ("a\ud800b\udfffc\ufffe\uffff", "abc"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("\x00=1", "=1"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_what_no_file_can_hold_is_dropped(text: str, clean: str) -> None:
    assert written(text).value == clean
    assert read_back(written(text)).value == (clean or None)


@pytest.mark.parametrize(
    "text", ["_x0041_", "a_x000a_b", "__x0041_x0042_", "_x004_", "_x00041_", "_x_"]
)
@needs_libreoffice
def test_text_that_reads_as_an_escape_is_not_decoded(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.xlsx"
    save(written(text).parent.parent, path)
    assert libreoffice_values(path)["Sheet"]["A1"] == text


def test_text_is_cut_where_a_cell_is_full() -> None:
    assert len(str(written("x" * 40_000).value)) == MOST_UTF16_UNITS
    assert str(written("𝛼" * 20_000).value) == "𝛼" * (MOST_UTF16_UNITS // 2)
