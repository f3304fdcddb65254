"""What varies in the config.json of further mixtures of experts."""

from __future__ import annotations

from tests.independent.mixtures import deepseek_v32
from tests.independent.more_dense import exaone4, parts, qwen3_vl
from tests.independent.mutations import (
    Config,
    Draw,
    decoder,
    mlp_types,
    qwen_experts,
    wide,
    windowed,
    with_experts,
)


def listed_experts(draw: Draw) -> Config:
    """Draw the experts of a dots.llm1."""
    config = with_experts(draw, windowed(draw), "n_routed_experts")
    return {
        **config,
        "moe_intermediate_size": draw.randint(5, 40),
        "n_shared_experts": draw.one(1, 2, 3),
        "first_k_dense_replace": draw.randint(0, config["num_hidden_layers"]),
        "max_window_layers": draw.one(0, 2, 20),
        "n_group": 1,
        "topk_group": 1,
    }


def solar_open(draw: Draw) -> Config:
    """Draw a Solar Open."""
    config = listed_experts(draw)
    return {**config, "first_k_dense_replace": ..., "layer_types": ..., "sliding_window": ...}


def flex_olmo(draw: Draw) -> Config:
    """Draw a FlexOlmo."""
    return with_experts(draw, decoder(draw), "num_experts")


def shared_granite(draw: Draw) -> Config:
    """Draw a Granite MoE with a shared expert or none."""
    shared = draw.one(0, draw.randint(5, 40))
    return {**with_experts(draw, decoder(draw)), "shared_intermediate_size": shared}


def lfm2_moe(draw: Draw) -> Config:
    """Draw an LFM2 with experts."""
    config = with_experts(draw, decoder(draw), "num_experts")
    return {
        **config,
        "num_key_value_heads": draw.one(1, config["num_key_value_heads"]),
        "layer_types": draw.each(config["num_hidden_layers"], "conv", "full_attention"),
        "moe_intermediate_size": draw.randint(5, 40),
        "num_dense_layers": draw.randint(0, config["num_hidden_layers"]),
        "conv_L_cache": draw.one(2, 3, 4),
        **draw.flags("conv_bias", "use_expert_bias"),
    }


def exaone_moe(draw: Draw) -> Config:
    """Draw a K-EXAONE."""
    config = mlp_types(draw, with_experts(draw, exaone4(draw), "num_experts"))
    return {
        **config,
        "moe_intermediate_size": draw.randint(5, 40),
        "num_shared_experts": draw.one(1, 2, 3),
        "first_k_dense_replace": draw.randint(0, config["num_hidden_layers"]),
        "n_group": 1,
        "topk_group": 1,
    }


def qwen3_vl_moe(draw: Draw) -> Config:
    """Draw the language model of a Qwen3-VL with experts."""
    return {**qwen_experts(draw, qwen3_vl(draw)), "pad_token_id": 0}


def glm4v_moe(draw: Draw) -> Config:
    """Draw the language model of a GLM-V with experts."""
    config = listed_experts(draw)
    drop = dict.fromkeys(("layer_types", "sliding_window", "max_window_layers"), ...)
    return {**config, **drop, "head_dim": 12, **parts(12), **draw.flags("attention_bias")}


def hunyuan_moe(draw: Draw) -> Config:
    """Draw a Hunyuan with experts, whose number per token may be told layer by layer."""
    config = with_experts(draw, wide(draw), "num_experts")
    top = config.pop("num_experts_per_tok")
    listed = [top] * config["num_hidden_layers"]
    return {**config, "moe_topk": draw.one(top, listed)}


def glm_moe_dsa(draw: Draw) -> Config:
    """Draw a GLM-5, whose indexers are listed, follow a rule, or stand in every layer."""
    config = deepseek_v32(draw)
    kinds = draw.each(config["num_hidden_layers"] - 1, "full", "shared")
    rule = {"index_topk_freq": draw.one(2, 3), "index_skip_topk_offset": draw.one(1, 2, 3)}
    return {**config, **draw.one({"indexer_types": ["full", *kinds]}, rule, {})}


def afmoe(draw: Draw) -> Config:
    """Draw a Trinity."""
    config = with_experts(draw, windowed(draw), "num_experts")
    return {
        **config,
        "global_attn_every_n_layers": draw.one(2, 3, 4),
        "moe_intermediate_size": draw.randint(5, 40),
        "num_shared_experts": draw.one(1, 2, 3),
        "num_dense_layers": draw.randint(0, config["num_hidden_layers"]),
    }
