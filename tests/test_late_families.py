"""DeBERTa, Llama 3.2 Vision's text and RecurrentGemma against counts of their real classes.

`tests/data/late_families.json` says how they were counted.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen import Report, SpecError, build_report
from reportgen.huggingface import read_config
from reportgen.loading import pruned
from tests.checkpoints import arrays, blocks, write
from tests.running import run

DATA = Path(__file__).parent / "data" / "late_families.json"
MODELS: dict[str, Any] = json.loads(DATA.read_text("utf-8"))["models"]
TOKENS = 17
RECURRENT_GEMMA = {"model_type": "recurrent_gemma", "num_key_value_heads": 1}


def report(config: dict[str, Any], **settings: int) -> Report:
    return build_report(pruned(read_config(config, "config.json", "model")), settings)


def params(config: dict[str, Any]) -> object:
    return report(config).figures["params_total"].value


@pytest.mark.parametrize("name", MODELS)
def test_parameters_and_flops(name: str) -> None:
    counted = report(MODELS[name]["config"], seq_len=TOKENS)
    flops = sum(counted.totals.exact["flops"])  # type: ignore[arg-type]
    said = counted.figures["params_total"].value
    assert (said, flops) == (MODELS[name]["params"], MODELS[name]["flops"])
    assert counted.holds


def test_deberta_base() -> None:
    """DebertaModel of microsoft/deberta-base."""
    config = {
        "model_type": "deberta",
        "position_biased_input": False,
        "relative_attention": True,
        "pos_att_type": "c2p|p2c",
    }
    assert params(config) == 138_601_728


def test_llama_3_2_11b_vision() -> None:
    """MllamaForCausalLM: of the checkpoint's 10.67 G parameters, those of the text."""
    whole = {
        "model_type": "mllama",
        "architectures": ["MllamaForConditionalGeneration"],
        "text_config": {"model_type": "mllama_text_model"},
        "vision_config": {"model_type": "mllama_vision_model"},
    }
    assert params(whole) == 9_775_192_080


def test_recurrent_gemma() -> None:
    """RecurrentGemmaForCausalLM with the default config and one key head."""
    assert params(RECURRENT_GEMMA) == 1_915_891_200


def test_another_pattern_of_blocks_is_refused() -> None:
    with pytest.raises(SpecError, match="block_types: must be one of"):
        params({**RECURRENT_GEMMA, "block_types": ["attention", "recurrent"]})


# As save_pretrained of transformers 5.24 names and shapes the tensors of a recurrent block.
RECURRENT_BLOCK = {
    "linear_y.weight": (24, 24),
    "linear_y.bias": (24,),
    "linear_x.weight": (24, 24),
    "linear_x.bias": (24,),
    "linear_out.weight": (24, 24),
    "linear_out.bias": (24,),
    "conv_1d.weight": (24, 1, 4),
    "conv_1d.bias": (24,),
    "rg_lru.recurrent_param": (24,),
    "rg_lru.input_gate_weight": (4, 6, 6),
    "rg_lru.input_gate_bias": (4, 6),
    "rg_lru.recurrent_gate_weight": (4, 6, 6),
    "rg_lru.recurrent_gate_bias": (4, 6),
}
FFN = {
    "gate_proj.weight": (10, 24),
    "gate_proj.bias": (10,),
    "up_proj.weight": (10, 24),
    "up_proj.bias": (10,),
    "down_proj.weight": (24, 10),
    "down_proj.bias": (24,),
}


def test_a_checkpoint_of_recurrent_gemma(tmp_path: Path) -> None:
    sizes = {"vocab_size": 65, "hidden_size": 24, "intermediate_size": 20, "num_hidden_layers": 2}
    config = {"model_type": "recurrent_gemma", **sizes, "num_attention_heads": 4}
    norms = {f"{place}_pre_norm.weight": (24,) for place in ("temporal", "channel")}
    block = {f"temporal_block.{name}": shape for name, shape in RECURRENT_BLOCK.items()}
    block |= {f"mlp_block.{name}": shape for name, shape in FFN.items()}
    ends = {"model.embed_tokens.weight": (65, 24), "model.final_norm.weight": (24,)}
    write(tmp_path, config, arrays({**ends, **blocks("model.layers.", 2, {**norms, **block})}))
    assert run("check-checkpoint", tmp_path).status == 0
