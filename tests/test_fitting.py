"""What fits: the largest batch, the longest context, the fewest devices, each held to trials."""

from typing import Any

import pytest

from reportgen import InputError
from tests.reports import report, value

Settings = dict[str, Any]
# Stanford CS336, assignment 1, problem adamw_accounting.
EXERCISE: dict[str, Any] = {
    "hardware": "a100-sxm-80",
    "optimizer": "adamw-no-master",
    "bytes_per_value": 4,
    "activation_bytes_per_value": 4,
    "gradient_bytes_per_value": 4,
    "flash_attention": 0,
}


def test_the_exercise() -> None:
    """CS336's sequel by its own list: 16 bytes x 2,127,057,600 and 15.5 GB per sequence."""
    xl = report("cs336-gpt2-xl", **EXERCISE)
    block = 16 * 1024 * 1600 + 2 * 25 * 1024**2
    sequence = 4 * (48 * block + 1024 * 1600 + 2 * 1024 * 50257)
    assert value(xl, "listed_activation_bytes") == sequence
    assert value(xl, "largest_listed_batch") == (80e9 - 16 * 2_127_057_600) // sequence == 2


def test_the_exercise_by_what_the_backward_pass_needs() -> None:
    """No scores beside their softmax, but a gated feed-forward, and the gradient of the logits."""
    xl = report("cs336-gpt2-xl", **EXERCISE)
    block = 4 * (1024 * 1600 * (2 + 5 + 1 + 3 * 4) + 25 * 1024**2)
    sequence = 48 * block + 4 * (2 * 1024 * 1600 + 2 * 1024 * 50257)
    assert value(xl, "device_batch_bytes") == sequence
    assert value(xl, "largest_training_batch") == (80e9 - 16 * 2_127_057_600) // sequence == 3


@pytest.mark.parametrize("recompute", ["none", "selective", "full"])
def test_the_largest_training_batch_is_the_last_that_fits(recompute: str) -> None:
    said = {"recompute": recompute, "batch_size": 5}
    most = int(value(report("gpt2-xl", **said), "largest_training_batch"))
    fits = [report("gpt2-xl", **{**said, "batch_size": most + more}) for more in (0, 1)]
    assert [one.figures["training_fits"].value for one in fits] == ["yes", "no"]


def test_the_largest_inference_batch_is_the_last_that_fits() -> None:
    most = int(value(report("llama-2-7b"), "largest_inference_batch"))
    fits = [report("llama-2-7b", batch_size=most + more) for more in (0, 1)]
    assert [one.figures["inference_fits"].value for one in fits] == ["yes", "no"]


@pytest.mark.parametrize("preset", ["llama-2-7b", "mistral-7b-v0.1", "nemotron-nano-9b-v2"])
def test_the_longest_context_is_the_last_that_fits(preset: str) -> None:
    most = int(value(report(preset, batch_size=3), "longest_context"))
    fits = [report(preset, batch_size=3, seq_len=most + more) for more in (0, 1)]
    assert [one.figures["inference_fits"].value for one in fits] == ["yes", "no"]


def trains(preset: str, devices: int, tensor: int, settings: Settings) -> bool:
    """Tell whether a report of so many devices, one sequence each, says that it fits."""
    spread = {"tensor_parallel": tensor, "data_parallel": devices // tensor, "zero_stage": 3}
    said = {**settings, **spread, "batch_size": 1, "sequence_parallel": int(tensor > 1)}
    return report(preset, **said).figures["training_fits"].value == "yes"


def fewest(preset: str, settings: Settings) -> int:
    """Return by trial how few devices can train: of every degree double, then halve the gap."""
    found = []
    for tensor in (1, 2, 4, 8):
        try:
            if not trains(preset, tensor << 14, tensor, settings):
                continue
        except InputError:
            continue
        low, high = 0, 1 << 14
        while high - low > 1:
            middle = (low + high) // 2
            fits = trains(preset, tensor * middle, tensor, settings)
            low, high = (low, middle) if fits else (middle, high)
        found.append(tensor * high)
    return min(found, default=0)


FEWEST: list[tuple[str, Settings]] = [
    ("llama-3-70b", {"recompute": "full"}),
    ("llama-3-70b", {"seq_len": 4096, "recompute": "selective", "flash_attention": 0}),
    ("gpt2-xl", {"hardware": "t4", "compute_type": "fp16"}),
    ("cs336-gpt2-xl", {"hardware": "l4", "batch_size": 4}),
    ("deepseek-v3", {"seq_len": 4096, "expert_parallel": 4, "data_parallel": 4}),
    ("t5-base", {"hardware": "t4", "compute_type": "fp16", "seq_len": 4096}),
    ("mamba2-2.7b", {"seq_len": 8192, "hardware": "l4"}),
    ("qwen2.5-72b", {}),
    ("minimax-text-01", {"recompute": "full"}),
]


@pytest.mark.parametrize(("preset", "settings"), FEWEST, ids=str)
def test_the_fewest_training_devices_are_those_found_by_trial(
    preset: str, settings: Settings
) -> None:
    own = {k: v for k, v in settings.items() if k not in ("expert_parallel", "data_parallel")}
    assert value(report(preset, **settings), "fewest_training_devices") == fewest(preset, own)


@pytest.mark.parametrize("preset", ["qwen2.5-72b", "kimi-linear-48b-a3b"])
def test_the_remedies_where_no_number_of_replicas_is_enough(preset: str) -> None:
    alone = report(preset)
    assert value(alone, "fewest_training_devices") == 0
    recomputing = report(preset, recompute="full")
    found = value(alone, "fewest_recomputing_devices")
    assert found == value(recomputing, "fewest_training_devices")
    tensor, least = (
        int(value(alone, n)) for n in ("most_tensor_devices", "least_context_parallel")
    )
    spread = {"tensor_parallel": tensor, "sequence_parallel": 1, "zero_stage": 3}
    degrees = [d for d in range(1, 2 * least) if alone.inputs.values["seq_len"] % (tensor * d) == 0]
    fits = {
        d: report(preset, **spread, context_parallel=d).figures["training_fits"].value
        for d in degrees
    }
    assert fits == {d: "yes" if d >= least else "no" for d in degrees}
    assert {*fits.values()} == {"yes", "no"}


def test_an_answer_says_how_few_devices_train_it_and_what_helps() -> None:
    [told] = [each for each in report("qwen2.5-72b").answers if "few devices" in each.question]
    for said in ("0 h100-sxm at recompute = none (0: one", "24 at recompute = full", "fit on 32"):
        assert said in told.text


@pytest.mark.parametrize(
    ("preset", "fewest", "with_context_parallel"),
    [("gpt2", 1, 4), ("llama-3-70b", 24, 24), ("llama-2-70b", 20, 16)],
)
def test_sharing_a_sequence_is_named_where_it_takes_fewer_devices(
    preset: str, fewest: int, with_context_parallel: int
) -> None:
    of = report(preset)
    shared = value(of, "most_tensor_devices") * value(of, "least_context_parallel")
    assert (value(of, "fewest_training_devices"), shared) == (fewest, with_context_parallel)
    [told] = [each.text for each in of.answers if "few devices" in each.question]
    assert told.endswith(f"makes it fit on {with_context_parallel}.") == (shared < fewest)
    assert ("context_parallel" in told) == (shared < fewest)


def test_the_fewest_inference_devices() -> None:
    """Llama 3 70B in 16 bits: 141 GB of weights do not fit one device of 80 GB."""
    assert value(report("llama-3-70b"), "fewest_inference_devices") == 2


def test_beyond_the_key_heads_devices_keep_copies_of_the_cache() -> None:
    """Llama 3 70B with 200 sequences: 8 key heads leave 67 GB of cache on every further device."""
    fewest = value(report("llama-3-70b", batch_size=200), "fewest_inference_devices")
    fits = {
        t: report("llama-3-70b", batch_size=200, tensor_parallel=t).figures["inference_fits"].value
        for t in (4, 8, 16, 32)
    }
    assert fits == {t: "yes" if t >= fewest else "no" for t in fits}
    assert 8 < fewest < 16
