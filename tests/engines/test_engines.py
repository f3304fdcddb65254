"""An engine is only worth something if it does not believe the values that a file brings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from reportgen.xlsx.cells import Live
from reportgen.xlsx.saving import save
from tests.engines import (
    IronBook,
    LibreBook,
    ironcalc_values,
    libreoffice_values,
    needs_libreoffice,
)

BOOKS = [IronBook, pytest.param(LibreBook, marks=needs_libreoffice)]
READERS = [ironcalc_values, pytest.param(libreoffice_values, marks=needs_libreoffice)]


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    """A workbook all of whose cached values are wrong."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "It's in"
    sheet["B1"], sheet["B2"] = 3, "half"
    for ref, formula in {
        "C1": "width*2",
        "C2": 'IF(counting="half",C1/2,C1)',
        "C3": "1/(width-3)",
        "C4": '"w" & width',
        "AB100": "C1+1",
    }.items():
        sheet[ref] = Live(formula, 999)
    for name, ref in {"width": "$B$1", "counting": "$B$2"}.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=f"'It''s in'!{ref}")
    workbook.create_sheet("Empty")
    path = tmp_path / "lying.xlsx"
    save(workbook, path)
    return path


@pytest.mark.parametrize("read", READERS)
def test_values_are_recalculated(lying: Path, read: Callable) -> None:
    assert read(lying) == {
        "It's in": {
            "B1": 3,
            "B2": "half",
            "C1": 6,
            "C2": 3,
            "C3": "#DIV/0!",
            "C4": "w3",
            "AB100": 7,
        },
        "Empty": {},
    }


@pytest.mark.parametrize("open_book", BOOKS)
def test_a_changed_input_changes_what_follows_from_it(lying: Path, open_book: Callable) -> None:
    book = open_book(lying)
    book.set("width", 1e23)
    book.set("counting", "full")
    assert book.get("width") == 1e23
    assert book.cell("It's in", "C2") == 2e23
    assert book.values()["It's in"]["AB100"] == 2e23 + 1


@pytest.mark.parametrize("open_book", BOOKS)
def test_what_is_set_is_typed_as_a_user_would(lying: Path, open_book: Callable) -> None:
    book = open_book(lying)
    book.set("width", "12")
    assert book.cell("It's in", "C1") == 24
    book.set("width", True)
    assert book.get("width") == True  # noqa: E712 (LibreOffice gives 1.0)
    book.set("width", None)
    assert book.get("width") in (None, "")


@pytest.mark.parametrize("open_book", BOOKS)
def test_an_unknown_name_is_an_error(lying: Path, open_book: Callable) -> None:
    with pytest.raises((KeyError, RuntimeError), match="depth"):
        open_book(lying).get("depth")


@needs_libreoffice
def test_one_office_survives_a_bad_file(lying: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK not a workbook")
    with pytest.raises(RuntimeError, match=r"bad\.xlsx"):
        libreoffice_values(bad)
    assert libreoffice_values(lying)["It's in"]["C1"] == 6
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
