"""What the chosen device can do, against vendors' figures and ratios that others publish."""

from typing import Any

import pytest

from reportgen import InputError, build_report, catalog
from reportgen.cli.contents import contents
from tests.models import tiny

HARDWARE = catalog.lookups()["Accelerators"]
NAMES = [str(name) for name in HARDWARE.columns["accelerator"]]


def row(name: str) -> dict[str, Any]:
    place = NAMES.index(name)
    return {column: values[place] for column, values in HARDWARE.columns.items()}


def figure(name: str, accelerator: str, **settings: Any) -> Any:
    report = build_report(tiny(), {"hardware": accelerator, **settings})
    return report.figures[name].value


@pytest.mark.parametrize(
    ("name", "ridge"), [("a100-sxm-80", 153), ("h100-sxm", 295), ("b200-sxm", 281)]
)
def test_ridge_of_the_roofline_in_bf16(name: str, ridge: int) -> None:
    """312 / 2.039, 989 / 3.35 and 2250 / 8 TFLOP/s by TB/s."""
    assert round(figure("ridge_intensity", name)) == ridge


@pytest.mark.parametrize(("kind", "peak"), [("bf16", 989e12), ("fp8", 1979e12), ("int8", 1979e12)])
def test_the_peak_is_that_of_the_type_without_sparsity(kind: str, peak: float) -> None:
    """NVIDIA H100 datasheet: 1,979 and 3,958 with sparsity, half of it dense."""
    assert figure("peak_flops", "h100-sxm", compute_type=kind) == peak


@pytest.mark.parametrize("name", NAMES)
def test_numbers_are_dense_and_measurements_below_them(name: str) -> None:
    """A sparse figure is twice the dense one, so fp8 would stand at four times bf16."""
    said = row(name)
    assert said["dense_fp8"] < 2.1 * said["dense_bf16"] or not said["dense_bf16"]
    assert said["measured_bf16"] < said["dense_bf16"] or not said["measured_bf16"]
    assert said["bandwidth"] > 0
    assert said["link_bandwidth"] > 0
    assert said["memory"] > 0
    assert said["source"]


@pytest.mark.parametrize(("name", "capacity"), [("tpu-7x", 192 * 2**30), ("trn2", 96 * 2**30)])
def test_capacities_that_vendors_state_in_binary_units(name: str, capacity: int) -> None:
    """cloud.google.com/tpu/docs/tpu7x: 192 GiB; AWS Neuron, trainium2: 96 GiB."""
    assert figure("memory_capacity", name) == capacity


def test_capacities_that_vendors_state_in_decimal_units() -> None:
    assert figure("memory_capacity", "h100-sxm") == 80_000_000_000
    assert round(float(figure("memory_capacity_gib", "h100-sxm")), 2) == 74.51


def test_the_measured_part_of_the_peak() -> None:
    """stas00/ml-engineering: 794.5 of 989 TFLOP/s, 80.3 %; nobody measured an L4."""
    assert round(float(figure("measured_fraction", "h100-sxm")), 3) == 0.803
    assert figure("measured_fraction", "l4") == 0
    assert figure("measured_fraction", "t4", compute_type="fp16") == 0


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("h100-sxm", "verified"),
        ("b300-sxm", "CONFLICTING"),
        ("a10g", "UNVERIFIED"),
        ("rtx5090", "derived"),
        ("mi300x", "from secondary sources"),
    ],
)
def test_rows_say_how_far_they_can_be_trusted(name: str, note: str) -> None:
    assert figure("device_note", name).startswith(note)


def test_every_status_has_words() -> None:
    known = ("verified", "secondary", "derived", "conflicting", "unverified")
    assert all(str(status).startswith(known) for status in HARDWARE.columns["status"])


def test_a_device_without_the_type_is_refused() -> None:
    """NVIDIA T4: no bf16."""
    with pytest.raises(InputError, match="no native matrix products"):
        figure("peak_flops", "t4")


def test_more_devices_than_the_link_joins_are_told() -> None:
    assert figure("link_note", "h100-sxm", tensor_parallel=2) == "yes"
    assert figure("link_note", "l4", tensor_parallel=2).startswith("NO")


def test_the_list_has_units_and_status() -> None:
    listed = contents("hardware")
    assert len(listed.splitlines()) == len(NAMES)
    [line] = [line for line in listed.splitlines() if line.startswith("b300-sxm ")]
    for said in ("2,250 TFLOP/s bf16", "288 GB", "8,000 GB/s", "1,100 W", "conflicting"):
        assert said in line


@pytest.mark.parametrize(
    ("name", "peak"),
    [("a100-sxm-80", 19.5), ("h100-sxm", 67), ("v100-sxm2-32", 15.7), ("trn2", 181)],
)
def test_fp32_has_a_peak_of_its_own(name: str, peak: float) -> None:
    """NVIDIA's datasheets of A100, H100 and V100, the line FP32; AWS Neuron, trainium2: no TF32."""
    assert figure("peak_flops", name, compute_type="fp32") == peak * 10**12


def test_fp32_is_refused_where_no_source_states_it() -> None:
    with pytest.raises(InputError, match="no native matrix products"):
        figure("peak_flops", "tpu-v5e", compute_type="fp32")
