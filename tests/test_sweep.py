"""Sweeps against figures of the exercise's own sequel."""

import pytest

from reportgen import build_report, load_model
from tests.models import tiny


def test_xl_at_16384_tokens() -> None:
    context = build_report(load_model("cs336-gpt2-xl")).context
    totals = {row["seq_len"]: row["total"] for row in context.rows}
    assert totals[16_384] == 149_522_795_724_800
    assert list(totals) == [2**power for power in range(10, 21)]


@pytest.mark.parametrize(
    ("shape", "flops"),
    [
        ("cs336-gpt2-small", 349_630_365_696),
        ("cs336-gpt2-medium", 1_033_109_504_000),
        ("cs336-gpt2-large", 2_257_754_521_600),
        ("cs336-gpt2-xl", 4_513_336_524_800),
    ],
)
def test_the_exercise_s_shapes(shape: str, flops: int) -> None:
    shapes = build_report(load_model("cs336-gpt2-xl")).shapes
    assert shapes is not None
    assert dict(zip(shapes.labels, shapes.rows, strict=True))[shape]["total"] == flops


@pytest.mark.parametrize("counting", ["dense", "half", "exact"])
def test_a_sweep_is_the_report_at_that_length(counting: str) -> None:
    swept = build_report(tiny(), {"causal_counting": counting}).context.rows[0]
    there = build_report(tiny(), {"causal_counting": counting, "seq_len": 1024})
    assert swept["total"] == there.figures["flops_forward"].value


def test_a_sweep_moves_what_follows_whether_it_is_set_or_not() -> None:
    """A cell that was typed over looks the same to a formula, so both must say the same."""
    model = load_model("t5-base")
    free, fixed = build_report(model), build_report(model, {"decoder_seq_len": 64})
    assert fixed.context.rows == free.context.rows
