"""What training takes, against published runs, the papers' own formulas and counts by hand."""

import pytest

from reportgen import InputError, build_report, load_model
from reportgen.reporting import Report
from tests.models import tiny

Settings = dict[str, int | float | str]
A100: Settings = {"hardware": "a100-sxm-80", "compute_type": "bf16"}


def preset(name: str, **settings: int | float | str) -> Report:
    return build_report(load_model(name), settings)


def figure(report: Report, name: str) -> float:
    return report.figures[name].number


@pytest.mark.parametrize(("kind", "peak", "days"), [("fp32", 19.5e12, 6584), ("bf16", 312e12, 411)])
def test_the_days_of_the_exercise_s_run(kind: str, peak: float, days: int) -> None:
    """CS336, assignment 1: GPT-2 XL's shape, 400K steps of 1,024 sequences, one A100 at 50 %.

    The exercise is in fp32, at 19.5 TFLOP/s; the preset says so.
    """
    run: Settings = {"training_steps": 400_000, "batch_size": 1024, "assumed_mfu": 0.5}
    own: Settings = {} if kind == "fp32" else {"compute_type": kind}
    seconds = 3 * 4_513_336_524_800 * 1024 * 400_000 / (0.5 * peak)
    found = figure(preset("cs336-gpt2-xl", hardware="a100-sxm-80", **run, **own), "training_days")
    assert found == pytest.approx(seconds / 86_400)
    assert round(found) == days


def test_passes_that_are_added_up_take_as_long_as_one_large_one() -> None:
    large = preset("gpt2", batch_size=64, training_steps=1000)
    small = preset("gpt2", batch_size=8, gradient_accumulation=8, training_steps=1000)
    assert figure(small, "training_days") == pytest.approx(figure(large, "training_days"))


def test_llama_2_7b_beside_6n() -> None:
    """62,921,270,886,400 forward FLOPs at 4,096 tokens, three times, by 6 * 6,738,415,616."""
    by_six_n = 3 * 62_921_270_886_400 / (6 * 6_738_415_616 * 4096)
    assert figure(preset("llama-2-7b"), "training_by_six_n") == pytest.approx(by_six_n)
    assert by_six_n == pytest.approx(1.140, abs=0.0005)


def test_steps_follow_the_tokens_until_they_are_set() -> None:
    settings = {"training_tokens": 10_000, "batch_size": 3, "data_parallel": 2}
    following = build_report(tiny(), settings)
    assert figure(following, "run_steps") == 278  # 10,000 / (3 * 2 * 6), rounded up
    fixed = build_report(tiny(), {"training_steps": 5, "batch_size": 3, "data_parallel": 2})
    assert figure(fixed, "run_steps") == 5
    assert figure(fixed, "run_tokens") == fixed.inputs.values["training_tokens"] == 5 * 3 * 2 * 6


def test_steps_and_tokens_may_both_be_given_where_they_agree() -> None:
    agreeing = build_report(tiny(), {"training_steps": 3, "training_tokens": 17})
    assert figure(agreeing, "run_tokens") == 3 * 6
    with pytest.raises(InputError, match="training_steps and training_tokens say different runs"):
        build_report(tiny(), {"training_steps": 4, "training_tokens": 17})


def test_narayanan_s_equation_is_exact_for_gpt_with_full_recompute() -> None:
    """96 B s l h^2 (1 + s/6h + V/16lh), arXiv:2104.04473: GPT-2 XL, one sequence of 1,024."""
    h, layers, s, vocabulary = 1600, 48, 1024, 50_257
    equation = 96 * s * layers * h**2 * (1 + s / (6 * h) + vocabulary / (16 * layers * h))
    report = preset("gpt2-xl", recompute="full")
    counted = figure(report, "flops_training") + figure(report, "flops_recompute")
    assert counted == pytest.approx(equation, rel=1e-12)


def test_selective_recompute_adds_one_attention_core() -> None:
    """4 B s^2 h per layer: Korthikanti et al. 2022, arXiv:2205.05198."""
    report = preset("gpt2-xl", recompute="selective")
    assert figure(report, "flops_recompute") == 48 * 4 * 1024**2 * 1600


def test_fused_attention_makes_the_scores_once_more() -> None:
    """3.5 instead of 3 forward passes of the core: five products backward for two forward."""
    fused, plain = preset("gpt2", flash_attention=1), preset("gpt2", flash_attention=0)
    core = figure(plain, "flops_attention_core")
    assert figure(fused, "flops_hardware") - figure(plain, "flops_hardware") == 0.5 * core
    assert figure(plain, "flops_hardware") == figure(plain, "flops_training")


def test_the_first_layer_needs_no_gradient_of_its_input() -> None:
    """A one-hot lookup as a matmul: 2 tokens V d forward and as much for dW, nothing for dX."""
    plain, counted = build_report(tiny()), build_report(tiny(), {"embedding_as_matmul": 1})
    lookup = 2 * 6 * 10 * 8
    assert figure(counted, "flops_training") - figure(plain, "flops_training") == 2 * lookup


def test_every_other_product_has_both_gradients() -> None:
    columns = build_report(tiny()).matmuls.exact
    rows = zip(columns["backward_flops"], columns["flops"], strict=True)
    assert all(backward == 2 * forward for backward, forward in rows)


def test_megatron_s_count_of_llama_2_7b() -> None:
    """num_floating_point_operations: 12 B s l h^2 (1 + g/a + s/2h + 3/2 f/h + V/2lh)."""
    h, layers, s, f, vocabulary = 4096, 32, 4096, 11_008, 32_000
    terms = 1 + 1 + s / (2 * h) + 1.5 * f / h + vocabulary / (2 * layers * h)
    report = preset("llama-2-7b")
    assert figure(report, "rule_megatron") == pytest.approx(12 * s * layers * h**2 * terms)


def test_megatron_s_count_is_exact_where_half_of_all_pairs_count() -> None:
    report = preset("llama-2-7b", causal_counting="half")
    assert figure(report, "rule_megatron") == figure(report, "flops_training")


def test_megatron_leaves_out_the_router_of_deepseek_v3() -> None:
    """58 of 61 layers have one, 7168 wide with 256 experts."""
    report = preset("deepseek-v3", causal_counting="half", seq_len=4096)
    router = 3 * 58 * 2 * 4096 * 7168 * 256
    missing = figure(report, "flops_training") - figure(report, "rule_megatron")
    assert missing == pytest.approx(router)


def test_chinchilla_s_count_adds_the_softmax_and_the_lookup_to_gpt_2() -> None:
    """Appendix F: 3 heads s^2 per layer and 2 s V d, three times each; GPT-2's width is 4 d."""
    report = preset("gpt2")
    extra = 3 * (12 * 3 * 12 * 1024**2 + 2 * 1024 * 50_257 * 768)
    assert figure(report, "rule_chinchilla") - figure(report, "flops_training") == extra


def test_the_pairs_that_a_window_leaves() -> None:
    """S = 8192, W = 4096: 25,167,872 pairs by brute force, in 32 layers of 32 heads of 128."""
    report = preset("mistral-7b-v0.1", seq_len=8192, sliding_window=4096, causal_counting="exact")
    pairs = sum(min(query, 4096) for query in range(1, 8193))
    assert pairs == 25_167_872
    assert report.figures["window_pairs"].value == pairs
    assert figure(report, "flops_attention_core") == 32 * 32 * 2 * 2 * 128 * pairs


PALM: Settings = {
    "num_layers": 118,
    "d_model": 18_432,
    "num_heads": 48,
    "num_kv_heads": 1,
    "d_head": 256,
    "d_ff": 73_728,
    "vocab_size": 256_000,
    "tie_embeddings": 1,
    "seq_len": 2048,
    "hardware": "tpu-v4",
    "data_parallel": 6144,
}


def test_palm_s_measured_utilization() -> None:
    """238.3K tokens/s on 6,144 TPU v4 are an MFU of 46.2 %: arXiv:2204.02311, table 3."""
    report = preset("llama-2-7b", measured_tokens_per_second=238_300, **PALM)
    assert figure(report, "measured_mfu") == pytest.approx(0.462, abs=0.0005)


def test_what_was_not_measured_is_0() -> None:
    report = preset("gpt2")
    assert [figure(report, f"measured_{name}") for name in ("mfu", "hfu", "days")] == [0, 0, 0]


def test_llama_65b_s_energy_and_emissions() -> None:
    """1,022,362 hours of an A100 of 400 W: 449 MWh, 173 t; arXiv:2302.13971, table 15."""
    report = preset("llama-2-7b", **A100)
    runs = 1_022_362 / figure(report, "device_hours")
    assert figure(report, "training_energy") * runs == pytest.approx(449_000, rel=0.002)
    assert figure(report, "training_emissions") * runs == pytest.approx(173_000, rel=0.002)


def test_twice_the_devices_take_half_the_time_for_the_same_price() -> None:
    one = preset("gpt2", price_per_device_hour=3)
    two = preset("gpt2", price_per_device_hour=3, data_parallel=2)
    assert figure(two, "training_days") == pytest.approx(figure(one, "training_days") / 2)
    assert figure(two, "training_price") == pytest.approx(figure(one, "training_price"))
    assert figure(one, "training_price") == pytest.approx(3 * figure(one, "training_days") * 24)


def test_chinchilla_s_own_tokens() -> None:
    """70 B parameters and 1.4 T tokens, arXiv:2203.15556."""
    report = preset("llama-2-70b")
    assert figure(report, "optimal_tokens") == pytest.approx(1.4e12, rel=0.02)


@pytest.mark.parametrize(
    ("law", "a", "alpha", "b", "beta"),
    [
        ("besiroglu-2024", 482.01, 0.3478, 2085.43, 0.3658),
        ("hoffmann-2022", 406.4, 0.34, 410.7, 0.28),
    ],
)
def test_the_fit_s_optimum_is_a_minimum(
    law: str, a: float, alpha: float, b: float, beta: float
) -> None:
    """At the same 6ND, neither more parameters nor more tokens lower the loss."""
    n = 124_439_808
    d = figure(preset("gpt2", scaling_law=law), "optimal_tokens_by_fit")
    best, fewer, more = (a / (n * f) ** alpha + b / (d / f) ** beta for f in (1, 0.99, 1.01))
    assert best < fewer
    assert best < more


def test_the_loss_that_hoffmann_s_fit_predicts() -> None:
    """E + A / N^0.34 + B / D^0.28 with the printed constants."""
    settings: Settings = {"scaling_law": "hoffmann-2022", "training_steps": 1000, "batch_size": 512}
    loss = 1.69 + 406.4 / 124_439_808**0.34 + 410.7 / (1000 * 512 * 1024) ** 0.28
    assert figure(preset("gpt2", **settings), "predicted_loss") == pytest.approx(loss)


@pytest.mark.parametrize(
    ("rank", "targets", "trainable"),
    [(16, "all-linear", 39_976_960), (64, "all-linear", 159_907_840), (8, "attention", 8_388_608)],
)
def test_trainable_parameters_of_llama_2_7b(rank: int, targets: str, trainable: int) -> None:
    """As PEFT's print_trainable_parameters prints them."""
    report = preset("llama-2-7b", lora_rank=rank, lora_targets=targets)
    assert report.figures["lora_trainable"].value == trainable


def test_lora_on_gpt_3() -> None:
    """Rank 2 on the four attention matrices of 96 layers is 18 M: arXiv:2106.09685, table 5."""
    shape = {"num_layers": 96, "d_model": 12_288, "num_heads": 96, "num_kv_heads": 96}
    report = preset("llama-2-7b", **shape, lora_rank=2, lora_targets="attention")
    assert report.figures["lora_trainable"].value == 18_874_368


def test_flops_with_adapters_counted_by_hand() -> None:
    """The tiny llama: 6 tokens, 3 layers; rank 1 on q, k, v, o; only q, k, v of block 1 spared."""
    weights, head = 3 * (2 * 64 + 2 * 32 + 3 * 160), 80
    core = 3 * 4 * 2 * (6 * 2 * 6)
    adapters = 3 * (2 * 16 + 2 * 12)
    forward = 2 * (6 * (weights + head + adapters) + core)
    frozen = 2 * (6 * (weights + head) + 2 * core)
    trained = 2 * (2 * 6 * adapters)
    spared = 2 * 6 * ((64 + 2 * 32) + 3 * 8)
    report = build_report(tiny(), {"lora_rank": 1, "lora_targets": "attention"})
    assert report.figures["lora_training"].value == forward + frozen + trained - spared


def test_qlora_s_frozen_model() -> None:
    """Llama-2-7B: 6,476,005,376 in matrices of the blocks; two tables and 65 gains in 16 bits."""
    report = preset("llama-2-7b", lora_base_bytes=0.5)
    rest = 2 * 32_000 * 4096 + 65 * 4096
    assert figure(report, "lora_base") == 0.5 * (6_738_415_616 - rest) + 2 * rest


def test_a_ring_of_replicas_sends_nearly_two_gradients() -> None:
    """2 (n - 1) / n of 2 bytes each: Patarasuk and Yuan 2009."""
    report = preset("gpt2", data_parallel=4)
    assert figure(report, "data_parallel_sent") == 2 * 3 / 4 * 2 * 124_439_808


def test_zero_3_sends_half_as_much_again() -> None:
    """2 N and 3 N: Rajbhandari et al. 2020, arXiv:1910.02054, section 7."""
    sent = [
        figure(preset("gpt2", data_parallel=4, zero_stage=stage), "data_parallel_sent")
        for stage in (0, 1, 2, 3)
    ]
    assert sent[0] == sent[1] == sent[2] == sent[3] / 1.5


def test_tensor_parallelism_reduces_four_times_per_layer() -> None:
    """Of b s h values each: Shoeybi et al. 2019, arXiv:1909.08053; GPT-2 XL over 5 devices."""
    report = preset("gpt2-xl", tensor_parallel=5)
    assert figure(report, "tensor_parallel_sent") == 48 * 4 * 2 * 4 / 5 * 1024 * 1600 * 2


def test_experts_get_every_token_and_send_it_back() -> None:
    """Mixtral over 8 devices: 2 experts per token, there and back, forward and backward."""
    report = preset("mixtral-8x7b", data_parallel=8, expert_parallel=8, seq_len=4096)
    assert figure(report, "expert_parallel_sent") == 32 * 4 * 7 / 8 * 4096 * 2 * 4096 * 2


def test_the_bubble_of_a_pipeline() -> None:
    """(p - 1) / (m + p - 1) with 8 stages and 24 micro-batches."""
    report = preset("llama-2-7b", pipeline_parallel=8, gradient_accumulation=24)
    assert figure(report, "pipeline_bubble") == 7 / 31


@pytest.mark.parametrize(
    ("model", "settings", "message"),
    [
        ("llama-2-7b", {"tensor_parallel": 3}, "tensor_parallel must divide num_heads"),
        ("llama-3-8b", {"tensor_parallel": 5, "num_heads": 40, "d_head": 128}, "num_kv_heads"),
        ("llama-2-7b", {"pipeline_parallel": 64}, "pipeline_parallel must divide num_layers"),
        ("t5-small", {"pipeline_parallel": 4}, "must divide num_layers"),
        ("mixtral-8x7b", {"expert_parallel": 3, "data_parallel": 3}, "must divide num_experts"),
        ("mixtral-8x7b", {"expert_parallel": 8}, "must divide data_parallel"),
        ("mixtral-8x7b", {"expert_parallel": 16, "data_parallel": 16}, "must divide num_experts"),
        ("llama-2-7b", {"expert_parallel": 2, "data_parallel": 2}, "no experts to spread"),
        ("gpt2", {"sequence_parallel": 1}, "sequence_parallel needs a tensor_parallel"),
        ("gpt2", {"hardware": "tpu-v5e", "compute_type": "fp32"}, "no native matrix products"),
        ("llama-2-7b", {"context_parallel": 3}, "context_parallel must divide seq_len"),
        ("gpt2", {"tensor_parallel": 4, "sequence_parallel": 1, "seq_len": 6}, "sequence_parallel"),
        ("gpt2", {"batch_size": 0}, "batch_size: must be"),
        ("gpt2", {"price_per_device_hour": -1}, "price_per_device_hour: must be"),
        ("gpt2", {"hardware": "h1000"}, "hardware: must be"),
        ("gpt2", {"assumed_mfu": 0}, "assumed_mfu: must be"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(
    model: str, settings: dict[str, int | str], message: str
) -> None:
    with pytest.raises(InputError, match=message) as error:
        preset(model, **settings)
    assert all("\n" not in fault for fault in error.value.faults)


def test_key_heads_are_copied_where_there_are_fewer_than_devices() -> None:
    assert figure(preset("llama-3-8b", tensor_parallel=32), "num_devices") == 32
