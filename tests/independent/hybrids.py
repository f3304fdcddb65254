"""What varies in the config.json of families with state spaces, linear attention or shared keys."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.independent.mutations import (
    Config,
    Draw,
    Family,
    decoder,
    qwen_experts,
    wide,
    with_experts,
)


def mamba(draw: Draw) -> Config:
    """Draw a Mamba."""
    return {
        "vocab_size": draw.randint(50, 99),
        "hidden_size": draw.one(32, 40, 48),
        "state_size": draw.one(4, 8, 16),
        "num_hidden_layers": draw.randint(1, 4),
        "expand": draw.one(1, 2, 3),
        "intermediate_size": ...,
        "conv_kernel": draw.one(2, 3, 4),
        "time_step_rank": draw.one(3, 5, "auto", ...),
        **draw.flags("use_bias", "use_conv_bias", "tie_word_embeddings"),
    }


def mamba2(draw: Draw) -> Config:
    """Draw a Mamba-2, whose heads share `expand` times the width out."""
    heads, head_dim, expand = draw.one(2, 4, 6), draw.one(8, 16), draw.one(1, 2)
    return {
        "vocab_size": draw.randint(50, 99),
        "hidden_size": heads * head_dim // expand,
        "expand": expand,
        "num_heads": heads,
        "head_dim": head_dim,
        "state_size": draw.one(4, 8),
        "num_hidden_layers": draw.randint(1, 4),
        "n_groups": draw.one(1, 2),
        "conv_kernel": draw.one(2, 4),
        "chunk_size": 8,
        **draw.flags("use_bias", "use_conv_bias", "tie_word_embeddings"),
    }


def jamba(draw: Draw) -> Config:
    """Draw a Jamba, with attention and experts in every so many-th layer."""
    attention, expert = draw.randint(1, 4), draw.randint(1, 3)
    return {
        **with_experts(draw, wide(draw), "num_experts"),
        "attn_layer_period": attention,
        "attn_layer_offset": draw.randrange(attention),
        "expert_layer_period": expert,
        "expert_layer_offset": draw.randrange(expert),
        "mamba_d_state": draw.one(4, 8),
        "mamba_d_conv": draw.one(2, 4),
        "mamba_expand": draw.one(1, 2),
        "mamba_dt_rank": draw.one(2, 5, "auto"),
        **draw.flags("mamba_conv_bias", "mamba_proj_bias"),
    }


def granitemoehybrid(draw: Draw) -> Config:
    """Draw a Granite 4, with or without experts beside the shared feed-forward."""
    config = with_experts(draw, decoder(draw))
    heads, expand = draw.one(2, 4), draw.one(1, 2)
    kinds = draw.each(config["num_hidden_layers"], "mamba", "attention")
    width = 8 * heads * draw.one(2, 4)
    return {
        **config,
        **draw.one({}, {}, {"num_local_experts": 0, "num_experts_per_tok": 0}),
        "hidden_size": width,
        "num_attention_heads": draw.one(2, 4),
        "num_key_value_heads": draw.one(1, 2),
        "shared_intermediate_size": draw.randint(5, 40),
        "mamba_n_heads": heads,
        "mamba_d_head": expand * width // heads,
        "mamba_expand": expand,
        "mamba_d_state": draw.one(4, 8),
        "mamba_n_groups": draw.one(1, 2),
        "mamba_d_conv": draw.one(2, 4),
        "mamba_chunk_size": 8,
        "layer_types": kinds,
        **draw.flags("mamba_conv_bias", "mamba_proj_bias"),
    }


def nemotron_h(draw: Draw) -> Config:
    """Draw a Nemotron-H; its layers stand in a list of words or in one letter each."""
    config = with_experts(draw, wide(draw), "n_routed_experts")
    letters = draw.each(config["num_hidden_layers"], *"MM*-E")
    old = {"M": "mamba", "*": "attention", "-": "mlp", "E": "moe"}
    new = {**old, "M": "linear_attention", "*": "full_attention"}
    listed = draw.one(
        {"hybrid_override_pattern": "".join(letters), "layers_block_type": ...},
        {"layers_block_type": [old[letter] for letter in letters]},
        {"layers_block_type": [new[letter] for letter in letters]},
        {"layer_types": [new[letter] for letter in letters], "layers_block_type": ...},
    )
    renamed = {"mamba_n_groups": draw.one(1, 2), "mamba_d_conv": draw.one(2, 4), "n_groups": ...}
    return {
        **config,
        **listed,
        "num_hidden_layers": draw.one(len(letters), ...),
        "mamba_num_heads": draw.one(2, 4),
        "mamba_head_dim": draw.one(8, 16),
        "n_groups": draw.one(1, 2),
        "ssm_state_size": draw.one(4, 8),
        "conv_kernel": draw.one(2, 4),
        "chunk_size": 8,
        "n_group": 1,
        "topk_group": 1,
        "moe_intermediate_size": draw.randint(5, 30),
        "moe_shared_expert_intermediate_size": draw.randint(5, 30),
        "moe_latent_size": draw.one(None, 10),
        **draw.flags("use_conv_bias", "use_bias", "mlp_bias"),
        **draw.maybe({**renamed, "conv_kernel": ...}),
    }


def lfm2(draw: Draw) -> Config:
    """Draw an LFM2; its attention layers stand in a list of kinds or of numbers."""
    config = wide(draw)
    layers = config["num_hidden_layers"]
    return {
        **config,
        **draw.one(
            {"layer_types": draw.each(layers, "conv", "full_attention"), "full_attn_idxs": ...},
            {"full_attn_idxs": draw.subset(layers), "layer_types": ...},
        ),
        **draw.one({"block_ff_dim": draw.randint(40, 90)}, {"block_ff_dim": ...}),
        "conv_L_cache": draw.one(2, 3, 4),
        "block_multiple_of": draw.one(4, 16),
        "block_ffn_dim_multiplier": draw.one(1.0, 1.2, 0.7),
        "tie_embedding": draw.one(True, False, ...),
        **draw.flags("conv_bias", "block_auto_adjust_ff_dim"),
    }


def gated_delta(draw: Draw, dense: bool, experts: bool) -> Config:
    """Draw a Qwen3-Next or a Qwen3.5 with gated delta nets in most of its layers."""
    config, key_heads = wide(draw), draw.one(1, 2)
    kinds = draw.each(config["num_hidden_layers"], "linear_attention", "full_attention")
    shared = {"shared_expert_intermediate_size": draw.randint(5, 30)}
    config = {
        **config,
        **({**qwen_experts(draw, config), **shared} if experts else {}),
        "linear_conv_kernel_dim": draw.one(2, 4),
        "linear_key_head_dim": draw.one(8, 16),
        "linear_value_head_dim": draw.one(8, 12),
        "linear_num_key_heads": key_heads,
        "linear_num_value_heads": key_heads * draw.one(1, 2, 3),
        "full_attention_interval": draw.randint(1, config["num_hidden_layers"]),
        "layer_types": draw.one(kinds, ...),
    }
    unread = ("decoder_sparse_step", "mlp_only_layers")
    return config if dense else {**config, **dict.fromkeys(unread, ...)}


def gemma4(draw: Draw) -> Config:
    """Draw a Gemma 4, whose last layers may read the keys and values of earlier ones."""
    period, times = draw.one(2, 3, 5, 6), draw.randint(1, 2)
    layers = period * times
    kinds = ["sliding_attention"] * (period - 1) + ["full_attention"]
    mixture = {**with_experts(draw, {}, "num_experts"), "moe_intermediate_size": draw.one(8, 12)}
    mixture["top_k_experts"] = mixture.pop("num_experts_per_tok")
    return {
        **wide(draw),
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "num_key_value_heads": draw.one(1, 2, 4),
        "head_dim": draw.one(8, 12),
        "global_head_dim": draw.one(16, 20),
        "num_global_key_value_heads": draw.one(None, 1, 2),
        "hidden_size_per_layer_input": draw.one(0, 8),
        "vocab_size_per_layer_input": draw.one(101, 110),
        "num_kv_shared_layers": draw.one(0, layers - period),
        "sliding_window": 5,
        "layer_types": kinds * times,
        "per_layer_config": ...,
        **draw.maybe({"use_bidirectional_attention": draw.one("all", "vision")}),
        "rope_parameters": ...,
        **draw.one({"enable_moe_block": True, **mixture}, {"enable_moe_block": False}),
        **draw.flags("attention_k_eq_v", "use_double_wide_mlp"),
    }


def gemma3n(draw: Draw) -> Config:
    """Draw a Gemma 3n with its four streams."""
    period, times = draw.one(2, 3, 5), draw.randint(2, 3)
    layers, kinds = period * times, ["sliding_attention"] * (period - 1) + ["full_attention"]
    return {
        **wide(draw),
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "num_key_value_heads": draw.one(1, 2, 4),
        "head_dim": draw.one(8, 12),
        "hidden_size_per_layer_input": draw.one(4, 8),
        "vocab_size_per_layer_input": draw.one(101, 110),
        "num_kv_shared_layers": draw.one(0, layers - period),
        "layer_types": kinds * times,
        "sliding_window": 5,
        "altup_num_inputs": draw.one(2, 4),
        "laurel_rank": draw.one(4, 6),
    }


HYBRIDS: Mapping[str, Family] = {
    **dict.fromkeys(("mamba", "falcon_mamba"), mamba),
    "mamba2": mamba2,
    "jamba": jamba,
    "granitemoehybrid": granitemoehybrid,
    "nemotron_h": nemotron_h,
    "lfm2": lfm2,
    "qwen3_next": partial(gated_delta, dense=True, experts=True),
    "qwen3_5_text": partial(gated_delta, dense=False, experts=False),
    "qwen3_5_moe_text": partial(gated_delta, dense=False, experts=True),
    "gemma4_text": gemma4,
    "gemma3n_text": gemma3n,
}
