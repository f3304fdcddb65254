"""How fast a model answers: bytes, seconds and prices against figures worked out elsewhere."""

from fractions import Fraction
from functools import cache
from itertools import combinations, product
from typing import Any

import pytest

from reportgen import InputError, Report, build_report, load_model
from reportgen.formula import names
from reportgen.loading import pruned
from reportgen.model import Model, read_model
from tests.models import one_per_architecture, own, tiny

H100 = {"hardware": "h100-sxm", "compute_type": "bf16"}


@cache
def shown(name: str, **settings: Any) -> Report:
    return build_report(load_model(name), settings)


def number(report: Report, name: str) -> float:
    return report.figures[name].number


def generating(name: str) -> Report:
    report = shown(name)
    return report if report.generates else pytest.skip("an encoder")


def rows(report: Report, table: str = "Decode") -> list[dict[str, Any]]:
    columns = report.tables[table]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def right_bytes(report: Report, operand: str) -> Any:
    return sum(row["right_bytes"] for row in rows(report) if row["operand"] == operand)


def milliseconds(report: Report, name: str) -> float:
    return round(1000 * number(report, name), 2)


def test_llama_reads_its_weights_in_four_milliseconds() -> None:
    """6,738,415,616 values of 2 bytes at 3,350 GB/s; 2,147,483,648 bytes of cache on top."""
    llama = shown("llama-2-7b", seq_len=4096, **H100)
    assert milliseconds(llama, "read_weights_seconds") == 4.02
    assert milliseconds(llama, "read_all_seconds") == 4.66
    assert milliseconds(llama, "step_seconds_by_rule") == 4.66


@pytest.mark.parametrize(("counting", "expected"), [("dense", 63.6), ("half", 59.2)])
def test_llama_reads_a_prompt_of_4096_tokens(counting: str, expected: float) -> None:
    """62,921,270,886,400 and 58,523,224,375,296 FLOPs at 989 TFLOP/s."""
    llama = shown("llama-2-7b", seq_len=4096, causal_counting=counting, **H100)
    assert round(1000 * number(llama, "prefill_seconds"), 1) == expected
    assert llama.figures["prefill_bound"].value == "compute"
    assert llama.figures["decode_bound"].value == "memory"


@pytest.mark.parametrize(("batch", "expected"), [(4, 2.5), (256, 21)])
def test_the_scaling_book_s_quiz(batch: int, expected: float) -> None:
    """Austin et al. 2025, inference: 30B in int8, 8,192 tokens of 100 kB, 16 x TPU v5e."""
    weights: dict[str, Any] = {
        "name": "w",
        "m": "tokens",
        "k": "30000",
        "n": "1000000",
        "weight": True,
    }
    scores: dict[str, Any] = {"name": "s", "m": "seq_len", "k": "100000", "n": "seq_len + past_len"}
    scores |= {"count": "batch_size", "cached": True}
    keys = {"name": "keys", "width": "100000"}
    block = {"name": "block", "matmul": [weights, scores], "cache": [keys]}
    said: dict[str, Any] = {"hardware": "tpu-v5e", "tensor_parallel": 16, "seq_len": 8192}
    said |= {"batch_size": batch, "bytes_per_value": 1, "kv_cache_bytes_per_value": 1}
    report = build_report(own(block), said)
    found = 1000 * number(report, "step_seconds_by_rule")
    assert round(found, 1 if batch == 4 else 0) == expected


def test_experts_touched_by_every_possible_choice() -> None:
    """Each of 3 tokens picks 2 of 5 experts; the mean over all 1,000 outcomes."""
    choices = list(combinations(range(5), 2))
    outcomes = [
        len({e for choice in outcome for e in choice}) for outcome in product(choices, repeat=3)
    ]
    mean = Fraction(sum(outcomes), len(outcomes))
    report = shown("mixtral-8x7b", num_experts=5, experts_per_token=2, batch_size=3)
    assert number(report, "experts_read") == pytest.approx(float(mean), rel=1e-15)
    [gate] = [row for row in rows(report) if row["matmul"] == "expert_gate"]
    assert gate["reads"] == pytest.approx(32 * float(mean), rel=1e-15)


def test_all_experts_are_touched_where_each_token_uses_all() -> None:
    report = shown("mixtral-8x7b", num_experts=2, experts_per_token=2)
    assert number(report, "experts_read") == 2


@pytest.mark.parametrize("name", one_per_architecture())
def test_a_step_makes_one_token_of_every_sequence(name: str) -> None:
    """Only what a cache holds may depend on the length, and all work is linear in the sequences."""
    one, three = shown(name), shown(name, batch_size=3)
    for row in one.decode_rows:
        used = {n for side in (row.m, row.k, row.n, row.count) for n in names(side)}
        assert row.operand == "cache" or row.matmul == "weighted_sum" or "seq_len" not in used
    for single, triple in zip(rows(one), rows(three), strict=True):
        assert triple["m"] * triple["count"] == 3 * single["m"] * single["count"]
        assert triple["flops"] == 3 * single["flops"]


@pytest.mark.parametrize("name", one_per_architecture())
def test_one_sequence_reads_the_active_weights_once(name: str) -> None:
    """All matrices but an encoder's; a tied head reads the embedding's, of experts only some."""
    report = generating(name)
    if "decoder_seq_len" in report.inputs.values:
        pytest.skip("the encoder has run before")
    kept = sum(
        row["k"] * row["n"] * (row["active"] or row["count"])
        for row in rows(report, "Matmuls")
        if row["operand"] == "weight"
    )
    each = report.inputs.values["bytes_per_value"]
    assert right_bytes(report, "weight") == pytest.approx(each * kept, rel=1e-12)


# An indexer selects what is read; layers share a cache and each reads it; a recurrence of single
# channels has no matrix product.
READ_OTHERWISE = ("deepseek_v32", "gemma3n", "gemma4", "rwkv")


@pytest.mark.parametrize("name", one_per_architecture())
def test_a_step_reads_the_cache_that_memory_holds(name: str) -> None:
    """What convolutions keep is the left operand of their products."""
    if load_model(name).architecture in READ_OTHERWISE:
        pytest.skip("reads other than what it keeps")
    report = generating(name)
    kept = [row["bytes"] for row in rows(report, "Cache") if row["tensor"] != "convolution_state"]
    assert right_bytes(report, "cache") == sum(kept)


@pytest.mark.parametrize("name", ["bert-base-uncased", "deberta-v3-base", "modernbert-base"])
def test_an_encoder_makes_no_tokens(name: str) -> None:
    report = shown(name)
    assert not report.generates
    assert "time_per_output_token" not in report.figures
    assert report.figures["time_to_first_token"].quantity.title == "Time of a pass"
    sequences = number(report, "prefill_sequences_per_second")
    assert sequences == 1 / number(report, "time_to_first_token") > 0
    tokens = int(report.inputs.values["seq_len"]) * sequences
    assert number(report, "prefill_tokens_per_second") == pytest.approx(tokens, rel=1e-12)


def decoding_bert(**inputs: int) -> Model:
    sizes = {"vocab_size": 100, "context_length": 64, "num_token_types": 2}
    sizes |= {"num_layers": 2, "d_model": 32, "num_heads": 4, "d_ff": 64, **inputs}
    return pruned(read_model({"name": "b", "architecture": "bert", "inputs": sizes}, "b.toml"))


def test_an_encoder_with_a_causal_mask_makes_tokens() -> None:
    """Two layers of keys and values, each 32 wide, of 2 bytes."""
    report = build_report(decoding_bert(causal_attention=1))
    assert report.generates
    assert number(report, "cache_token_bytes") == 2 * 2 * 32 * 2
    assert number(report, "output_tokens_per_second") > 0


def test_whether_it_has_a_causal_mask_is_settled_by_the_model() -> None:
    """A report could not follow: its sheets would lack the cache and the products of a step."""
    report = build_report(decoding_bert(causal_attention=0))
    assert "causal_attention" not in report.inputs.values
    assert report.rows.caches == ()
    with pytest.raises(InputError, match="causal_attention: decides which rows there are; say it"):
        build_report(decoding_bert(), {"causal_attention": 1})


@pytest.mark.parametrize("name", ["bert-base-uncased", "llama-2-7b", "t5-base", "mamba2-2.7b"])
def test_how_fast_it_answers_is_said_of_every_model(name: str) -> None:
    report = shown(name)
    [said] = [a.text for a in report.answers if a.question == "How fast does it answer?"]
    assert said.startswith("It makes no tokens") != report.generates
    assert f"{report.inputs.values['seq_len']:,} tokens" in said or report.generates
    assert "tokens per second" in said


def test_latent_attention_is_absorbed() -> None:
    """DeepSeek-V2, arXiv:2405.04434, 2.1.2: every head attends to 512 + 64 cached values."""
    report = shown("deepseek-v3", seq_len=4096)
    core = [row for row in rows(report) if row["component"] == "attention_core"]
    assert sum(row["flops"] for row in core) == 2 * 4096 * 61 * 128 * (576 + 512)
    assert right_bytes(report, "cache") == 4096 * 70_272
    assert "kv_up_proj" not in {row["matmul"] for row in rows(report)}


def test_a_window_limits_what_a_step_reads() -> None:
    """Mistral 7B, arXiv:2310.06825: 4,096 tokens, 8 key heads of 128, 32 layers."""
    report = shown("mistral-7b-v0.1", seq_len=10_000)
    assert right_bytes(report, "cache") == 2 * 2 * 32 * 8 * 128 * 4096


def test_a_chunk_holds_the_tokens_since_it_began() -> None:
    """Llama 4 Scout: token 10,000 is the 1,808th of its chunk of 8,192."""
    report = shown("llama-4-scout-text", seq_len=10_000)
    [scores] = [
        row
        for row in rows(report)
        if (row["layer"], row["matmul"]) == ("decoder.chunked_attention", "scores")
    ]
    assert scores["n"] == 10_000 - 8192


def test_cross_attention_projects_no_keys_again() -> None:
    """Vaswani et al. 2017: the encoder's output is the same for every token."""
    report = shown("flan-t5-base", seq_len=100, decoder_seq_len=7)
    assert not {"cross_k_proj", "cross_v_proj"} & {row["matmul"] for row in rows(report)}
    keys = {row["layer"]: row["n"] for row in rows(report) if row["matmul"] == "scores"}
    assert keys == {"decoder.attention": 7, "decoder.cross_attention": 100}


@pytest.mark.parametrize("name", ["mamba-130m", "mamba-codestral-7b", "rwkv-4-14b"])
def test_a_recurrence_takes_no_longer_after_more_tokens(name: str) -> None:
    short, long = shown(name, seq_len=128), shown(name, seq_len=100_000)
    assert number(short, "decode_bytes") == number(long, "decode_bytes")
    assert number(short, "decode_flops") == number(long, "decode_flops")


def test_a_fused_kernel_moves_queries_keys_values_and_results_only() -> None:
    """Dao et al. 2022, arXiv:2205.14135; the tiny model has 4 heads of 2 over 2 key heads."""
    moved = {
        fused: sum(
            row["bytes"]
            for row in rows(build_report(tiny(), {"flash_attention": fused}), "Matmuls")
            if row["component"] == "attention_core"
        )
        for fused in (0, 1)
    }
    assert moved[1] == 3 * 2 * (2 * 6 * 4 * 2 + 2 * 6 * 2 * 2)
    assert moved[0] - moved[1] == 3 * 2 * 2 * 4 * 6 * 6


@pytest.mark.parametrize(("bytes_each", "expected"), [(2, 241), (1, 120)])
def test_the_batch_from_which_a_tpu_v5e_computes(bytes_each: int, expected: int) -> None:
    """Austin et al. 2025, inference: 240 in bf16 and 120 with int8 weights, at 820 GB/s."""
    report = shown("llama-2-7b", hardware="tpu-v5e", bytes_per_value=bytes_each)
    assert round(number(report, "compute_bound_batch")) == expected


def test_efficiencies_stretch_the_times() -> None:
    """Half of the bandwidth doubles what memory bounds, half of the peak what arithmetic does."""
    full = shown("llama-2-7b", seq_len=4096)
    slow = shown("llama-2-7b", seq_len=4096, bandwidth_efficiency=0.5)
    busy = shown("llama-2-7b", seq_len=4096, compute_efficiency=0.5)
    assert number(slow, "decode_seconds") == pytest.approx(2 * number(full, "decode_seconds"))
    assert number(busy, "prefill_seconds") == pytest.approx(2 * number(full, "prefill_seconds"))


def test_a_million_tokens_take_their_share_of_an_hour() -> None:
    """At 4.587 ms a token and 2 USD an hour, a million tokens are 4,587 s, so 2.55 USD."""
    llama = shown("llama-2-7b", seq_len=4096, price_per_device_hour=2, **H100)
    assert round(number(llama, "price_per_million_output_tokens"), 2) == 2.55
    free = shown("llama-2-7b", seq_len=4096, price_per_device_hour=0)
    assert number(free, "price_per_million_output_tokens") == 0


def test_products_one_by_one_take_no_less_than_all_at_once() -> None:
    for name in ("llama-2-7b", "deepseek-v3", "qwen3-next-80b-a3b"):
        report = shown(name, seq_len=4096, batch_size=64)
        for phase in ("prefill", "decode"):
            whole = number(report, f"{phase}_seconds")
            assert number(report, f"{phase}_serial_seconds") >= whole * (1 - 1e-12)


@pytest.mark.parametrize("name", one_per_architecture())
def test_every_generating_architecture_has_a_time(name: str) -> None:
    assert 0 < number(generating(name), "time_per_output_token") < 10
