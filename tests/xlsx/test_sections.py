"""The sheets Memory, Training, Inference and Hardware: named live cells, tables, lists."""

from itertools import product
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import build_report, catalog, load_model
from reportgen.model import OWN_SECTION
from reportgen.reporting import Report
from reportgen.xlsx.book import make_book, write_book
from reportgen.xlsx.caches import cache_charts
from reportgen.xlsx.sections import SHEETS
from tests.engines import IronBook, LibreBook, needs_libreoffice

PRESET = "mixtral-8x7b"
DEVICES = [str(name) for name in catalog.lookups()["Accelerators"].columns["accelerator"]]
TYPES = catalog.fields()["compute_type"].choices
TIMES = ("time_to_first_token", "time_per_output_token", "training_seconds", "training_days")
RATES = ("peak_flops", "memory_bandwidth", "reached_flops", "ridge_intensity")
Book = openpyxl.Workbook


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(load_model(PRESET))


@pytest.fixture(scope="module")
def path(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sections") / "book.xlsx"
    write_book(report, path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Book:
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def iron(path: Path) -> IronBook:
    return IronBook(path)


def place(book: Book, name: str) -> tuple[str, str]:
    [(title, ref)] = book.defined_names[name].destinations
    return title, ref.replace("$", "")


@pytest.mark.parametrize("title", SHEETS)
def test_every_figure_is_a_named_live_cell_of_its_sheet(
    title: str, book: Book, report: Report
) -> None:
    figures = [figure for section in SHEETS[title] for figure in report.section(section)]
    assert figures
    for figure in figures:
        sheet, ref = place(book, figure.name)
        assert sheet == title
        row = cast(Worksheet, book[sheet])[int(ref[1:])]
        said = figure.quantity
        assert [row[0].value, row[1].value, row[3].value] == [said.name, said.title, said.unit]
        assert row[2].coordinate == ref
        assert str(row[2].value).startswith("=")


def test_every_section_has_a_sheet() -> None:
    shown = {section for sections in SHEETS.values() for section in sections}
    figures = {quantity.section for quantity in catalog.quantities()}
    assert figures - shown == {"totals"}
    assert catalog.sections().keys() - shown == {"pass", OWN_SECTION}


@pytest.mark.parametrize("name", sorted(catalog.lookups()))
def test_lookup_tables_hold_the_catalogue_s_numbers(name: str, book: Book) -> None:
    table = catalog.lookups()[name]
    [sheet] = [sheet for sheet in book.worksheets if name in sheet.tables]
    header, *rows = sheet[sheet.tables[name].ref]
    assert [cell.value for cell in header] == list(table.columns)
    for cells, values in zip(rows, zip(*table.columns.values(), strict=True), strict=True):
        shown = [cell.value or (0 if cell.data_type == "n" else "") for cell in cells]
        assert [value or 0 for value in shown] == [
            value if isinstance(value, str) and value else float(value or 0) for value in values
        ]


def test_the_list_of_devices_blocks_with_a_message(book: Book) -> None:
    for name in ("hardware", "compute_type"):
        title, ref = place(book, name)
        sheet = cast(Worksheet, book[title])
        [said] = [v for v in sheet.data_validations.dataValidation if ref in str(v.sqref).split()]
        assert said.type == "list"
        assert said.showErrorMessage
        assert said.errorStyle in (None, "stop")
        assert "Must be one of" in str(said.error) or "Must be bf16, fp16" in str(said.error)
        assert "no native matrix products" in str(said.error)


def test_another_device_moves_every_time(iron: IronBook) -> None:
    seen: dict[str, list[object]] = {name: [] for name in (*TIMES, *RATES)}
    for device in ("h100-sxm", "b200-sxm", "a100-pcie-80", "mi300x", "l4"):
        iron.set("hardware", device)
        wanted = build_report(load_model(PRESET), {"hardware": device})
        for name, values in seen.items():
            values.append(iron.get(name))
            assert values[-1] == pytest.approx(wanted.figures[name].number, rel=1e-12)
    for name, values in seen.items():
        assert len(set(values)) == len(values), name


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of few rows, for what is recalculated often."""
    path = tmp_path_factory.mktemp("sections") / "small.xlsx"
    write_book(build_report(load_model("gpt2")), path)
    return path


def finite(value: object) -> bool:
    return not (isinstance(value, str) and value.startswith(("#", "Err:")))


def test_no_device_with_any_type_makes_an_error(small: Path) -> None:
    """Typing over what the lists block, as a paste does, may show zeros but no errors."""
    book = IronBook(small)
    for device, kind in product(DEVICES, TYPES):
        book.set("hardware", device)
        book.set("compute_type", kind)
        cells = [
            f"{sheet}!{ref}: {value}"
            for sheet, found in book.values().items()
            for ref, value in found.items()
            if not finite(value)
        ]
        assert cells == [], (device, kind)


@needs_libreoffice
def test_no_device_with_any_type_makes_an_error_in_libreoffice(small: Path) -> None:
    gpt2 = build_report(load_model("gpt2"))
    names = [figure.name for section in catalog.sections() for figure in gpt2.section(section)]
    with LibreBook(small) as book:
        for device, kind in product(DEVICES, TYPES):
            book.set("hardware", device)
            book.set("compute_type", kind)
            wrong = {name: value for name, value in book.named(names).items() if not finite(value)}
            assert wrong == {}, (device, kind)


def test_an_encoder_s_sheets_say_nothing_of_generation() -> None:
    book = make_book(build_report(load_model("bert-base-uncased")))
    tables = {name for sheet in book.worksheets for name in sheet.tables}
    assert tables & {"Cache", "Decode", "Batches"} == set()
    assert {"Activations", "Roofline", "MemoryParts"} <= tables
    assert "causal_attention" not in book.defined_names
    assert {"generates", "decode_seconds", "cache_bytes"}.isdisjoint(book.defined_names)


@pytest.mark.parametrize("name", ["t5-base", "granite-4.0-h-small", "bert-base-uncased"])
def test_no_product_stands_where_a_logarithmic_axis_has_no_place(name: str) -> None:
    book = make_book(build_report(load_model(name)))
    cache_charts(book)
    roofline = max(book["Inference"]._charts, key=lambda chart: len(chart.series))
    for series in roofline.series:
        for axis in (series.xVal, series.yVal):
            assert all(float(point.v) > 0 for point in axis.numRef.numCache.pt)
        assert series.smooth is False


@pytest.mark.parametrize(("name", "series"), [("gpt2", 3), ("bert-base-uncased", 2)])
def test_an_encoder_s_roofline_has_no_next_token(name: str, series: int) -> None:
    sheet = make_book(build_report(load_model(name)))["Inference"]
    assert max(len(chart.series) for chart in sheet._charts) == series
