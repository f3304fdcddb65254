"""A config.json to change, and what becomes of it."""

from typing import Any

import pytest

from reportgen import SpecError, build_report
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
