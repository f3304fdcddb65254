"""What fills the memory: the parts of a use add up to the figure that the report gives for it."""

from typing import Any

import pytest

from reportgen import Report, build_report, load_model
from tests.models import one_per_architecture, own

SPREAD = {"data_parallel": 8, "zero_stage": 2, "tensor_parallel": 2, "micro_batch_size": 1}
TOTALS = {"training": "training_memory_bytes", "inference": "inference_memory_bytes"}


def shown(name: str, **settings: Any) -> Report:
    return build_report(load_model(name), settings)


def amounts(report: Report, use: str) -> dict[str, float]:
    [found] = [each for each in report.memory_parts.uses if each.name == use]
    return {part: float(report.value(formula)) for part, formula in found.amounts.items()}


@pytest.mark.parametrize("use", TOTALS)
@pytest.mark.parametrize("name", one_per_architecture()[::3])
def test_parts_add_up(name: str, use: str) -> None:
    report = shown(name)
    total = report.figures[TOTALS[use]].number / 1e9
    assert sum(amounts(report, use).values()) == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize(
    "settings",
    [
        {"data_parallel": 8, "zero_stage": 1},
        {"data_parallel": 8, "zero_stage": 2, "tensor_parallel": 2},
        {"data_parallel": 4, "zero_stage": 3, "recompute": "full"},
        {"pipeline_parallel": 4, "optimizer": "sgd"},
        {"bytes_per_value": 1, "kv_cache_bytes_per_value": 1, "batch_size": 16},
    ],
    ids=str,
)
def test_parts_add_up_however_it_is_spread(settings: dict[str, Any]) -> None:
    report = shown("mixtral-8x7b", **settings)
    for use, total in TOTALS.items():
        parts = amounts(report, use)
        assert sum(parts.values()) == pytest.approx(report.figures[total].number / 1e9, rel=1e-12)


def test_the_device_has_nothing_but_its_capacity() -> None:
    """H100 SXM: 80 GB, of which a report takes what is usable."""
    report = shown("llama-3-8b")
    parts = amounts(report, "the device")
    assert {part for part, amount in parts.items() if amount} == {"capacity"}
    assert parts["capacity"] == report.figures["memory_usable_bytes"].number / 1e9
    assert 0 < parts["capacity"] <= 80


def test_generation_keeps_weights_and_cache_only() -> None:
    parts = amounts(shown("llama-3-8b"), "inference")
    assert {part for part, amount in parts.items() if amount} == {"weights", "cache"}
    encoder = amounts(shown("bert-base-uncased"), "inference")
    assert {part for part, amount in encoder.items() if amount} == {"weights"}


def test_adam_keeps_what_zero_counts() -> None:
    """Rajbhandari et al. 2020, arXiv:1910.02054, 3.1: 2 + 2 + 12 bytes for each parameter."""
    report = shown("llama-3-8b", gradient_bytes_per_value=2, optimizer="adamw")
    params, parts = report.figures["params_total"].number / 1e9, amounts(report, "training")
    assert parts["weights"] == pytest.approx(2 * params)
    assert parts["gradients"] == pytest.approx(2 * params)
    assert parts["optimizer_states"] == pytest.approx(12 * params)


def test_a_model_of_its_own_has_parts_too() -> None:
    matmul = {"name": "w", "m": "tokens", "k": "wide", "n": "wide", "weight": True}
    report = build_report(own({"name": "bare", "matmul": [matmul]}, wide=1000))
    parts = amounts(report, "training")
    assert parts["weights"] > 0
    assert sum(parts.values()) == pytest.approx(report.figures[TOTALS["training"]].number / 1e9)
