"""Answers in words show their figures as people write them, whatever their size."""

import re

import pytest

from reportgen import build_report, load_model
from tests.models import own

UNGROUPED = re.compile(r"(?<![\d.,])\d{4,}")


def said(name: str, **settings: str) -> str:
    return "\n".join(each.text for each in build_report(load_model(name), settings).answers)


@pytest.mark.parametrize(
    ("name", "settings"),
    [("deepseek-v3", {}), ("gpt2", {"seq_len": "16"}), ("gpt2", {"batch_size": "100000"})],
)
def test_numbers_are_grouped(name: str, settings: dict[str, str]) -> None:
    assert not UNGROUPED.findall(said(name, **settings))


def test_memory_of_thousands_of_gigabytes() -> None:
    """2 bytes for each of 671,026,404,352 parameters."""
    assert "1,342.05 GB, or 1,249.88 GiB" in said("deepseek-v3")


@pytest.mark.parametrize(
    ("seq_len", "words"),
    [("1024", "4,513,336,524,800 FLOPs (4.513 TFLOP) for"), ("131072", "T FLOPs for 131,072")],
)
def test_what_is_said_in_tera_is_not_said_so_again(seq_len: str, words: str) -> None:
    assert words in said("cs336-gpt2-xl", seq_len=seq_len)


def test_a_batch_that_does_not_fit() -> None:
    assert "it does not fit. The largest batch that fits: 0." in said("deepseek-v3")


def product(number: int) -> dict[str, object]:
    sizes = {"m": "1", "k": "1", "n": str(number)}
    return {"name": f"product_{number}", "component": f"part_{number}", "weight": True, **sizes}


def shares(components: int) -> str:
    """Return the answer about shares of a model whose components have 1, 2, 3, ... FLOPs."""
    matmuls = [*map(product, range(1, components + 1))]
    report = build_report(own({"name": "l", "source": "x", "count": "1", "matmul": matmuls}))
    (said,) = [each.text for each in report.answers if "Of the forward FLOPs" in each.text]
    return said


def test_of_many_components_the_largest_are_told_and_the_others_together() -> None:
    """Of 1 + 2 + ... + 24 = 300 the four smallest have 10, which is 3.3 %."""
    assert shares(24).startswith("Of the forward FLOPs: Part 5 1.7\u00a0%, Part 6")
    assert shares(24).endswith("the 4 others together 3.3\u00a0%.")


def test_one_component_more_is_told_by_its_name() -> None:
    assert "Part 1 0.4\u00a0%" in shares(21)
    assert shares(22).endswith("the 2 others together 1.2\u00a0%.")
