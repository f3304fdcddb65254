"""What the sheet Inputs blocks, and with which words."""

from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from reportgen import build_report, load_model
from reportgen.xlsx.book import make_book, write_book
from tests.engines import IronBook

PRESETS = ["gpt2", "mixtral-8x7b", "deepseek-v3", "qwen3-next-80b-a3b", "t5-base", "mamba2-2.7b"]
SHARED = ("tensor_parallel", "pipeline_parallel", "context_parallel", "expert_parallel", "seq_len")


@cache
def validations(preset: str) -> dict[str, DataValidation]:
    """Return what is checked of each input."""
    sheet = make_book(build_report(load_model(preset)))["Inputs"]
    names = {f"B{cell.row}": cell.value for cell in sheet["A"] if cell.value}
    return {names[str(v.sqref)]: v for v in sheet.data_validations.dataValidation}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", SHARED)
def test_what_must_divide_is_checked_where_it_is_typed(name: str, preset: str) -> None:
    said = validations(preset)[name]
    assert (said.type, said.errorStyle, said.showErrorMessage) == ("custom", "stop", True)
    assert len(said.formula1) <= 255
    assert len(said.error) <= 255
    assert said.error.endswith(".")


@pytest.mark.parametrize(
    ("preset", "name", "good", "bad"),
    [
        ("gpt2", "tensor_parallel", 4, 5),
        ("mixtral-8x7b", "tensor_parallel", 16, 3),
        ("deepseek-v3", "tensor_parallel", 8, 6),
        ("qwen3-next-80b-a3b", "tensor_parallel", 2, 5),
        ("mixtral-8x7b", "pipeline_parallel", 8, 5),
        ("mixtral-8x7b", "context_parallel", 2, 7),
        ("mixtral-8x7b", "expert_parallel", 1, 2),
        ("mixtral-8x7b", "batch_size", 3, 0),
        ("mixtral-8x7b", "batch_size", 3, 1.5),
        ("t5-base", "tensor_parallel", 3, 5),
    ],
)
def test_a_degree_that_does_not_divide_is_blocked(
    preset: str, name: str, good: int, bad: float, tmp_path: Path
) -> None:
    write_book(build_report(load_model(preset)), tmp_path / "book.xlsx")
    book = IronBook(tmp_path / "book.xlsx")
    book.set_cell("Inputs", "Z1", f"={validations(preset)[name].formula1}")
    for value, holds in ((good, True), (bad, False)):
        book.set(name, value)
        assert book.cell("Inputs", "Z1") is holds


def test_a_price_below_nothing_is_blocked(tmp_path: Path) -> None:
    said = validations("gpt2")["price_per_device_hour"]
    assert (said.type, said.operator) == ("decimal", "between")
    assert (said.formula1, said.formula2) == ("0", "100000")
    assert said.error == "Must be a number from 0 to 100,000."
    write_book(build_report(load_model("gpt2")), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Inputs"]
    kept = [v for v in sheet.data_validations.dataValidation if v.error == said.error]
    assert kept
