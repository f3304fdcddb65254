"""A calculator read back is the model that is chosen in it."""

from pathlib import Path
from typing import Any

import pytest

from reportgen import build_report, load_model
from reportgen.calculator import calculator
from tests.books import resaved
from tests.edited.reading import shown, written
from tests.refusing import WHOLE, refuse
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def small() -> Path:
    """A calculator of a few presets."""
    names = ["gpt2", "llama-3-8b", "mixtral-8x7b"]
    return written(build_report(calculator(names)))


def test_a_calculator_is_the_model_that_is_chosen(small: Path) -> None:
    assert shown(str(small)) == shown("llama-3-8b")
    path = resaved(small, model="mixtral-8x7b", seq_len=128, num_layers=3)
    assert shown(str(path)) == shown(
        "mixtral-8x7b", "--set", "seq_len=128", "--set", "num_layers=3"
    )


def test_the_report_of_a_calculator_leaves_the_calculator_alone(small: Path) -> None:
    small.rename("calculator.xlsx")
    assert run("report", "calculator.xlsx", "--output", ".").status == 0
    assert Path("calculator-llama-3-8b.xlsx").exists()
    assert load_model("calculator-llama-3-8b.xlsx").name == "llama-3-8b"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"model": "gpt2", "num_experts": 4}, "num_experts: gpt2 has no such input"),
        ({"model": "gpt4"}, "model: must be one of gpt2, llama-3-8b, mixtral-8x7b; got 'gpt4'"),
        ({"model": "gpt2", "num_layers": 0}, f"num_layers: {WHOLE} 0"),
    ],
)
def test_what_a_calculator_cannot_be(small: Path, cells: dict[str, Any], said: str) -> None:
    refuse(run("show", resaved(small, **cells)), said)
