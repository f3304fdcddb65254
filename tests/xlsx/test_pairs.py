"""Lists that depend on another input: a device offers the types that it computes in, and back."""

import re
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import build_report, catalog, load_model
from reportgen.calculator import calculator
from reportgen.xlsx.book import write_book
from tests.engines import LibreBook, needs_libreoffice

LONGEST = 255  # ECMA-376 part 1, 18.3.1.33: Excel takes no longer formula for a list
PAIR = ("hardware", "compute_type")
HARDWARE = catalog.lookups()["Accelerators"].columns
DEVICES = [str(name) for name in HARDWARE["accelerator"]]
TYPES = ("bf16", "fp16", "fp8", "fp4", "int8", "fp32")
FORMULA = re.compile(
    r"INDEX\((?P<area>[^,]+),(?P<place>MATCH\((?P<other>\w+),(?P<keys>[^,]+),0\)),1\):"
    r"INDEX\((?P=area),(?P=place),INDEX\((?P<many>[^,]+),(?P=place)\)\)"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pairs") / "book.xlsx"
    write_book(build_report(load_model("gpt2")), path)
    return path


def brute() -> set[tuple[str, str]]:
    """Return the pairs of which the table of devices has a peak."""
    return {
        (device, kind)
        for kind in TYPES
        for device, peak in zip(DEVICES, HARDWARE[f"dense_{kind}"], strict=True)
        if float(peak) > 0
    }


def listed(path: Path, name: str) -> re.Match[str]:
    """Return what the list of an input's cell refers to."""
    workbook = openpyxl.load_workbook(path)
    [(title, ref)] = workbook.defined_names[name].destinations
    sheet = cast(Worksheet, workbook[title])
    cell = ref.replace("$", "")
    [said] = [v for v in sheet.data_validations.dataValidation if cell in str(v.sqref).split()]
    assert len(str(said.formula1)) <= LONGEST
    found = FORMULA.fullmatch(str(said.formula1))
    assert found, said.formula1
    return found


def texts(path: Path, area: str) -> list[list[str]]:
    title, _, ref = area.partition("!")
    sheet = cast(Worksheet, openpyxl.load_workbook(path)[title.strip("'")])
    return [[str(cell.value or "") for cell in row] for row in sheet[ref.replace("$", "")]]


@pytest.mark.parametrize(("name", "other"), [PAIR, PAIR[::-1]])
def test_the_lists_hold_just_the_pairs_that_go(name: str, other: str, path: Path) -> None:
    said = listed(path, name)
    assert said["other"] == other
    keys = [key for [key] in texts(path, said["keys"])]
    many = [int(number) for [number] in texts(path, said["many"])]
    rows = texts(path, said["area"])
    assert keys == (DEVICES if other == "hardware" else list(TYPES))
    found = set()
    for key, number, row in zip(keys, many, rows, strict=True):
        assert [bool(text) for text in row] == [i < number for i in range(len(row))]
        found |= {(key, text) if other == "hardware" else (text, key) for text in row[:number]}
    assert found == brute()


def test_every_choice_goes_with_some_other() -> None:
    assert {device for device, _ in brute()} == {*DEVICES}
    assert {kind for _, kind in brute()} == {*TYPES}


def test_a_pair_is_refused_exactly_where_no_list_offers_it() -> None:
    """The condition of the catalogue, asked of every pair."""
    [said] = [c for c in catalog.constraints() if "compute_type" in c.message]
    from reportgen.formula import evaluate

    tables = {"Accelerators": HARDWARE}
    going = {
        (device, kind)
        for device in DEVICES
        for kind in TYPES
        if evaluate(said.condition, {"hardware": device, "compute_type": kind}, tables)
    }
    assert going == brute()


def test_the_calculator_s_lists_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "calculator.xlsx"
    write_book(build_report(calculator(["gpt2", "t5-base"])), path)
    for name, other in (PAIR, PAIR[::-1]):
        assert listed(path, name)["other"] == other


@needs_libreoffice
def test_libreoffice_understands_the_lists(path: Path) -> None:
    """The formulas of the lists in a cell: how many texts, the first and the last of them."""
    copy = path.with_name("asked.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.create_sheet("Asked")
    lists = [listed(path, name)[0] for name in PAIR]
    for column, area in enumerate(lists, 1):
        sheet.cell(1, column, f"=COUNTA({area})")
        sheet.cell(2, column, f"=INDEX({area},1,1)")
        sheet.cell(3, column, f"=COUNTIF({area},{PAIR[column - 1]})")
    workbook.save(copy)
    with LibreBook(copy) as book:
        for device, kind in (("h100-sxm", "fp8"), ("t4", "int8"), ("b200-sxm", "fp4")):
            book.set("hardware", device)
            book.set("compute_type", kind)
            devices = [d for d in DEVICES if (d, kind) in brute()]
            kinds = [k for k in TYPES if (device, k) in brute()]
            assert [book.cell("Asked", f"{c}1") for c in "AB"] == [len(devices), len(kinds)]
            assert [book.cell("Asked", f"{c}2") for c in "AB"] == [devices[0], kinds[0]]
            assert [book.cell("Asked", f"{c}3") for c in "AB"] == [1, 1]
