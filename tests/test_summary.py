import pickle

import pytest

from reportgen import build_report, load_model
from reportgen.summary import summarize


def test_a_summary_has_the_figures_of_its_report() -> None:
    summary = summarize(build_report(load_model("cs336-gpt2-xl")))
    assert summary.params_total == summary.params_active == 2_127_057_600
    assert summary.flops_forward == 4_513_336_524_800
    assert summary.flops_per_token == 4_407_555_200
    assert summary.weights_bytes == 8_508_230_400
    assert summary.attention_core == 322_122_547_200
    assert summary.attention_core_share == pytest.approx(0.07137, abs=1e-5)
    assert summary.seq_len == 1024
    assert summary.holds


def test_shares_sum_to_one_and_each_has_a_title() -> None:
    summary = summarize(build_report(load_model("mixtral-8x7b")))
    assert sum(summary.flops_shares.values()) == pytest.approx(1)
    assert summary.component_titles.keys() == summary.flops_shares.keys()


def test_a_summary_travels_between_processes_as_plain_values() -> None:
    half = build_report(load_model("gpt2"), {"causal_counting": "half", "seq_len": "3"})
    summary = summarize(half)
    assert pickle.loads(pickle.dumps(summary)) == summary  # noqa: S301
    assert {type(value) for value in vars(summary).values()} <= {int, float, str, bool, dict}
