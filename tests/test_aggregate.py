"""Tables are exact in Int64, and rounded like a spreadsheet in Float64."""

import polars as pl
import pytest

from reportgen import InputError, SpecError, build_report
from tests.models import own, tiny

DENSE = {"name": "w", "m": "tokens", "k": "d_model", "n": "d_model", "weight": True}


def test_a_tiny_llama_counted_by_hand() -> None:
    """Per layer: q, o 8x8; k, v 8x4; three 8x20; two gains of 8. Embedding, head 10x8; one gain."""
    by_hand = 3 * (2 * 64 + 2 * 32 + 3 * 160 + 2 * 8) + 2 * 80 + 8
    assert build_report(tiny()).figures["params_total"].value == by_hand


def test_flops_of_a_tiny_llama_counted_by_hand() -> None:
    """6 tokens: 2 m k n for each weight; scores and weighted values are 6x2x6, 4 heads."""
    weights = 3 * (2 * 64 + 2 * 32 + 3 * 160) + 80
    core = 3 * 4 * 2 * (6 * 2 * 6)
    assert build_report(tiny()).figures["flops_forward"].value == 2 * (6 * weights + core)


@pytest.mark.parametrize(("counting", "pairs"), [("dense", 36), ("half", 18), ("exact", 21)])
def test_pairs_of_query_and_key(counting: str, pairs: int) -> None:
    """6 x 6, half of it, and 1 + 2 + ... + 6."""
    report = build_report(tiny(), {"causal_counting": counting})
    assert report.figures["flops_attention_core"].value == 3 * 4 * 2 * 2 * 2 * pairs


def test_a_window_leaves_the_pairs_that_brute_force_finds() -> None:
    settings = {"causal_counting": "exact", "seq_len": 50, "sliding_window": 7}
    from reportgen import load_model

    model = load_model("mistral-7b-v0.1")
    pairs = sum(1 for q in range(50) for k in range(50) if k <= q < k + 7)
    core = build_report(model, settings).figures["flops_attention_core"].value
    assert core == 32 * 32 * 2 * 2 * 128 * pairs


def test_logits_at_the_last_position_only() -> None:
    everywhere = build_report(tiny()).totals.exact["flops"][-1]
    last = build_report(tiny(), {"logits_positions": "last"}).totals.exact["flops"][-1]
    assert everywhere == 6 * last


def test_a_tied_head_keeps_its_flops_and_loses_its_parameters() -> None:
    untied, tied = build_report(tiny()), build_report(tiny(), {"tie_embeddings": 1})
    assert untied.figures["params_total"].value - tied.figures["params_total"].value == 80
    assert untied.figures["flops_forward"].value == tied.figures["flops_forward"].value


def test_the_embedding_as_a_matmul() -> None:
    plain, counted = build_report(tiny()), build_report(tiny(), {"embedding_as_matmul": 1})
    more = counted.figures["flops_forward"].value - plain.figures["flops_forward"].value
    assert more == 2 * 6 * 10 * 8


def test_column_types() -> None:
    schema = build_report(tiny()).matmuls.frame.schema
    assert {schema[name] for name in ("m", "k", "n", "count", "stored", "params")} == {pl.Int64}
    assert {schema[name] for name in ("flops", "bytes", "share")} == {pl.Float64}


def test_flops_past_int64_do_not_wrap() -> None:
    """Python's own integers are the truth."""
    report = build_report(tiny(), {"seq_len": 10**9, "d_ff": 10**6, "num_layers": 1000})
    row = report.matmuls.frame.row(by_predicate=pl.col("matmul") == "gate", named=True)
    assert row["flops"] == float(2 * 10**9 * 8 * 10**6 * 1000)


def test_parameters_past_int64_are_refused() -> None:
    with pytest.raises(InputError, match="choose smaller inputs"):
        build_report(tiny(), {"num_layers": 10**9, "d_ff": 10**9, "vocab_size": 10**9})


def test_a_side_that_is_no_whole_number_is_refused() -> None:
    layer = {"name": "a", "matmul": [{**DENSE, "n": "d_model / 3"}]}
    with pytest.raises(InputError, match=r"layer a, w.n = d_model / 3 is 1.33.*whole number"):
        build_report(own(layer, d_model=4))


def test_a_model_without_a_product_is_refused() -> None:
    layer = {"name": "a", "parameter": [{"name": "gain", "shape": ["d_model"]}]}
    with pytest.raises(SpecError, match="no matrix product"):
        build_report(own(layer, d_model=4))
