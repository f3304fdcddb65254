"""The calculator: whichever preset is chosen, every figure is that of the preset's own report."""

from collections.abc import Iterator, Mapping
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen import InputError, Report, build_report, catalog, load_model
from reportgen.aggregate import Scalar
from reportgen.calculator import calculator
from reportgen.figures import counted
from reportgen.model import Model
from reportgen.xlsx.book import CALCULATOR_TITLES, make_book, write_book
from tests.engines import IronBook, LibreBook, lint, needs_libreoffice

PRESETS = list(catalog.presets())
# A recalculation takes as long as there are rows, so most are done in calculators of a few.
FEW = [PRESETS[i : i + 20] for i in range(0, len(PRESETS), 20)]
ROUNDING = 1e-12


@cache
def everything() -> Model:
    return calculator(PRESETS)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calculator") / "calculator.xlsx"
    write_book(build_report(everything()), path)
    return path


@pytest.fixture(scope="module")
def iron(path: Path) -> IronBook:
    return IronBook(path)


def figures(report: Report) -> dict[str, Scalar]:
    """Return the figures of the catalogue; closed forms are not asked of a model for many."""
    said = counted(report.model, report.inputs, report.rows.generate)
    return {name: report.scope[name] for name in said}


@cache
def own(preset: str) -> dict[str, Scalar]:
    """Return what a preset's own report says; a calculator must have all of these figures."""
    return figures(build_report(load_model(preset)))


def differences(
    preset: str, found: Mapping[str, object], wanted: Mapping[str, Scalar]
) -> Iterator[str]:
    for name, value in wanted.items():
        if not same(found[name], value):
            yield f"{preset}: {name} is {found[name]!r} instead of {value!r}"


def same(found: object, value: Scalar) -> bool:
    if isinstance(found, str) or isinstance(value, str) or found is None:
        return found == value
    return isclose(float(found), float(value), rel_tol=ROUNDING)  # type: ignore[arg-type]


@pytest.mark.parametrize("presets", FEW, ids=[presets[0] for presets in FEW])
def test_every_figure_of_every_preset_among_twenty(presets: list[str], tmp_path: Path) -> None:
    """In Python, and as IronCalc recalculates the workbook."""
    model = calculator(presets)
    write_book(build_report(model), tmp_path / "calculator.xlsx")
    book = IronBook(tmp_path / "calculator.xlsx")
    found: list[str] = []
    for preset in presets:
        found += differences(preset, figures(build_report(model, {"model": preset})), own(preset))
        book.set("model", preset)
        found += differences(preset, book.named(own(preset)), own(preset))
    assert found == []


@pytest.mark.parametrize("preset", PRESETS[::20])
def test_counts_stay_whole_and_exact(preset: str) -> None:
    """No figure of the count is rounded: whole numbers are equal, not close."""
    report = build_report(everything(), {"model": preset})
    for name in ("params_total", "params_active", "flops_forward", "training_memory_bytes"):
        assert type(report.scope[name]) is type(own(preset)[name])
        assert report.scope[name] == own(preset)[name]


def test_every_figure_among_all_presets() -> None:
    found: list[str] = []
    for preset in PRESETS[::8]:
        report = build_report(everything(), {"model": preset})
        found += differences(preset, figures(report), own(preset))
    assert found == []


def test_ironcalc_shows_any_preset_in_the_one_workbook(iron: IronBook) -> None:
    for preset in PRESETS[7::40]:
        iron.set("model", preset)
        assert list(differences(preset, iron.named(own(preset)), own(preset))) == []


@needs_libreoffice
def test_libreoffice_shows_every_preset_in_the_one_workbook(path: Path) -> None:
    found: list[str] = []
    with LibreBook(path) as book:
        for preset in PRESETS:
            book.set("model", preset)
            found += differences(preset, book.named(own(preset)), own(preset))
    assert found == []


def test_inputs_can_still_be_typed_over(iron: IronBook) -> None:
    settings: dict[str, str | int] = {
        "seq_len": 512,
        "batch_size": 3,
        "hardware": "b200-sxm",
        "num_layers": 5,
    }
    wanted = figures(build_report(load_model("mixtral-8x7b"), settings))
    report = build_report(everything(), {"model": "mixtral-8x7b", **settings})
    assert list(differences("typed", figures(report), wanted)) == []
    for name, value in {"model": "mixtral-8x7b", **settings}.items():
        iron.set(name, value)
    assert list(differences("typed", iron.named(wanted), wanted)) == []


def test_no_preset_makes_an_error_cell(tmp_path: Path) -> None:
    presets = ["bert-base-uncased", "t5-base", "mamba2-2.7b", "deepseek-v3", "gpt2"]
    write_book(build_report(calculator(presets)), tmp_path / "few.xlsx")
    assert lint(tmp_path / "few.xlsx") == []
    book = IronBook(tmp_path / "few.xlsx")
    assert tuple(sheet for sheet, cells in book.values().items() if cells) == CALCULATOR_TITLES
    for preset in presets:
        book.set("model", preset)
        cells = [cell for sheet in book.values().values() for cell in sheet.values()]
        assert [cell for cell in cells if isinstance(cell, str) and cell.startswith("#")] == []


def test_an_unknown_preset_is_refused() -> None:
    with pytest.raises(InputError, match="model: must be one of"):
        build_report(everything(), {"model": "llama-3-8"})


ROOF = ("reached_flops", "reached_bandwidth", "prefill_compute_seconds", "prefill_memory_seconds")


def test_rows_that_the_model_lacks_stand_where_the_whole_pass_does(tmp_path: Path) -> None:
    """A logarithmic axis has no place for a 0; on the roof, at the pass's intensity, none lies."""
    write_book(build_report(calculator(["bert-base-uncased", "gpt2"])), tmp_path / "few.xlsx")
    book = IronBook(tmp_path / "few.xlsx")
    for preset in ("gpt2", "bert-base-uncased"):
        book.set("model", preset)
        known: Any = book.named(ROOF)
        peak, bandwidth, arithmetic, memory = (known[name] for name in ROOF)
        drawn = standing(tmp_path / "few.xlsx", book, "Matmuls")
        absent = [place for count, *place in drawn if count == 0]
        assert absent
        for x, y in absent:
            assert x == pytest.approx(arithmetic * peak / (memory * bandwidth))
            assert y == pytest.approx(min(peak, bandwidth * x))
        drawn += standing(tmp_path / "few.xlsx", book, "Decode")
        assert all(x > 0 < y for _, x, y in drawn)


def standing(path: Path, book: IronBook, table: str) -> list[tuple[Any, ...]]:
    """Return how often each row counts, and where the chart draws it."""
    [sheet] = [sheet for sheet in load_workbook(path).worksheets if table in sheet.tables]
    header, *rows = sheet[sheet.tables[table].ref]
    keys = [cell.value for cell in header]
    places = [keys.index(key) for key in ("count", "intensity_drawn", "attained_drawn")]
    return [tuple(book.cell(sheet.title, row[i].coordinate) for i in places) for row in rows]


def test_what_the_sheets_look_up_is_folded_away() -> None:
    sheet = make_book(build_report(calculator(["bert-base-uncased", "gpt2"])))["Inputs"]
    [first] = [c.row for c in sheet["A"] if c.value == "has_rows_1"]
    assert sheet.row_dimensions[first].hidden
    assert not sheet.row_dimensions[first - 1].hidden
    assert sheet.row_dimensions[first - 1].collapsed


def test_the_summary_says_which_model_is_chosen(tmp_path: Path) -> None:
    write_book(build_report(calculator(["bert-base-uncased", "gpt2"])), tmp_path / "few.xlsx")
    book = IronBook(tmp_path / "few.xlsx")
    book.set("model", "bert-base-uncased")
    assert book.cell("Summary", "A2") == "bert-base-uncased is chosen; choose another on Inputs."
    said = [str(value) for value in book.values()["Summary"].values()]
    assert any(text.startswith("It makes no tokens.") for text in said)
    book.set("model", "gpt2")
    said = [str(value) for value in book.values()["Summary"].values()]
    assert not any(text.startswith("It makes no tokens.") for text in said)
