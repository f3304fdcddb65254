"""Answers in words show their figures as people write them, whatever their size."""

import re

import pytest

from reportgen import build_report, load_model

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
