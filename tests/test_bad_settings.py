"""What --set cannot be, and what a model file may not say of the scenario, is told in a line."""

import pytest

from tests.refusing import GOOD, WHOLE, given, refuse
from tests.running import run


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("seqlen=3", "gpt2: unknown input 'seqlen'; did you mean 'seq_len'"),
        ("seq_len=", f"gpt2: seq_len: {WHOLE} ''"),
        ("seq_len=0", f"{WHOLE} 0"),
        ("seq_len=1e400", f"{WHOLE} inf"),
        ("seq_len=nan", f"{WHOLE} nan"),
        ("seq_len=1.5", f"{WHOLE} 1.5"),
        ("seq_len=0e999999999", f"{WHOLE} 0"),
        ("seq_len=" + "9" * 5000, f"{WHOLE} inf"),
        ("seq_len=1" + "0" * 300, f"{WHOLE} 1000"),
        ("seq_len=1\x1b", f"{WHOLE} '1\\x1b'"),
        ("num_heads=5", "d_head = d_model / num_heads with d_model = 768, num_heads = 5"),
        ("causal_counting=some", "must be one of dense, half, exact; got 'some'"),
        ("batch_size=0", "gpt2: batch_size: must be a whole number from 1 to"),
        ("price_per_device_hour=-1", "price_per_device_hour: must be a number from 0 to 100,000"),
        ("hardware=t4", "the accelerator has no native matrix products in compute_type"),
        ("compute_type=fp4", "the accelerator has no native matrix products in compute_type"),
        ("hardware=h100", "gpt2: hardware: must be one of "),
        ("hardware=h100", "got 'h100'; did you mean 'h100-sxm'"),
        ("hardware=", "gpt2: hardware: must be one of "),
        ("tensor_parallel=24", "gpt2: tensor_parallel must divide num_heads"),
        ("pipeline_parallel=5", "gpt2: pipeline_parallel must divide num_layers"),
        ("context_parallel=3", "gpt2: context_parallel must divide seq_len"),
        (
            "expert_parallel=2,data_parallel=2",
            "gpt2: expert_parallel must be 1: the model has no experts to spread",
        ),
        ("sequence_parallel=1", "gpt2: sequence_parallel needs a tensor_parallel of 2 or more"),
        (
            "hardware=tpu-v5p,compute_type=fp32",
            "gpt2: the accelerator has no native matrix products",
        ),
        ("tensor_parallel=0", "gpt2: tensor_parallel: must be a whole number from 1 to"),
        ("optimizer=adamm", "gpt2: optimizer: must be one of "),
    ],
)
def test_a_setting_that_cannot_be(setting: str, said: str) -> None:
    settings = [word for each in setting.split(",") for word in ("--set", each)]
    refuse(run("report", "gpt2", *settings), said)


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("preset", "what"),
    [
        ("mamba2-2.7b", "num_ssm_heads"),
        ("rwkv-4-14b", "d_attention"),
        ("qwen3-next-80b-a3b", "num_linear_key_heads"),
    ],
)
def test_heads_and_channels_without_attention_are_shared_out_evenly(preset: str, what: str) -> None:
    ended = run("show", preset, "--set", "tensor_parallel=3")
    assert ended.status == 2
    assert f"{preset}: tensor_parallel must divide {what}" in ended.err


@pytest.mark.usefixtures("own_folder")
def test_a_model_file_s_scenario_is_checked_as_well() -> None:
    refuse(given(GOOD + "batch_size = 0\n"), f"bad.toml: inputs.batch_size: {WHOLE} 0")
    refuse(given(GOOD + "hardware = 't4'\n"), "no native matrix products in compute_type")
    refuse(given(GOOD + "hardware = 'h100'\n"), "bad.toml: inputs.hardware: must be one of ")
    refuse(given(GOOD + "tensor_parallel = 8\n"), "tensor_parallel must divide num_heads")
    assert given(GOOD + "hardware = 't4'\ncompute_type = 'fp16'\n").status == 0
