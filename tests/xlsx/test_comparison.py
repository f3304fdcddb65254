"""The comparison of all models: ratios follow the model that is chosen."""

from pathlib import Path

import pytest

from reportgen import build_report, load_model
from reportgen.summary import summarize
from reportgen.xlsx.comparison import write_comparison
from tests.engines import IronBook, lint

MODELS = ("gpt2", "gpt2-xl", "mixtral-8x7b")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("comparison") / "comparison.xlsx"
    write_comparison([summarize(build_report(load_model(name))) for name in MODELS], made)
    return made


def column(book: IronBook, key: str) -> list[object]:
    cells = book.values()["Comparison"]
    letter = next(ref[0] for ref, value in cells.items() if ref[1:] == "6" and value == key)
    return [cells[f"{letter}{row}"] for row in (7, 8, 9)]


def test_it_is_clean(path: Path) -> None:
    assert lint(path) == []


def test_ratios_follow_the_reference(path: Path) -> None:
    book = IronBook(path)
    assert column(book, "params_ratio")[1] == 1_557_611_200 / 124_439_808
    book.set("reference_model", "gpt2-xl")
    assert column(book, "params_ratio")[1] == 1
    assert column(book, "flops_ratio")[1] == 1


def test_the_active_part_of_mixtral(path: Path) -> None:
    """12,879,925,248 of 46,702,792,704: counted from the released checkpoint."""
    assert column(IronBook(path), "active_share")[2] == 12_879_925_248 / 46_702_792_704
