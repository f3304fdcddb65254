"""config.json as it is found in the wild: read exactly, or refused in clear lines."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportgen import SpecError, build_report, load_model
from reportgen.huggingface import read_config
from tests.configs import LLAMA, LLAMA_2_7B, params, refused


def test_llama_2_7b() -> None:
    assert params() == LLAMA_2_7B


def test_unknown_keys_are_ignored() -> None:
    assert params(rope_scaling={"type": "yarn"}, use_cache=True, _name_or_path="x") == LLAMA_2_7B


def test_a_tied_head_is_stored_once() -> None:
    assert params(tie_word_embeddings=True) == LLAMA_2_7B - 32000 * 4096


def test_null_is_as_good_as_missing() -> None:
    assert params(num_key_value_heads=None, head_dim=None) == LLAMA_2_7B


def test_a_missing_key_has_the_class_s_default() -> None:
    """LlamaConfig: vocab_size 32000, hidden_size 4096, 32 layers and heads, 11008 wide."""
    assert (
        build_report(
            read_config({"model_type": "llama", "architectures": None}, "config.json", "a")
        )
        .figures["params_total"]
        .value
        == LLAMA_2_7B
    )


def test_old_spellings_are_read() -> None:
    """GPT-2's n_embd, n_layer and n_head; 124,439,808 parameters."""
    config = {"model_type": "gpt2", "n_embd": 768, "n_layer": 12, "n_head": 12, "vocab_size": 50257}
    report = build_report(read_config(config, "config.json", "a"))
    assert report.figures["params_total"].value == 124_439_808


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({"torch_dtype": "float32"}, 4),
        ({"dtype": "bfloat16"}, 2),
        ({"torch_dtype": "bfloat16", "quantization_config": {"quant_method": "fp8"}}, 1),
        ({"quantization_config": {"quant_method": "gptq", "bits": 4}}, 0.5),
        ({"torch_dtype": "unheard-of"}, 2),
    ],
)
def test_the_stored_type(changes: dict[str, Any], size: float) -> None:
    model = read_config({**LLAMA, **changes}, "config.json", "a")
    assert build_report(model).inputs.values["bytes_per_value"] == size


def test_cross_attention_to_an_unknown_encoder_is_refused() -> None:
    config = {"model_type": "bert", "is_decoder": True, "add_cross_attention": True}
    with pytest.raises(SpecError, match="add_cross_attention"):
        read_config(config, "config.json", "a")


def test_positions_of_another_kind_are_refused() -> None:
    """jina-embeddings-v3 calls itself xlm-roberta and has rotary positions."""
    config = {"model_type": "xlm-roberta", "position_embedding_type": "rotary"}
    with pytest.raises(SpecError, match="position_embedding_type: must be one of absolute"):
        read_config(config, "config.json", "a")


QWEN3_NEXT = {"model_type": "qwen3_next", "num_hidden_layers": 4}


def test_a_list_of_layers_may_be_longer_than_the_model() -> None:
    """A checkpoint cut to four layers that keeps the list of its 48."""
    kinds = ["linear_attention"] * 3 + ["full_attention"]
    cut = read_config({**QWEN3_NEXT, "layer_types": kinds * 12}, "config.json", "a")
    whole = read_config({**QWEN3_NEXT, "layer_types": kinds}, "config.json", "a")
    assert replace(cut, definition={}) == replace(whole, definition={})


def test_a_list_of_layers_may_not_be_shorter() -> None:
    with pytest.raises(SpecError, match="layer_types: has 2 items for 4 layers"):
        read_config({**QWEN3_NEXT, "layer_types": ["full_attention"] * 2}, "config.json", "a")


def test_one_width_for_all_layers_may_be_a_list() -> None:
    """Gemma 3n says its feed-forward's width layer by layer."""
    config = {"model_type": "gemma3n_text", "num_hidden_layers": 10, "num_kv_shared_layers": 0}
    listed = read_config({**config, "intermediate_size": [64] * 10}, "config.json", "a")
    widths = {spec.name: spec.value for spec in listed.inputs}
    assert widths["d_ff"] == 64
    with pytest.raises(SpecError, match="intermediate_size: must be the same in every layer"):
        read_config({**config, "intermediate_size": [64] * 9 + [32]}, "config.json", "a")


def test_gpt_neo_s_windows_are_written_out() -> None:
    config = {"model_type": "gpt_neo", "num_layers": 6}
    pattern = [[["global", "local", "local"], 2]]
    model = read_config({**config, "attention_types": pattern}, "config.json", "a")
    assert {spec.name: spec.value for spec in model.inputs}["num_window_layers"] == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"model_type": "lama"}, "unknown family 'lama'; did you mean 'llama'"),
        ({"model_type": None}, "model_type: missing"),
        ({"model_type": 3}, "model_type: must be text, got 3"),
        ({"hidden_size": "4096"}, "hidden_size: must be a whole number"),
        ({"hidden_size": -1}, "hidden_size: must be a whole number from 1"),
        ({"hidden_size": 0}, "hidden_size: must be a whole number from 1"),
        ({"hidden_size": 40.5}, "hidden_size: must be a whole number"),
        ({"hidden_size": [4096]}, "hidden_size: must be a whole number"),
        ({"hidden_size": 10**30}, "hidden_size: must be a whole number"),
        ({"tie_word_embeddings": "yes"}, "tie_word_embeddings: must be 0 or 1"),
        ({"architectures": ["Qwen2ForRewardModel"]}, "is not counted; known are those that end in"),
        ({"architectures": ["LlamaForMultipleChoice"]}, "is not counted"),
        ({"architectures": ["InternVLChatModel"]}, "is not counted"),
        ({"architectures": [3]}, "class 3 is not counted"),
    ],
)
def test_what_cannot_be_counted_is_refused(changes: dict[str, Any], words: str) -> None:
    assert words in refused(**changes)


def test_heads_that_do_not_divide_the_width() -> None:
    """The fault names the file, since several may be read at once."""
    with pytest.raises(SpecError, match=r"^config\.json: llama: .*num_heads"):
        params(num_attention_heads=33)


def test_every_fault_has_its_line() -> None:
    assert len(refused(hidden_size=0, vocab_size=0, num_hidden_layers=0).splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not valid JSON"),
        (b"{", "not valid JSON"),
        (b"\xff\xfe{}", "not valid JSON"),
        (b"[1]", "must hold one JSON object"),
        (b"null", "must hold one JSON object, got null"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"model_type": NaN}', "must be text"),
        (b" " * 10_000_001, "10,000,001 bytes"),
        (b"{}", "model_type: missing"),
    ],
)
def test_a_file_that_is_no_config(content: bytes, words: str, tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_bytes(content)
    with pytest.raises(SpecError, match=words):
        load_model(str(file))


def test_a_folder_names_its_model(tmp_path: Path) -> None:
    folder = tmp_path / "My model (2)"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(LLAMA))
    assert load_model(str(folder)).name == "My-model-2"


def test_a_folder_without_a_config(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="cannot be read"):
        load_model(str(tmp_path))


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    """Reading one would wait for ever."""
    os.mkfifo(tmp_path / "config.json")
    with pytest.raises(SpecError, match="not a file that can be read as a whole"):
        load_model(str(tmp_path))


@pytest.mark.parametrize(
    ("family", "hint"),
    [
        ("bert-generation", "did you mean 'bert'?"),
        ("longt5", "did you mean 't5'?"),
        ("squeezebert", "did you mean 'bert'?"),
        ("big_bird", "'reportgen list architectures' shows the known ones"),
    ],
)
def test_the_nearest_family_is_named(family: str, hint: str) -> None:
    said = refused(model_type=family)
    assert f"unknown family '{family}'" in said
    assert hint in said
    assert len(said) < 250


@pytest.mark.parametrize("family", ["mamba", "falcon_mamba"])
@pytest.mark.parametrize(
    ("said", "total"),
    [
        ({"expand": 16, "intermediate_size": 8192}, 425_349_120),
        ({"expand": 2, "intermediate_size": 9000}, 466_896_480),
        ({"intermediate_size": 9000}, 466_896_480),
        ({"expand": 2}, 425_349_120),
    ],
)
def test_mamba_is_as_wide_as_its_config_says(family: str, said: dict[str, int], total: int) -> None:
    """MambaForCausalLM and FalconMambaForCausalLM of transformers 5.24 have these parameters."""
    sizes = {"hidden_size": 4096, "num_hidden_layers": 4, "vocab_size": 1000, "state_size": 16}
    report = build_report(read_config({"model_type": family, **sizes, **said}, "c.json", "a"))
    assert report.figures["params_total"].value == total


def test_falcon_mamba_7b() -> None:
    """tiiuae/falcon-mamba-7b says expand 16 beside the width that counts."""
    config = {
        "model_type": "falcon_mamba",
        "hidden_size": 4096,
        "expand": 16,
        "intermediate_size": 8192,
        "num_hidden_layers": 64,
        "state_size": 16,
        "time_step_rank": 256,
        "tie_word_embeddings": False,
        "vocab_size": 65024,
    }
    report = build_report(read_config(config, "config.json", "a"))
    assert report.figures["params_total"].value == 7_272_665_088


LLAMA_4_MAVERICK = {
    "model_type": "llama4_text",
    "hidden_size": 5120,
    "intermediate_size": 8192,
    "intermediate_size_mlp": 16384,
    "interleave_moe_layer_step": 2,
    "num_hidden_layers": 48,
    "num_attention_heads": 40,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "num_local_experts": 128,
    "vocab_size": 202048,
}


@pytest.mark.parametrize("layers", [[], None, [1, 1, 1, 0] * 12])
def test_an_empty_list_of_layers_is_none(layers: list[int] | None) -> None:
    """Llama4TextConfig: `no_rope_layers if no_rope_layers else default_no_rope_layers`."""
    config = {**LLAMA_4_MAVERICK, "no_rope_layers": layers}
    report = build_report(read_config(config, "config.json", "a"))
    assert report.figures["params_total"].value == 400_711_848_960
    assert report.inputs.values["num_chunked_layers"] == 36


def test_an_empty_list_where_the_class_refuses_it() -> None:
    """The classes want as many layer_types as layers."""
    with pytest.raises(SpecError, match="layer_types: has 0 items for 4 layers"):
        read_config({**QWEN3_NEXT, "layer_types": []}, "config.json", "a")


def test_an_empty_list_that_means_what_it_says() -> None:
    """Llama4TextConfig keeps `moe_layers = []`: no layer has experts."""
    model = read_config({**LLAMA_4_MAVERICK, "moe_layers": []}, "config.json", "a")
    assert {spec.name: spec.value for spec in model.inputs}["num_moe_layers"] == 0


@pytest.mark.parametrize("family", ["qwen2_moe", "qwen3_moe", "qwen3_vl_moe_text"])
def test_a_window_of_zero_is_none(family: str) -> None:
    """Qwen2MoeConfig saves 0 where no window is used."""
    zero = read_config({"model_type": family, "sliding_window": 0}, "config.json", "a")
    null = read_config({"model_type": family, "sliding_window": None}, "config.json", "a")
    assert replace(zero, definition={}) == replace(null, definition={})
