"""What checkpoints hold beside a model's tensors, or in their place, is told apart by its name."""

import json
from pathlib import Path

import numpy as np
import pytest

from reportgen.checkpoint.reconciling import check_checkpoint
from reportgen.checkpoint.settling import FURTHER, PAST
from tests.checkpoints import (
    DEEPSEEK,
    LLAMA,
    LLAMA_BLOCK,
    Arrays,
    arrays,
    blocks,
    deepseek,
    found,
    llama,
    write_shards,
)
from tests.running import run


@pytest.mark.parametrize(
    ("extra", "shape", "why"),
    [
        ("model.layers.0.self_attn.rotary_emb.inv_freq", (4,), "a buffer: rotary frequencies"),
        ("model.layers.1.mlp.gate.e_score_correction_bias", (4,), "a buffer: the correction"),
        ("mtp.layers.0.norm.weight", (8,), "a further-token layer (MTP)"),
        ("model.mtp_emb_norm.0.weight", (8,), "a further-token layer (MTP)"),
        ("model.layers.2.eh_proj.weight", (8, 16), FURTHER),
        ("vision_tower.layers.0.self_attn.q_proj.weight", (8, 8), "another modality than text"),
        ("model.layers.0.self_attn.q_proj.weight_scale_inv", (1, 1), "scales or zero points"),
        ("score.weight", (2, 8), "a head or pooler that the config's class does not have"),
    ],
)
def test_a_tensor_that_is_known_is_no_fault(
    extra: str, shape: tuple[int, ...], why: str, tmp_path: Path
) -> None:
    result = found(tmp_path, LLAMA, llama() | arrays({extra: shape}))
    (only,) = result.differences
    assert (only.kind, only.tensors, only.examples) == ("extra", 1, [extra])
    assert only.why.startswith(why)
    assert result.agrees
    ended = run("check-checkpoint", tmp_path)
    assert (ended.status, "the differences above are explained" in ended.out) == (0, True)


@pytest.mark.parametrize(
    ("extra", "shape", "why"),
    [
        ("model.layers.0.self_attn.q_proj.bias", (8,), "the config says that there is none"),
        ("model.layers.2.input_layernorm.weight", (8,), PAST),
        ("model.layers.02.mlp.up_proj.weight", (12, 8), PAST),
        ("transformer.lm_head.weight", (11, 8), "more than the config says"),
        ("something.else", (3, 3), ""),
    ],
)
def test_a_tensor_too_many_is_a_fault(
    extra: str, shape: tuple[int, ...], why: str, tmp_path: Path
) -> None:
    result = found(tmp_path, LLAMA, llama() | arrays({extra: shape}))
    (only,) = result.differences
    assert (only.kind, only.why, only.examples) == ("extra", why, [extra])
    assert not result.agrees


def test_a_tied_head_that_is_stored_is_told(tmp_path: Path) -> None:
    result = found(tmp_path, {**LLAMA, "tie_word_embeddings": True}, llama())
    (only,) = result.differences
    assert (only.kind, only.why, only.values) == ("extra", "the tied head, stored once more", 88)
    assert result.agrees


def test_a_tied_head_of_another_shape_is_a_fault(tmp_path: Path) -> None:
    tensors = llama() | arrays({"lm_head.weight": (12, 8)})
    assert not found(tmp_path, {**LLAMA, "tie_word_embeddings": True}, tensors).agrees


def test_a_block_that_predicts_a_further_token_is_no_fault(tmp_path: Path) -> None:
    """DeepSeek-V3's layer 61: a block like the others, and what joins it to the next token."""
    own = {"eh_proj.weight": (8, 16), "enorm.weight": (8,), "shared_head.head.weight": (11, 8)}
    block = {f"model.layers.2.{name}": sides for name, sides in {**LLAMA_BLOCK, **own}.items()}
    result = found(tmp_path, LLAMA, llama() | arrays(block))
    assert result.agrees
    assert {each.why for each in result.differences} == {FURTHER}


def test_a_type_that_the_class_keeps_is_no_fault(tmp_path: Path) -> None:
    """DeepSeek's router is in F32 where the rest is in BF16 or F16."""
    tensors = deepseek()
    halves = {name: tensor.astype("float16") for name, tensor in tensors.items()}
    halves["model.layers.1.mlp.gate.weight"] = tensors["model.layers.1.mlp.gate.weight"]
    result = found(tmp_path, {**DEEPSEEK, "torch_dtype": "float16"}, halves)
    assert ([each.kind for each in result.differences], result.agrees) == (["dtype"], True)


QUANTISED = {**LLAMA, "quantization_config": {"bits": 4}}
I32, F16 = "int32", "float16"
PACKED: dict[str, dict[str, tuple[tuple[int, ...], str]]] = {
    "GPTQ": {".qweight": ((1, 12), I32), ".qzeros": ((1, 2), I32), ".g_idx": ((8,), I32)},
    "AWQ": {".qweight": ((6, 2), I32), ".qzeros": ((1, 2), I32), ".scales": ((1, 12), F16)},
    "compressed-tensors": {".weight_packed": ((12, 1), I32), ".weight_shape": ((2,), "int64")},
    "MLX": {".weight": ((12, 1), "uint32"), ".scales": ((12, 1), F16), ".biases": ((12, 1), F16)},
    "bitsandbytes": {".weight": ((48, 1), "uint8"), ".weight.absmax": ((2,), "float32")},
    "NVFP4": {".weight": ((12, 4), "uint8"), ".weight_scale_2": ((), "float32")},
}


def packed(method: str) -> Arrays:
    """Return the small Llama with one matrix of each block, 12 by 8, packed into 4 bits a value."""
    tensors = llama()
    for i in (0, 1):
        name = f"model.layers.{i}.mlp.up_proj"
        del tensors[f"{name}.weight"]
        for ending, (sides, dtype) in PACKED[method].items():
            tensors[name + ending] = np.zeros(sides, dtype)
    return tensors


@pytest.mark.parametrize("method", PACKED)
def test_packed_values_stand_for_their_matrix(method: str, tmp_path: Path) -> None:
    result = found(tmp_path, QUANTISED, packed(method))
    (packing,) = (each for each in result.differences if each.kind == "packed")
    assert (packing.row, packing.expected, packing.tensors) == ("decoder.ffn.up", "[12, 8]", 2)
    assert result.agrees


def test_packed_values_where_the_config_says_none_are_a_fault(tmp_path: Path) -> None:
    result = found(tmp_path, LLAMA, packed("GPTQ"))
    assert not result.agrees
    assert "packed" not in {each.kind for each in result.differences}


def test_packed_values_that_are_too_few_are_a_fault(tmp_path: Path) -> None:
    tensors = packed("GPTQ")
    tensors["model.layers.0.mlp.up_proj.qweight"] = np.zeros((1, 11), "int32")
    result = found(tmp_path, QUANTISED, tensors)
    assert [each.found for each in result.differences if not each.explained] == ["[1, 11]"]


def test_blocks_of_mxfp4_stand_for_all_experts(tmp_path: Path) -> None:
    """gpt-oss packs 32 values of 4 bits into 16 bytes, with a scale for each 32."""
    config = {
        **LLAMA,
        "model_type": "gpt_oss",
        "hidden_size": 32,
        "head_dim": 8,
        "num_local_experts": 3,
        "num_experts_per_tok": 2,
        "intermediate_size": 64,
        "quantization_config": {"quant_method": "mxfp4"},
    }
    block = {
        "input_layernorm.weight": (32,),
        "post_attention_layernorm.weight": (32,),
        "mlp.router.weight": (3, 32),
        "mlp.router.bias": (3,),
        "self_attn.sinks": (4,),
        "mlp.experts.gate_up_proj_bias": (3, 128),
        "mlp.experts.down_proj_bias": (3, 32),
    }
    for name, rows, width in (("q", 32, 32), ("k", 16, 32), ("v", 16, 32), ("o", 32, 32)):
        block |= {
            f"self_attn.{name}_proj.weight": (rows, width),
            f"self_attn.{name}_proj.bias": (rows,),
        }
    ends = {
        "model.embed_tokens.weight": (11, 32),
        "model.norm.weight": (32,),
        "lm_head.weight": (11, 32),
    }
    experts = {
        "mlp.experts.gate_up_proj_blocks": (3, 128, 1, 16),
        "mlp.experts.gate_up_proj_scales": (3, 128, 1),
        "mlp.experts.down_proj_blocks": (3, 32, 2, 16),
        "mlp.experts.down_proj_scales": (3, 32, 2),
    }
    tensors = arrays({**ends, **blocks("model.layers.", 2, block)})
    result = found(tmp_path, config, tensors | arrays(blocks("model.layers.", 2, experts), "uint8"))
    assert {each.kind for each in result.differences} == {"packed", "extra"}
    assert result.agrees


@pytest.mark.parametrize(
    "prefix", ["module.", "_orig_mod.", "base_model.model.", "model.language_model.", "llm."]
)
def test_whatever_the_names_begin_with(prefix: str, tmp_path: Path) -> None:
    tensors = {f"{prefix}{name}": tensor for name, tensor in llama().items()}
    assert found(tmp_path, LLAMA, tensors).differences == ()


SIDES = ("encoder", "decoder")
MARIAN = {
    "model_type": "marian",
    "vocab_size": 7,
    "d_model": 4,
    "max_position_embeddings": 6,
    "pad_token_id": 0,
}


def test_positions_that_marian_never_saves_are_not_missing(tmp_path: Path) -> None:
    """transformers 5.24: MarianMTModel._keys_to_ignore_on_save; BART's are learned and saved."""
    saved = arrays({"model.shared.weight": (7, 4), "final_logits_bias": (1, 7)})
    result = found(tmp_path, one_block(MARIAN), saved | marian_blocks())
    missing = [each for each in result.differences if each.kind == "missing"]
    assert [each.name for each in missing] == [
        "model.encoder.embed_positions.weight",
        "model.decoder.embed_positions.weight",
    ]
    assert result.agrees
    assert run("check-checkpoint", tmp_path).status == 0


def one_block(config: dict[str, object]) -> dict[str, object]:
    """Return a config of one block on each side, as narrow as can be."""
    sides = {"layers": 1, "attention_heads": 2, "ffn_dim": 3}
    return {**config, **{f"{s}_{k}": n for s in SIDES for k, n in sides.items()}}


def marian_blocks() -> Arrays:
    """Return the tensors of such a Marian's blocks, as its class names them."""
    attention = {f"{n}_proj.weight": (4, 4) for n in ("q", "k", "v", "out")}
    attention |= {f"{n}_proj.bias": (4,) for n in ("q", "k", "v", "out")}
    norm = {"_layer_norm.weight": (4,), "_layer_norm.bias": (4,)}
    block = {"fc1.weight": (3, 4), "fc1.bias": (3,), "fc2.weight": (4, 3), "fc2.bias": (4,)}
    block |= {f"final{name}": shape for name, shape in norm.items()}
    found = {f"model.{side}.layers.0.{n}": s for side in SIDES for n, s in block.items()}
    for part in ("encoder.layers.0.self", "decoder.layers.0.self", "decoder.layers.0.encoder"):
        found |= {f"model.{part}_attn.{n}": s for n, s in attention.items()}
        found |= {f"model.{part}_attn{n}": s for n, s in norm.items()}
    return arrays(found)


def test_what_the_index_says_wrongly_is_told(tmp_path: Path) -> None:
    index = write_shards(tmp_path, LLAMA, llama())
    said = json.loads(index.read_text("utf-8"))
    said["metadata"]["total_size"] = 1_176 * 4
    index.write_text(json.dumps(said), encoding="utf-8")
    assert check_checkpoint(index).differences == ()
    said["metadata"]["total_size"] = 4_703
    del said["weight_map"]["lm_head.weight"]
    index.write_text(json.dumps(said), encoding="utf-8")
    ended = run("check-checkpoint", tmp_path)
    assert ended.status == 1
    assert "metadata.total_size: is 4,703, expected 4,704 bytes" in ended.out
    assert (
        "1 x lm_head.weight: in model-00001-of-00002.safetensors; in a file, but not" in ended.out
    )


@pytest.mark.parametrize("said", [True, "4704", [4704], 4704.5])
def test_a_total_size_that_is_no_number_of_bytes_is_told(said: object, tmp_path: Path) -> None:
    index = write_shards(tmp_path, LLAMA, llama())
    about = json.loads(index.read_text("utf-8"))
    index.write_text(json.dumps({**about, "metadata": {"total_size": said}}), encoding="utf-8")
    assert not check_checkpoint(index).agrees


def test_a_type_that_t5_keeps_is_told_and_explained(tmp_path: Path) -> None:
    """transformers 5.24: T5PreTrainedModel._keep_in_fp32_modules = ["wo"]."""
    config = {"model_type": "t5", "architectures": ["T5EncoderModel"], "torch_dtype": "float16"}
    config |= {"vocab_size": 7, "d_model": 4, "d_kv": 2, "num_heads": 2, "d_ff": 3, "num_layers": 1}
    attention = {f"layer.0.SelfAttention.{n}.weight": (4, 4) for n in "qkvo"}
    attention["layer.0.SelfAttention.relative_attention_bias.weight"] = (32, 2)
    ffn = {"wi.weight": (3, 4), "wo.weight": (4, 3)}
    ffn = {f"layer.1.DenseReluDense.{name}": shape for name, shape in ffn.items()}
    norms = {f"layer.{i}.layer_norm.weight": (4,) for i in (0, 1)}
    block = blocks("encoder.block.", 1, {**attention, **ffn, **norms})
    ends = {"shared.weight": (7, 4), "encoder.final_layer_norm.weight": (4,)}
    tensors = arrays({**ends, **block}, "float16")
    wo = "encoder.block.0.layer.1.DenseReluDense.wo.weight"
    assert found(tmp_path, config, tensors | arrays({wo: (4, 3)})).agrees
    shown = run("check-checkpoint", tmp_path).out
    assert "is F32, expected F16; a type for more precision, as the class keeps it" in shown


def test_the_listing_of_many_strays_is_short(tmp_path: Path) -> None:
    strays = arrays({f"stray{i}.weight": (1,) for i in range(600)}, "uint8")
    assert not found(tmp_path, LLAMA, llama() | strays).agrees
    shown = run("check-checkpoint", tmp_path).out
    assert (shown.count(" x stray"), len(shown.splitlines()) < 70) == (50, True)
    assert "and 550 more names: 550 tensors, 550 values" in shown
    said = json.loads(run("check-checkpoint", tmp_path, "--format", "json").out)
    assert (len(said["differences"]), said["left_out"]) == (500, {"extra": 100})
