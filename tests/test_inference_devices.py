"""How fast several devices answer together: what each reads, and what they send each other."""

from typing import Any

import pytest

from tests.reports import report, value

H100 = {"hardware": "h100-sxm", "compute_type": "bf16"}


def test_devices_share_the_work_and_reduce_over_the_link() -> None:
    """2 all-reduces in each of 32 layers; a ring of 8 sends 2 x 7 / 8 of 4,096 x 2 bytes."""
    alone, shared = report("llama-2-7b", **H100), report("llama-2-7b", tensor_parallel=8, **H100)
    assert value(shared, "decode_seconds") == pytest.approx(value(alone, "decode_seconds") / 8)
    assert value(shared, "decode_sent") == 2 * 7 / 8 * 64 * 4096 * 2
    assert value(shared, "decode_link_seconds") == pytest.approx(917_504 / 450e9)
    assert value(alone, "decode_sent") == value(alone, "prefill_sent") == 0


def test_devices_of_experts_read_their_own_for_the_tokens_of_all() -> None:
    """Mixtral, 8 experts, 2 per token: of 8 devices each keeps one, and 8 sequences come to it."""
    alone = report("mixtral-8x7b", seq_len=4096, **H100)
    spread = report("mixtral-8x7b", seq_len=4096, data_parallel=8, expert_parallel=8, **H100)
    expert = 32 * 3 * 4096 * 14336 * 2
    assert value(alone, "decode_expert_bytes") == pytest.approx(2 * expert)
    assert value(spread, "decode_expert_bytes") == pytest.approx((1 - 0.75**8) * expert)
    assert value(spread, "decode_dense_bytes") == value(alone, "decode_dense_bytes")
    assert value(spread, "decode_device_bytes") < value(alone, "decode_device_bytes")


def test_experts_exchange_tokens_once_each_way() -> None:
    """A token to 2 experts and back in each of 32 layers, 4,096 values of 2 bytes, 7 of 8 away."""
    spread = report("mixtral-8x7b", seq_len=4096, data_parallel=8, expert_parallel=8, **H100)
    sent = 2 * 7 / 8 * 2 * 32 * 4096 * 2
    assert value(spread, "decode_experts_sent") == pytest.approx(sent)
    assert value(spread, "prefill_experts_sent") == pytest.approx(4096 * sent)
    assert value(spread, "decode_link_seconds") == pytest.approx(sent / 450e9)


def test_every_device_reads_a_compressed_cache_whole() -> None:
    """DeepSeek-V3 with 8 devices: the cache takes as long as with one, and as much memory."""
    alone, eight = (report("deepseek-v3", seq_len=4096, tensor_parallel=t) for t in (1, 8))
    for name in ("read_cache_seconds", "inference_cache_bytes"):
        assert value(eight, name) == value(alone, name) > 0
    shared = report("llama-3-8b", tensor_parallel=8), report("llama-3-8b")
    times = [value(each, "read_cache_seconds") for each in shared]
    assert times[0] == pytest.approx(times[1] / 8)


@pytest.mark.parametrize(
    "spread",
    [
        {"tensor_parallel": 4},
        {"pipeline_parallel": 2},
        {"context_parallel": 2},
        {"data_parallel": 8, "expert_parallel": 8, "tensor_parallel": 2},
    ],
    ids=str,
)
def test_the_price_pays_every_device(spread: dict[str, Any]) -> None:
    found = report("mixtral-8x7b", seq_len=4096, batch_size=8, price_per_device_hour=3, **spread)
    devices = 1
    for name, degree in spread.items():
        devices *= 1 if name == "expert_parallel" else degree
    sequences = 8 * spread.get("data_parallel", 1)
    seconds = 1e6 / sequences * value(found, "time_per_output_token")
    price = value(found, "price_per_million_output_tokens")
    assert price == pytest.approx(devices * 3 * seconds / 3600)


def test_stages_of_a_pipeline_take_turns() -> None:
    one, two = (report("llama-2-7b", pipeline_parallel=p, **H100) for p in (1, 2))
    assert value(one, "decode_seconds") == value(two, "decode_seconds")
    assert value(two, "decode_stages_sent") == 4096 * 2


def test_replicas_without_shared_experts_change_no_price() -> None:
    one, four = (report("mixtral-8x7b", data_parallel=d) for d in (1, 4))
    for name in ("price_per_million_output_tokens", "time_per_output_token"):
        assert value(one, name) == pytest.approx(value(four, name), rel=1e-12)
