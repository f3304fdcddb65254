"""Memory against the papers' formulas and tables, and against counts written out by hand."""

from typing import Any

import pytest

from reportgen import Report, build_report
from tests.models import model as made
from tests.models import own, tiny
from tests.reports import report, value

# Korthikanti et al. 2022, arXiv:2205.05198, table 3.
GPT_175B = {"num_layers": 96, "d_model": 12288, "num_heads": 96}
MT_NLG_530B = {"num_layers": 105, "d_model": 20480, "num_heads": 128}
EAGER = {"flash_attention": 0}
GEMMA_3N = {
    "vocab_size": 262400,
    "context_length": 32768,
    "num_layers": 35,
    "d_model": 2048,
    "num_heads": 8,
    "num_kv_heads": 2,
    "d_head": 256,
    "d_ff": 16384,
    "sliding_window": 512,
    "num_window_layers": 28,
    "num_shared_kv_layers": 15,
    "altup_streams": 4,
    "laurel_rank": 64,
    "per_layer_width": 256,
    "per_layer_vocab_size": 262144,
}


def gpt(shape: dict[str, int], **settings: Any) -> Report:
    inputs = {"vocab_size": 51200, "context_length": 2048, **shape}
    return build_report(made(architecture="gpt2", inputs=inputs), settings)


def sbh(shape: dict[str, int]) -> int:
    return 2048 * shape["d_model"]


def test_activations_of_gpt2_xl() -> None:
    """Korthikanti et al. 2022: s b h (34 + 5 a s / h), 34 s b h and 2 s b h per layer."""
    xl = report("gpt2-xl", batch_size=1, seq_len=1024)
    assert value(xl, "activations_per_block_bytes") == 186_777_600
    assert value(xl, "activations_eager_bytes") == 8_965_324_800
    assert value(xl, "activations_selective_bytes") == 2_673_868_800
    assert value(xl, "activations_full_bytes") == 157_286_400


@pytest.mark.parametrize(("shape", "ratio"), [(GPT_175B, 80), (MT_NLG_530B, 64)])
def test_the_attention_core_of_large_models(shape: dict[str, int], ratio: int) -> None:
    """Korthikanti et al. 2022, section 5: 5 a s / h is 80 for 175 B and 64 for 530 B."""
    large = gpt(shape)
    assert value(large, "core_by_residual") == ratio
    core = value(large, "activations_eager_bytes") - value(large, "activations_selective_bytes")
    assert core / shape["num_layers"] / sbh(shape) == ratio


@pytest.mark.parametrize(
    ("settings", "per_sbh"),
    [
        ({}, 10 + 24 / 8 + 80 / 8),
        ({"sequence_parallel": 1}, (34 + 80) / 8),
        ({"recompute": "selective"}, 10 + 24 / 8),
        ({"recompute": "selective", "sequence_parallel": 1}, 34 / 8),
        ({"recompute": "full"}, 2),
    ],
)
def test_activations_with_tensor_parallelism(settings: dict[str, Any], per_sbh: float) -> None:
    """Korthikanti et al. 2022, table 2, with t = 8."""
    device = gpt(GPT_175B, tensor_parallel=8, **EAGER, **settings)
    assert value(device, "device_block_activations_bytes") == 96 * sbh(GPT_175B) * per_sbh


def test_activations_before_and_after_the_blocks() -> None:
    """Korthikanti et al. 2022, section 4.3: s b h p / t of the embedding, 4 s b h / t (1 + v/h)."""
    both = {**EAGER, "tensor_parallel": 8, "sequence_parallel": 1}
    blocks = 96 * sbh(GPT_175B) * (34 + 80) / 8
    one, four = gpt(GPT_175B, **both), gpt(GPT_175B, **both, pipeline_parallel=4)
    embedding, head = sbh(GPT_175B) / 8, 4 * sbh(GPT_175B) / 8 * (1 + 51200 / 12288)
    assert value(one, "device_activations_bytes") == blocks + embedding + head
    assert value(four, "device_activations_bytes") == blocks + 4 * embedding


def test_flash_attention_keeps_a_number_per_query_and_head() -> None:
    """FlashAttention-2, arXiv:2307.08691, section 3.1: the logarithm of each row's sum."""
    xl = report("gpt2-xl")
    kept = value(xl, "activations_flash_bytes") - value(xl, "activations_selective_bytes")
    assert kept == 48 * 25 * 1024 * 4


# Llama 3 8B and Mixtral 8x7B are as wide: of a token, the inputs of two norms, of the attention and
# of what follows it, query and weighted value, and a key and a value of 8 heads of 128.
ATTENTION = 4 * 4096 + 2 * 4096 + 2 * 1024


def test_activations_of_a_gated_feed_forward() -> None:
    """Three tensors of its width, where GPT has two: Shazeer 2020, arXiv:2002.05202."""
    llama = report("llama-3-8b", seq_len=64)
    kept = 32 * 64 * 2 * (ATTENTION + 3 * 14336)
    assert value(llama, "activations_selective_bytes") == kept


def test_a_token_is_kept_once_per_expert_that_it_goes_through() -> None:
    """Copy, gated feed-forward and result of 2 experts, and 8 scores of the router in fp32."""
    mixtral = report("mixtral-8x7b", seq_len=64)
    kept = 32 * 64 * (2 * (ATTENTION + 2 * (4096 + 3 * 14336 + 4096)) + 4 * 8)
    assert value(mixtral, "activations_selective_bytes") == kept


def test_full_recompute_brings_one_block_back() -> None:
    """Chen et al. 2016, arXiv:1604.06174: the inputs of all blocks, and one block in full."""
    xl = report("gpt2-xl", recompute="full", **EAGER)
    assert value(xl, "device_recompute_bytes") == value(xl, "activations_per_block_bytes")


def test_zero() -> None:
    """ZeRO, arXiv:1910.02054, figure 1: 7.5 B parameters over 64 devices."""
    said = {"name": "w", "m": "1", "k": "75000", "n": "100000", "weight": True}
    spread = build_report(own({"name": "all", "matmul": [said]}), {"data_parallel": 64})
    figures = [round(value(spread, f"states_zero_{stage}_gb"), 1) for stage in range(4)]
    assert figures == [120, 31.4, 16.6, 1.9]


@pytest.mark.parametrize("stage", range(4))
def test_the_chosen_stage_of_zero_is_the_sum_of_its_parts(stage: int) -> None:
    spread = report("mixtral-8x7b", data_parallel=8, expert_parallel=4, zero_stage=stage)
    parts = value(spread, "device_training_states_bytes") / 1e9
    assert parts == pytest.approx(value(spread, f"states_zero_{stage}_gb"))


# The tiny model's parameters: three blocks, embedding and head, seven norms; and both sides of its
# matrices, added up.
BLOCKS = 3 * (8 * 8 + 2 * 8 * 4 + 8 * 8 + 3 * 8 * 20)
TABLES, NORMS = 2 * 10 * 8, 7 * 8
SIDES = 3 * (4 * 8 + 2 * 8 + 2 * 4 + 3 * 28) + 18
KEPT = {
    "adamw": 12 * (BLOCKS + TABLES + NORMS),
    "adamw-no-master": 8 * (BLOCKS + TABLES + NORMS),
    "adamw-8bit": (4 + 2 + 8 / 2048) * BLOCKS + 12 * (TABLES + NORMS),
    "sgd": 4 * (BLOCKS + TABLES + NORMS),
    "sgd-momentum": 8 * (BLOCKS + TABLES + NORMS),
    "adafactor": 4 * (BLOCKS + TABLES) + 8 * NORMS + 4 * SIDES,
    "muon": 8 * BLOCKS + 12 * (TABLES + NORMS),
}


@pytest.mark.parametrize("optimizer", KEPT)
def test_optimizer_states(optimizer: str) -> None:
    states = value(build_report(tiny(), {"optimizer": optimizer}), "optimizer_states_bytes")
    assert states == KEPT[optimizer]


def test_every_optimizer_is_tested() -> None:
    [spec] = [spec for spec in tiny().inputs if spec.name == "optimizer"]
    assert set(spec.choices) == KEPT.keys()


def test_parameters_on_one_device() -> None:
    """Mixtral by hand: 2 of tensors, 4 of the experts, 2 stages, of which the last has the head."""
    device = report(
        "mixtral-8x7b", tensor_parallel=2, data_parallel=4, expert_parallel=4, pipeline_parallel=2
    )
    attention, norms_and_router = 2 * 4096 * (4096 + 1024), 2 * 4096 + 4096 * 8
    stage = 16 * (attention // 2 + norms_and_router) + 4096 // 2 + 32000 * 4096 // 2
    assert value(device, "device_params") == stage
    assert value(device, "device_expert_params") == 16 * 2 * 3 * 4096 * 14336 // 2


@pytest.mark.parametrize(
    ("preset", "length", "cached"),
    [
        ("llama-2-7b", 4096, 2_147_483_648),
        ("mixtral-8x7b", 4096, 536_870_912),
        ("gpt2-xl", 1024, 314_572_800),
        ("deepseek-v3", 4096, 4096 * 70_272),
    ],
)
def test_cache(preset: str, length: int, cached: int) -> None:
    """2 l k h s values of 2 bytes; with latent attention l (576) s: DeepSeek-V2, table 1."""
    assert value(report(preset, seq_len=length), "cache_bytes") == cached


def test_a_window_is_kept_and_every_token_reserved() -> None:
    mistral = report("mistral-7b-v0.1", seq_len=32768)
    assert value(mistral, "cache_bytes") == 2 * 32 * 8 * 128 * 4096 * 2
    assert value(mistral, "cache_reserved_bytes") == 2 * 32 * 8 * 128 * 32768 * 2


def test_whole_pages_are_reserved() -> None:
    cached = build_report(tiny(), {"seq_len": 17, "batch_size": 3})
    assert value(cached, "cache_reserved_bytes") * 17 == value(cached, "cache_bytes") * 32


def test_layers_that_share_keys_have_no_cache() -> None:
    """Gemma 3n: of 35 layers the last 15 share; every fifth of the others sees everything."""
    cached = build_report(made(architecture="gemma3n", inputs=GEMMA_3N), {"seq_len": 4096})
    assert value(cached, "cache_bytes") == 2 * 2 * 2 * 256 * (16 * 512 + 4 * 4096)


def test_a_state_does_not_grow() -> None:
    """Mamba, arXiv:2312.00752: 16 values per channel, and three earlier inputs of the filter."""
    short, long = (report("mamba-130m", seq_len=length) for length in (64, 4096))
    assert value(short, "cache_bytes") == value(long, "cache_bytes") == 24 * 1536 * (16 + 3) * 2
    assert value(long, "cache_token_bytes") == 0


def test_cross_attention_keeps_what_the_encoder_made() -> None:
    cached = report("t5-small", seq_len=100, decoder_seq_len=7)
    assert value(cached, "cache_bytes") == 2 * 6 * 8 * 64 * 2 * (100 + 7)


def test_an_encoder_keeps_no_cache() -> None:
    """Weights are all that it needs: 109,482,240 values of 2 bytes."""
    encoder = report("bert-base-uncased")
    assert "cache_bytes" not in encoder.figures
    assert value(encoder, "inference_memory_gb") == 0.21896448
    assert value(encoder, "fewest_inference_devices") == 1


def test_tensor_parallelism_shares_out_heads_but_nothing_that_they_share() -> None:
    """Pope et al. 2022, arXiv:2211.05102, section 3.3; one compressed vector serves all heads."""
    eight = {"tensor_parallel": 8}
    halved = value(report("llama-3-8b", **eight), "inference_cache_bytes")
    assert halved * 8 == value(report("llama-3-8b"), "inference_cache_bytes")
    whole = value(report("deepseek-v3", **eight), "inference_cache_bytes")
    assert whole == value(report("deepseek-v3"), "inference_cache_bytes")


def test_what_compresses_keys_is_whole_on_every_device() -> None:
    """DeepSeek-V3: 61 layers of 7168 x (1536 + 576), beside norms and 58 routers of 256 experts."""
    whole = value(report("deepseek-v3"), "whole_params")
    norms = 61 * (2 * 7168 + 1536 + 512) + 7168
    assert whole == 61 * 7168 * (1536 + 576) + 58 * 7168 * 256 + norms


@pytest.mark.parametrize(
    ("preset", "dropout"),
    [
        *((name, 1) for name in ("gpt2", "bert-base-uncased", "t5-base", "opt-125m", "bart-base")),
        *((name, 0) for name in ("flan-t5-base", "bloom-560m", "llama-2-7b", "gpt-j-6b")),
    ],
)
def test_dropout_follows_the_published_training(preset: str, dropout: int) -> None:
    assert report(preset).inputs.values["dropout"] == dropout


def test_weights_in_four_bits_leave_embeddings_and_norms_in_sixteen() -> None:
    """Llama 2 7B: 6,476,005,376 weights in the blocks' matrices, 262,410,240 others."""
    mixed = value(report("llama-2-7b"), "weights_mixed_gb")
    assert mixed == (6_476_005_376 / 2 + 2 * 262_410_240) / 1e9
