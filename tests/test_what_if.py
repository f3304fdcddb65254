"""What-if tables: at the report's own point they say what the report says, elsewhere what it would.

The other points are compared with a report that is built for them.
"""

from typing import Any

import pytest

from reportgen import Report, build_report, load_model
from reportgen.aggregate import ExactTable

CLOSE = 1e-9
MIXTURES = ("mixtral-8x7b", "deepseek-v2-lite")
MODELS = ["llama-3-8b", "mixtral-8x7b", "t5-base", "deepseek-v2-lite", "mamba2-2.7b"]


def shown(name: str, **settings: Any) -> Report:
    return build_report(load_model(name), settings)


def table(report: Report, name: str) -> ExactTable:
    [found] = [each for each in report.what_ifs if each.name == name]
    return found.table(report.scope)


def numbers(report: Report, name: str, column: str) -> list[float]:
    return [float(value) for value in table(report, name)[column]]


def row(report: Report, name: str, point: int) -> dict[str, float]:
    columns = table(report, name)
    [place] = [i for i, at in enumerate(next(iter(columns.values()))) if at == point]
    return {column: float(values[place]) for column, values in columns.items()}


@pytest.mark.parametrize("batch", [1, 32, 1024])
@pytest.mark.parametrize("name", MODELS)
def test_batches_at_the_report_s_own_batch(name: str, batch: int) -> None:
    spread = {"data_parallel": 4, "expert_parallel": 4} if name in MIXTURES else {}
    report = shown(name, batch_size=batch, seq_len=1024, tensor_parallel=2, **spread)
    own = row(report, "Batches", batch)
    figures = {key: report.figures[key].number for key in OWN_BATCH.values()}
    for column, figure in OWN_BATCH.items():
        scale = 1e9 if column == "memory_filled" else 1
        assert own[column] * scale == pytest.approx(figures[figure], rel=CLOSE)
    token = report.figures["time_per_output_token"].number
    assert own["milliseconds"] == pytest.approx(1000 * token, rel=CLOSE)
    together = report.figures["output_tokens_per_second"].number
    assert own["tokens_each_second"] == pytest.approx(together, rel=CLOSE)


OWN_BATCH = {
    "bytes_moved": "decode_device_bytes",
    "memory_filled": "inference_memory_bytes",
}


@pytest.mark.parametrize("name", MODELS)
def test_other_batches_are_what_their_own_report_says(name: str) -> None:
    one = table(shown(name, seq_len=512), "Batches")
    for point, moved, flops in zip(
        one["sequences"], one["bytes_moved"], one["arithmetic"], strict=True
    ):
        other = shown(name, seq_len=512, batch_size=point)
        assert float(moved) == pytest.approx(other.figures["decode_bytes"].number, rel=CLOSE)
        assert float(flops) == pytest.approx(other.figures["decode_flops"].number, rel=CLOSE)


def test_an_encoder_has_no_next_token() -> None:
    names = [what_if.name for what_if in shown("bert-base-uncased").what_ifs]
    assert "Batches" not in names
    assert {"Devices", "Roofline"} <= {*names}


@pytest.mark.parametrize("devices", [1, 8, 64])
def test_devices_at_the_report_s_own_number(devices: int) -> None:
    report = shown("llama-3-8b", data_parallel=devices)
    own = row(report, "Devices", devices)
    assert report.figures["num_devices"].value == devices
    assert own["days_taken"] == pytest.approx(report.figures["training_days"].number, rel=CLOSE)
    assert own["price_paid"] == pytest.approx(report.figures["training_price"].number, rel=CLOSE)


def test_devices_share_the_time_and_the_price_stays() -> None:
    report = shown("llama-3-8b")
    days = numbers(report, "Devices", "days_taken")
    devices = numbers(report, "Devices", "devices_used")
    assert [n * d for n, d in zip(devices, days, strict=True)] == pytest.approx(
        [days[0]] * len(days)
    )
    prices = numbers(report, "Devices", "price_paid")
    assert prices == pytest.approx([prices[0]] * len(prices))


def test_the_memory_of_each_is_that_of_zero_3() -> None:
    """Rajbhandari et al. 2020, arXiv:1910.02054: with ZeRO-3 every state is shared out."""
    report = shown("llama-3-8b", data_parallel=64, zero_stage=3)
    memory = row(shown("llama-3-8b"), "Devices", 64)["memory_each"]
    assert memory == pytest.approx(report.figures["training_memory_bytes"].number / 1e9, rel=1e-3)


@pytest.mark.parametrize("hardware", ["h100-sxm", "a100-sxm-80", "mi300x"])
def test_the_roof_bends_at_the_ridge(hardware: str) -> None:
    report = shown("llama-3-8b", hardware=hardware)
    ridge, bandwidth, peak = (
        report.figures[name].number
        for name in ("ridge_intensity", "reached_bandwidth", "reached_flops")
    )
    at, roof = table(report, "Roofline")["intensity_at"], numbers(report, "Roofline", "roof")
    reached = peak / bandwidth
    assert reached == pytest.approx(ridge, rel=0.5)
    assert min(map(float, at)) < reached < max(map(float, at))
    for x, y in zip(map(float, at), roof, strict=True):
        assert y == pytest.approx(x * bandwidth if x < reached else peak, rel=CLOSE)


@pytest.mark.parametrize("name", ["llama-3-8b", "mixtral-8x7b", "bert-base-uncased"])
def test_every_product_stands_under_the_roof(name: str) -> None:
    report = shown(name)
    peak, bandwidth = (report.figures[key].number for key in ("reached_flops", "reached_bandwidth"))
    for rows in (report.matmuls.exact, report.decode.exact):
        for x, y in zip(rows["intensity"], rows["attained"], strict=True):
            assert float(y) <= min(peak, float(x) * bandwidth) * (1 + CLOSE)
