"""config.json as it is found in the wild: read exactly, or refused in clear lines."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import ReportgenError, SpecError, build_report, load_model
from reportgen.huggingface import read_config

LLAMA: dict[str, Any] = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "vocab_size": 32000,
    "max_position_embeddings": 4096,
}
LLAMA_2_7B = 6_738_415_616


def params(**changes: Any) -> object:
    return (
        build_report(read_config({**LLAMA, **changes}, "config.json", "a"))
        .figures["params_total"]
        .value
    )


def refused(**changes: Any) -> str:
    with pytest.raises(SpecError) as caught:
        read_config({**LLAMA, **changes}, "config.json", "a")
    return str(caught.value)


def test_llama_2_7b() -> None:
    assert params() == LLAMA_2_7B


def test_unknown_keys_are_ignored() -> None:
    assert params(rope_scaling={"type": "yarn"}, use_cache=True, _name_or_path="x") == LLAMA_2_7B


def test_a_tied_head_is_stored_once() -> None:
    assert params(tie_word_embeddings=True) == LLAMA_2_7B - 32000 * 4096


def test_a_class_without_a_head() -> None:
    assert params(architectures=["LlamaModel"]) == LLAMA_2_7B - 32000 * 4096


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


def test_the_language_model_of_a_multimodal_config() -> None:
    inner = {key: value for key, value in LLAMA.items() if key != "architectures"}
    outer = {"model_type": "llava", "architectures": ["LlavaForConditionalGeneration"]}
    report = build_report(read_config({**outer, "text_config": inner}, "config.json", "a"))
    assert report.figures["params_total"].value == LLAMA_2_7B


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


def test_a_pooler_is_the_class_s_choice() -> None:
    """BertModel has a pooler of d^2 + d; BertForMaskedLM has none but a head."""
    bert = {"model_type": "bert", "architectures": ["BertModel"]}
    report = build_report(read_config(bert, "config.json", "bert"))
    assert report.figures["params_total"].value == 109_482_240


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
        ({"architectures": ["LlamaForSequenceClassification"]}, "is not counted"),
    ],
)
def test_what_cannot_be_counted_is_refused(changes: dict[str, Any], words: str) -> None:
    assert words in refused(**changes)


def test_heads_that_do_not_divide_the_width() -> None:
    with pytest.raises(SpecError, match="num_heads"):
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


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*LLAMA, "head_dim", "num_key_value_heads"]), _JSON))
def test_a_mutilated_config_is_counted_or_refused(changes: dict[str, Any]) -> None:
    try:
        found = params(**changes)
    except ReportgenError:
        return
    assert isinstance(found, int)
    assert found > 0
