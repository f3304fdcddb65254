"""The crossover is where the quadratic term equals all the rest."""

import pytest

from reportgen import build_report, load_model
from tests.models import tiny


def test_the_seed_s_crossover() -> None:
    """4 c^2 h l = 32 c h^2 l + 2 c v h at c = 8 h + v / (2 l): 12,800 and the head's 523.5."""
    report = build_report(load_model("cs336-gpt2-xl"))
    assert float(report.figures["quadratic_crossover"].value) == 8 * 1600 + 50257 / (2 * 48)


@pytest.mark.parametrize("counting", ["dense", "half", "exact"])
@pytest.mark.parametrize("logits", ["all", "last"])
def test_at_the_crossover_the_quadratic_term_is_half(counting: str, logits: str) -> None:
    settings = {"causal_counting": counting, "logits_positions": logits}
    figures = build_report(tiny(), settings).figures
    at = float(figures["quadratic_crossover"].value)
    a, b, c = (float(figures[f"flops_{n}"].value) for n in ("quadratic", "linear", "constant"))
    assert a * at**2 == pytest.approx(b * at + c)
    whole = int(at)
    report = build_report(tiny(), {**settings, "seq_len": whole})
    assert float(report.figures["flops_forward"].value) == pytest.approx(
        a * whole**2 + b * whole + c
    )


def test_within_a_window_the_term_never_overtakes() -> None:
    model = load_model("mistral-7b-v0.1")
    exact = build_report(model, {"causal_counting": "exact"}).figures
    assert exact["quadratic_crossover"].value == 0
    wide = build_report(model, {"causal_counting": "exact", "sliding_window": 10**6}).figures
    assert wide["quadratic_crossover"].value > 4096


def test_past_the_windows_of_some_layers_the_others_overtake() -> None:
    """Gemma 2 has a window in every other layer: the other half stays quadratic."""
    model, exact = load_model("gemma-2-9b"), {"causal_counting": "exact"}
    figures = build_report(model, exact).figures
    at = int(figures["quadratic_crossover"].value)
    assert at > 4096
    a, b, c = (
        float(figures[f"flops_{name}_past"].value) for name in ("quadratic", "linear", "constant")
    )
    there = build_report(model, {**exact, "seq_len": at}).figures["flops_forward"].value
    assert a * at**2 + b * at + c == pytest.approx(float(there))
    assert a * at**2 == pytest.approx(float(there) / 2, rel=1e-3)


def test_what_the_first_tokens_lack_of_a_window_is_taken_off() -> None:
    """21 layers with a window W of 4,096: W (W - 1) / 2 pairs fewer than S W, 4 d FLOPs a pair."""
    figures = build_report(load_model("gemma-2-9b"), {"causal_counting": "exact"}).figures
    constant = figures["flops_constant_past"]
    assert constant.value == -(21 * 16 * 4 * 256 * 4096 * 4095 // 2)
    assert "below 0 in exact counting" in constant.quantity.meaning
    assert figures["flops_constant"].value == 0
    assert "below 0" not in figures["flops_constant"].quantity.meaning
