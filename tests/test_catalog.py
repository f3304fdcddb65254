"""Knowledge has a source, a unit and a meaning; presets say nothing without one."""

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.inputs import resolve
from reportgen.names import name_problem
from reportgen.reporting import Report
from tests.models import CORE


def test_the_presets_people_ask_for_are_there() -> None:
    assert set(CORE) <= set(catalog.presets())


@pytest.mark.parametrize("preset", catalog.presets())
def test_every_input_has_unit_meaning_and_source(preset: str) -> None:
    for spec in resolve(load_model(preset)).specs:
        assert spec.unit, spec.name
        assert spec.meaning, spec.name
        assert spec.source, spec.name
        assert name_problem(spec.name) is None


@pytest.mark.parametrize("quantity", catalog.quantities(), ids=lambda quantity: quantity.name)
def test_every_quantity_has_unit_meaning_and_source(quantity) -> None:  # type: ignore[no-untyped-def]
    assert quantity.unit
    assert quantity.meaning
    assert quantity.source
    assert name_problem(quantity.name) is None


@pytest.mark.parametrize("layer", catalog.layers())
def test_every_layer_has_title_and_source(layer: str) -> None:
    assert catalog.layer(layer).title
    assert catalog.layer(layer).source


@pytest.mark.parametrize("architecture", catalog.architectures())
def test_every_architecture_has_title_and_source(architecture: str) -> None:
    assert catalog.architecture(architecture).title
    assert catalog.architecture(architecture).source


# On one device nothing is shared out, and what was not measured is 0.
SPREAD = {
    "data_parallel": 4,
    "context_parallel": 2,
    "measured_tokens_per_second": 1000,
    "gradient_bytes_per_value": 3,
}
# Half of a fraction is one too; these are whole to Python only because they are 1.
HALVED = {"memory_fraction", "compute_efficiency", "bandwidth_efficiency"}


@pytest.mark.parametrize(
    "preset", ["cs336-gpt2-xl", "gpt2", "llama-2-7b", "mistral-7b-v0.1", "mixtral-8x7b"]
)
def test_every_input_matters(preset: str) -> None:
    """Moving any input moves some number; one that moves nothing would be a lie on the sheet."""
    model = load_model(preset)
    before = build_report(model)
    for spec in before.inputs.specs:
        if spec.name == "expert_parallel" and "num_experts" not in before.inputs.values:
            continue  # it must be 1
        settings = {"seq_len": 520, "causal_counting": "exact", "sliding_window": 64, **SPREAD}
        settings["tensor_parallel"] = 5 if before.inputs.values["num_heads"] % 2 else 2
        usual = {key: said for key, said in settings.items() if key in before.inputs.values}
        usual.pop("seq_len" if spec.name in ("context_length", "seq_len") else "", None)
        base = build_report(model, usual)
        value = base.inputs.values[spec.name]
        moved = build_report(model, {**usual, spec.name: _moved(spec, value)})
        assert _numbers(moved) != _numbers(base), spec.name


def _numbers(report: Report) -> tuple[object, object]:
    figures = [figure.value for figure in report.figures.values()]
    return figures, report.matmuls.exact


def _moved(spec, value):  # type: ignore[no-untyped-def]
    if spec.kind == "choice":
        same = (value, "exact", "fp16")  # fp16 has bf16's peak
        return next(choice for choice in spec.choices if choice not in same)
    if spec.kind == "flag":
        return 1 - value
    if spec.name in HALVED:
        return value / 2
    if spec.name in ("num_kv_heads", "tensor_parallel"):
        return value // 2 if value % 2 == 0 else 1
    return value // 2 if value * 2 > spec.maximum else max(1, value * 2)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        *((name, True) for name in ("d_model", "zero3", "llama3", "bytes_bf16", "h100_flops")),
        *((name, False) for name in ("c", "r", "rc", "kv1", "gpt2", "fp8", "h100", "c4_tokens")),
        *((name, False) for name in ("R2_x", "true", "TRUEish", "2x", "a.b", "a b", "", "x" * 61)),
    ],
)
def test_names_that_a_workbook_can_hold(name: str, legal: bool) -> None:
    """ECMA-376 (A1 to XFD1048576) and MS-XLSB 2.5.166 (R1C1)."""
    assert (name_problem(name) is None) == legal
