"""Small checkpoints that tests write with the format's own package."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save_file

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
