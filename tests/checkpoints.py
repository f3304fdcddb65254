"""Small checkpoints that tests write with the format's own package."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

from reportgen.checkpoint.reconciling import Reconciliation, check_checkpoint

Arrays = dict[str, np.ndarray[Any, Any]]
Sides = Mapping[str, tuple[int, ...]]

LLAMA = {
    "model_type": "llama",
    "architectures": ["LlamaForCausalLM"],
    "vocab_size": 11,
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 12,
    "torch_dtype": "float32",
}
LLAMA_BLOCK = {
    "input_layernorm.weight": (8,),
    "self_attn.q_proj.weight": (8, 8),
    "self_attn.k_proj.weight": (4, 8),
    "self_attn.v_proj.weight": (4, 8),
    "self_attn.o_proj.weight": (8, 8),
    "post_attention_layernorm.weight": (8,),
    "mlp.gate_proj.weight": (12, 8),
    "mlp.up_proj.weight": (12, 8),
    "mlp.down_proj.weight": (8, 12),
}
LLAMA_ENDS = {
    "model.embed_tokens.weight": (11, 8),
    "model.norm.weight": (8,),
    "lm_head.weight": (11, 8),
}


def blocks(prefix: str, count: int, sides: Sides) -> dict[str, tuple[int, ...]]:
    """Return the tensors of `count` blocks alike."""
    return {f"{prefix}{i}.{name}": shape for i in range(count) for name, shape in sides.items()}


def arrays(sides: Sides, dtype: str = "float32") -> Arrays:
    """Return tensors of these shapes."""
    return {name: np.zeros(shape, dtype) for name, shape in sides.items()}


def llama() -> Arrays:
    """Return the tensors of the small Llama."""
    return arrays({**LLAMA_ENDS, **blocks("model.layers.", 2, LLAMA_BLOCK)})


DEEPSEEK = {
    "model_type": "deepseek_v3",
    "vocab_size": 11,
    "hidden_size": 8,
    "num_hidden_layers": 3,
    "first_k_dense_replace": 1,
    "num_attention_heads": 2,
    "q_lora_rank": 4,
    "kv_lora_rank": 6,
    "qk_nope_head_dim": 4,
    "qk_rope_head_dim": 2,
    "v_head_dim": 3,
    "intermediate_size": 16,
    "moe_intermediate_size": 5,
    "n_routed_experts": 2,
    "n_shared_experts": 1,
    "num_experts_per_tok": 1,
}
GATED = {"gate_proj.weight": (5, 8), "up_proj.weight": (5, 8), "down_proj.weight": (8, 5)}
DEEPSEEK_ATTENTION = {
    "input_layernorm.weight": (8,),
    "self_attn.q_a_proj.weight": (4, 8),
    "self_attn.q_a_layernorm.weight": (4,),
    "self_attn.q_b_proj.weight": (12, 4),
    "self_attn.kv_a_proj_with_mqa.weight": (8, 8),
    "self_attn.kv_a_layernorm.weight": (6,),
    "self_attn.kv_b_proj.weight": (14, 6),
    "self_attn.o_proj.weight": (8, 6),
    "post_attention_layernorm.weight": (8,),
}
DEEPSEEK_DENSE = {
    "model.layers.0.mlp.gate_proj.weight": (16, 8),
    "model.layers.0.mlp.up_proj.weight": (16, 8),
    "model.layers.0.mlp.down_proj.weight": (8, 16),
}
DEEPSEEK_MOE = {
    "mlp.gate.weight": (2, 8),
    **blocks("mlp.experts.", 2, GATED),
    **{f"mlp.shared_experts.{name}": shape for name, shape in GATED.items()},
}


def deepseek() -> Arrays:
    """Return the tensors of the small DeepSeek-V3: a dense block, then two with experts."""
    moe = {
        f"model.layers.{i}.{name}": sides for i in (1, 2) for name, sides in DEEPSEEK_MOE.items()
    }
    attention = blocks("model.layers.", 3, DEEPSEEK_ATTENTION)
    return arrays({**LLAMA_ENDS, **attention, **DEEPSEEK_DENSE, **moe})


def write(folder: Path, config: Mapping[str, Any], tensors: Arrays) -> Path:
    """Write a checkpoint of one file and its config, and return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    return folder


def write_shards(folder: Path, config: Mapping[str, Any], tensors: Arrays) -> Path:
    """Write a checkpoint of two files, their index and its config; return the index."""
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    files = [f"model-0000{i}-of-00002.safetensors" for i in (1, 2)]
    places = {name: files[i % 2] for i, name in enumerate(tensors)}
    for file in files:
        save_file({n: t for n, t in tensors.items() if places[n] == file}, folder / file)
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"metadata": {}, "weight_map": places}), encoding="utf-8")
    return index


def raw(header: object, values: int = 0, length: int | None = None) -> bytes:
    """Return a file made by hand: a header, the length that it claims, some values."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + bytes(values)


def found(folder: Path, config: Mapping[str, Any], tensors: Arrays) -> Reconciliation:
    """Return the reconciliation of a checkpoint, whose differences explain its totals."""
    result = check_checkpoint(write(folder, config, tensors))
    explained = sum(each.values for each in result.differences)
    assert result.held_values - result.expected_values == explained
    assert result.held_values == sum(tensor.size for tensor in tensors.values())
    return result
