"""Families whose classes come with their checkpoints, against the sizes that the hub publishes."""

from typing import Any

import pytest

from reportgen import SpecError, build_report
from reportgen.huggingface import read_config

LLAMA_7B = {
    "hidden_size": 4096,
    "intermediate_size": 11008,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "max_position_embeddings": 4096,
}
CHATGLM = {
    "model_type": "chatglm",
    "architectures": ["ChatGLMModel"],
    "hidden_size": 4096,
    "ffn_hidden_size": 13696,
    "num_attention_heads": 32,
    "kv_channels": 128,
    "multi_query_attention": True,
    "multi_query_group_num": 2,
    "add_bias_linear": False,
    "add_qkv_bias": True,
    "seq_length": 8192,
}
# The safetensors totals on huggingface.co; a config has what its config.json says.
PUBLISHED: dict[str, tuple[dict[str, Any], int]] = {
    "01-ai/Yi-6B": (
        {**LLAMA_7B, "model_type": "Yi", "num_key_value_heads": 4, "vocab_size": 64000},
        6_061_035_520,
    ),
    "internlm/internlm2-7b": (
        {
            **LLAMA_7B,
            "model_type": "internlm2",
            "architectures": ["InternLM2ForCausalLM"],
            "intermediate_size": 14336,
            "num_key_value_heads": 8,
            "vocab_size": 92544,
            "bias": False,
        },
        7_737_708_544,
    ),
    "internlm/internlm-7b": (
        {**LLAMA_7B, "model_type": "internlm", "vocab_size": 103168, "bias": True},
        7_321_948_160,
    ),
    "baichuan-inc/Baichuan2-7B-Base": (
        {**LLAMA_7B, "model_type": "baichuan", "vocab_size": 125696},
        7_505_973_248,
    ),
    "Qwen/Qwen-7B": (
        {
            **LLAMA_7B,
            "model_type": "qwen",
            "architectures": ["QWenLMHeadModel"],
            "intermediate_size": 22016,
            "kv_channels": 128,
            "vocab_size": 151936,
            "seq_length": 8192,
        },
        7_721_324_544,
    ),
    "zai-org/chatglm3-6b": (
        {**CHATGLM, "num_layers": 28, "padded_vocab_size": 65024},
        6_243_584_000,
    ),
    "zai-org/glm-4-9b": (
        {**CHATGLM, "num_layers": 40, "padded_vocab_size": 151552},
        9_399_951_360,
    ),
    "openbmb/MiniCPM-2B-sft-bf16": (
        {
            "model_type": "minicpm",
            "hidden_size": 2304,
            "intermediate_size": 5760,
            "num_hidden_layers": 40,
            "num_attention_heads": 36,
            "num_key_value_heads": 36,
            "vocab_size": 122753,
            "max_position_embeddings": 4096,
        },
        2_724_880_896,
    ),
    "deepseek-ai/deepseek-moe-16b-base": (
        {
            "model_type": "deepseek",
            "hidden_size": 2048,
            "intermediate_size": 10944,
            "moe_intermediate_size": 1408,
            "num_hidden_layers": 28,
            "num_attention_heads": 16,
            "num_key_value_heads": 16,
            "n_routed_experts": 64,
            "num_experts_per_tok": 6,
            "n_shared_experts": 2,
            "first_k_dense_replace": 1,
            "moe_layer_freq": 1,
            "vocab_size": 102400,
            "max_position_embeddings": 4096,
        },
        16_375_728_128,
    ),
    "nomic-ai/nomic-embed-text-v1": (
        {
            "model_type": "nomic_bert",
            "architectures": ["NomicBertModel"],
            "n_embd": 768,
            "n_head": 12,
            "n_inner": 3072,
            "n_layer": 12,
            "n_positions": 8192,
            "vocab_size": 30528,
            "type_vocab_size": 2,
        },
        136_731_648,
    ),
    "MiniMaxAI/MiniMax-Text-01": (
        {
            "model_type": "minimax_text_01",
            "architectures": ["MiniMaxText01ForCausalLM"],
            "attn_type_list": ([0] * 7 + [1]) * 10,
            "hidden_size": 6144,
            "intermediate_size": 9216,
            "num_hidden_layers": 80,
            "num_attention_heads": 64,
            "num_key_value_heads": 8,
            "head_dim": 128,
            "num_local_experts": 32,
            "num_experts_per_tok": 2,
            "vocab_size": 200064,
            "max_position_embeddings": 10_240_000,
        },
        456_089_655_296,
    ),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_size(name: str) -> None:
    config, total = PUBLISHED[name]
    report = build_report(read_config(config, "config.json", "model"))
    assert report.figures["params_total"].value == total


def test_what_a_class_that_is_not_at_hand_would_default_is_asked_for() -> None:
    config, _ = PUBLISHED["01-ai/Yi-6B"]
    with pytest.raises(SpecError, match="vocab_size: missing"):
        read_config({**config, "vocab_size": None}, "config.json", "model")


@pytest.mark.parametrize("name", ["01-ai/Yi-6B", "openbmb/MiniCPM-2B-sft-bf16"])
def test_a_mixture_under_a_dense_family_s_name_is_refused(name: str) -> None:
    config, _ = PUBLISHED[name]
    with pytest.raises(SpecError, match="num_experts: must be one of 0"):
        read_config({**config, "num_experts": 8}, "config.json", "model")
