"""The bytes of a weight, as the config's quantisation or type says."""

from typing import Any

import pytest

from reportgen.huggingface import read_config
from reportgen.inputs import resolve

# As the tools that quantise write it.
KNOWN: dict[str, tuple[dict[str, Any], float]] = {
    "bitsandbytes, 4 bits": ({"quant_method": "bitsandbytes", "load_in_4bit": True}, 0.5),
    "bitsandbytes, 8 bits": (
        {"quant_method": "bitsandbytes", "load_in_4bit": False, "load_in_8bit": True},
        1,
    ),
    "bitsandbytes before it said its name": ({"load_in_8bit": True}, 1),
    "compressed-tensors": (
        {
            "quant_method": "compressed-tensors",
            "config_groups": {"group_0": {"weights": {"num_bits": 4, "type": "int"}}},
        },
        0.5,
    ),
    "compressed-tensors, two widths": (
        {
            "quant_method": "compressed-tensors",
            "config_groups": {
                "group_0": {"weights": {"num_bits": 4}},
                "group_1": {"weights": {"num_bits": 8}, "input_activations": None},
            },
        },
        1,
    ),
    "modelopt FP8": ({"quant_method": "modelopt", "quant_algo": "FP8"}, 1),
    # 16 values of 4 bits and a scale of 8.
    "modelopt NVFP4": (
        {
            "quant_method": "modelopt",
            "quant_algo": "NVFP4",
            "config_groups": {"group_0": {"weights": {"num_bits": 4, "group_size": 16}}},
        },
        (16 * 4 + 8) / 16 / 8,
    ),
    # 32 values of 4 bits and a scale of 8.
    "mxfp4": ({"quant_method": "mxfp4"}, (32 * 4 + 8) / 32 / 8),
    "gptq": ({"quant_method": "gptq", "bits": 3, "group_size": 128}, 3 / 8),
    "awq": ({"quant_method": "awq", "bits": 4, "version": "gemm"}, 0.5),
    "auto-round": ({"quant_method": "auto-round", "bits": 2}, 0.25),
    "fbgemm": ({"quant_method": "fbgemm_fp8", "activation_scale_ub": 1200.0}, 1),
    "fine-grained fp8": ({"quant_method": "fp8", "weight_block_size": [128, 128]}, 1),
    "torchao, by function": ({"quant_method": "torchao", "quant_type": "int4_weight_only"}, 0.5),
    "torchao, by class": (
        {
            "quant_method": "torchao",
            "quant_type": {"default": {"_type": "Int8WeightOnlyConfig", "_version": 1}},
        },
        1,
    ),
    "hqq": (
        {"quant_method": "hqq", "quant_config": {"weight_quant_params": {"nbits": 4}}},
        0.5,
    ),
    "quanto": ({"quant_method": "quanto", "weights": "int8"}, 1),
    "eetq": ({"quant_method": "eetq", "weights": "int8"}, 1),
}


def stored(**said: Any) -> tuple[object, str]:
    """Return the bytes of a weight and where they are from."""
    model = read_config({"model_type": "llama", **said}, "config.json", "a")
    (spec,) = [spec for spec in model.inputs if spec.name == "bytes_per_value"]
    return resolve(model).values["bytes_per_value"], spec.source


@pytest.mark.parametrize("tool", KNOWN)
def test_a_quantised_weight(tool: str) -> None:
    said, size = KNOWN[tool]
    assert stored(torch_dtype="bfloat16", quantization_config=said)[0] == size


def test_mlx_has_a_key_of_its_own() -> None:
    assert stored(quantization={"group_size": 64, "bits": 4})[0] == 0.5


@pytest.mark.parametrize(
    ("said", "size", "told"),
    [
        ({"torch_dtype": "float17"}, 2, "torch_dtype: unknown type 'float17'; taken as bf16"),
        ({"dtype": 16}, 2, "dtype: unknown type 16; taken as bf16"),
        (
            {"torch_dtype": "float32", "quantization_config": {"quant_method": "aqlm"}},
            4,
            "quantization_config: unknown quantisation 'aqlm'; taken as torch_dtype float32",
        ),
        (
            {"quantization_config": {"quant_method": "gptq", "bits": 400}},
            2,
            "unknown quantisation 'gptq'; taken as bf16",
        ),
        ({"quantization_config": "awq"}, 2, "unknown quantisation 'awq'; taken as bf16"),
    ],
)
def test_what_is_not_known_is_told(said: dict[str, Any], size: float, told: str) -> None:
    found, source = stored(**said)
    assert found == size
    assert told in source


@pytest.mark.parametrize(
    "said", [{}, {"torch_dtype": None}, {"dtype": "auto"}, {"quantization_config": {}}]
)
def test_a_config_that_says_nothing(said: dict[str, Any]) -> None:
    assert stored(**said) == (2, "bf16, the type most checkpoints are stored in")
