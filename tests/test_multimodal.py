"""Multimodal configs: whose language model is counted, and what the report says of it."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from reportgen import SpecError, build_report
from reportgen.formula import Number
from reportgen.huggingface import read_config
from reportgen.inputs import resolve
from tests.configs import LLAMA, LLAMA_2_7B
from tests.running import run

LLAVA: dict[str, Any] = {
    "model_type": "llava",
    "architectures": ["LlavaForConditionalGeneration"],
    "text_config": {"model_type": "llama"},
    "vision_config": {"model_type": "clip_vision_model"},
}
REMARK = (
    "Of a LlavaForConditionalGeneration only the language model is counted, "
    "not its vision tower and projector."
)
# Gemma 3 4B: 3,880,263,168 parameters of the language model, whose head is its token embedding.
GEMMA_3_4B = {
    "model_type": "gemma3",
    "architectures": ["Gemma3ForSequenceClassification"],
    "text_config": {
        "model_type": "gemma3_text",
        "hidden_size": 2560,
        "intermediate_size": 10240,
        "num_hidden_layers": 34,
        "num_attention_heads": 8,
        "num_key_value_heads": 4,
        "head_dim": 256,
        "vocab_size": 262208,
    },
}
WIDTH, GEMMA_PARAMS = 2560, 3_880_263_168


def params(config: dict[str, Any]) -> object:
    return build_report(read_config(config, "config.json", "a")).figures["params_total"].value


def refusal(config: dict[str, Any]) -> str:
    with pytest.raises(SpecError) as caught:
        read_config(config, "config.json", "a")
    return str(caught.value)


def test_every_form_of_the_report_says_what_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(LLAVA))
    for form in ("text", "json", "md"):
        assert REMARK in " ".join(run("show", file, "--format", form).out.split())
    run("report", file, "--output", tmp_path / "out")
    (page,) = (tmp_path / "out").glob("*.html")
    assert REMARK in page.read_text("utf-8")
    (book,) = (tmp_path / "out").glob("*.xlsx")
    with ZipFile(book) as parts:
        assert any(REMARK.encode() in parts.read(name) for name in parts.namelist())


def test_a_text_model_has_no_remark() -> None:
    model = read_config({"model_type": "llama"}, "config.json", "a")
    assert model.source == "config.json: llama"


def test_a_flat_multimodal_config_says_it_too() -> None:
    flat = {"model_type": "qwen2_5_vl", "vision_config": {"hidden_size": 1280}}
    assert "not its vision tower and projector" in read_config(flat, "config.json", "a").source


def test_a_tower_within_a_thinker_is_named() -> None:
    inner = {
        "model_type": "qwen2_5_omni_thinker",
        "text_config": {"model_type": "qwen2_5_omni_text"},
        "audio_config": {"d_model": 8},
    }
    whole = {"model_type": "qwen2_5_omni", "thinker_config": inner}
    assert "not its audio tower and projector" in read_config(whole, "config.json", "a").source


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ("clip", "clip_text_model"),
        ("clap", "roberta"),
        ("chinese_clip", "bert"),
        ("altclip", "xlm-roberta"),
        ("siglip", "siglip_text_model"),
        ("grounding-dino", "bert"),
        ("vision-text-dual-encoder", "modernbert"),
    ],
)
def test_a_pair_of_towers_is_refused(outer: str, inner: str) -> None:
    pair = {"model_type": outer, "text_config": {"model_type": inner}, "vision_config": {"a": 1}}
    assert refusal(pair).startswith(f"config.json: model_type: unknown family '{outer}'")


@pytest.mark.parametrize("inner", ["opt", "t5", "qwen2"])
def test_a_language_model_in_an_unknown_family_is_counted(inner: str) -> None:
    whole = {
        "model_type": "blip-2",
        "text_config": {"model_type": inner},
        "qformer_config": {"a": 1},
    }
    assert params(whole) == params({"model_type": inner})
    assert "Of a blip-2 only" in read_config(whole, "config.json", "a").source


@pytest.mark.parametrize(
    "said", [{"num_labels": 3}, {"id2label": {"0": "a", "1": "b", "2": "c"}, "num_labels": None}]
)
def test_labels_are_the_whole_model_s(said: dict[str, Any]) -> None:
    """As Gemma3ForSequenceClassification of transformers 5.24 reads them."""
    assert params({**GEMMA_3_4B, **said}) == GEMMA_PARAMS + 3 * WIDTH


def test_labels_inside_do_not_win() -> None:
    """A config saved in full has the default of two labels inside."""
    inner = {**GEMMA_3_4B["text_config"], "id2label": {"0": "LABEL_0", "1": "LABEL_1"}}  # type: ignore[dict-item]
    labels = {str(number): str(number) for number in range(5)}
    whole = {**GEMMA_3_4B, "text_config": inner, "id2label": labels}
    assert params(whole) == GEMMA_PARAMS + 5 * WIDTH


def test_nulls_inside_do_not_win() -> None:
    inner = {"model_type": "llama", "torch_dtype": None, "dtype": None, "architectures": None}
    whole = {**LLAVA, "architectures": ["LlavaModel"], "dtype": "float32", "text_config": inner}
    model = read_config(whole, "config.json", "a")
    assert resolve(model).values["bytes_per_value"] == 4
    # Llama 2 7B's shape without the head of 32,000 x 4,096.
    assert params(whole) == 6_738_415_616 - 32_000 * 4096


def test_paligemma_reads_its_prompt_in_both_directions() -> None:
    """PaliGemmaConfig.__post_init__: use_bidirectional_attention is true unless it is said."""
    whole = {"model_type": "paligemma", "text_config": {"model_type": "gemma"}}
    structure = read_config(whole, "config.json", "a").structure
    assert structure["bidirectional_attention"] == Number(1)


def test_the_language_model_of_a_multimodal_config() -> None:
    inner = {key: value for key, value in LLAMA.items() if key != "architectures"}
    outer = {"model_type": "llava", "architectures": ["LlavaForConditionalGeneration"]}
    report = build_report(read_config({**outer, "text_config": inner}, "config.json", "a"))
    assert report.figures["params_total"].value == LLAMA_2_7B


@pytest.mark.parametrize(
    ("family", "outer", "inner", "tied"),
    [
        ("llava", None, True, True),
        ("llava", False, True, True),
        ("llava", True, False, True),
        ("qwen3_vl", True, False, True),
        ("qwen3_vl", False, True, False),
        ("llama4", True, None, False),
        ("qwen2_audio", True, True, False),
        ("unheard-of", True, None, True),
        ("unheard-of", True, False, False),
    ],
)
def test_who_ties_the_head_of_a_multimodal_model(
    family: str, outer: bool | None, inner: bool | None, tied: bool
) -> None:
    """As the family's class in transformers 5.24 does."""
    said = {"tie_word_embeddings": outer} if outer is not None else {}
    text = {"tie_word_embeddings": inner} if inner is not None else {}
    whole = {"model_type": family, **said, "text_config": {**text, "model_type": "llama"}}
    model = read_config(whole, "config.json", "a")
    assert bool({spec.name: spec.value for spec in model.inputs}["tie_embeddings"]) is tied


def test_a_language_model_of_unsaid_type_is_the_family_s() -> None:
    inner = {
        key: value for key, value in LLAMA.items() if key not in ("architectures", "model_type")
    }
    report = build_report(read_config({"model_type": "llava", "text_config": inner}, "c.json", "a"))
    assert report.figures["params_total"].value == LLAMA_2_7B


def test_a_flat_multimodal_config() -> None:
    """Qwen2.5-VL-7B before transformers 4.52: without its vision tower, it is Qwen2.5-7B."""
    config = {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "model_type": "qwen2_5_vl",
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "vocab_size": 152064,
        "vision_config": {"hidden_size": 1280},
    }
    report = build_report(read_config(config, "config.json", "a"))
    assert report.figures["params_total"].value == 7_615_616_512
