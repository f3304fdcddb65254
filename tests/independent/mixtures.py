"""What varies in the config.json of decoders with experts."""

from __future__ import annotations

from tests.independent.dense import one_window, qwen
from tests.independent.mutations import (
    Config,
    Draw,
    Family,
    decoder,
    latent,
    mlp_types,
    qwen_experts,
    wide,
    windowed,
    with_experts,
)


def qwen2_moe(draw: Draw) -> Config:
    """Draw a Qwen2-MoE, which has a shared expert."""
    config = qwen_experts(draw, qwen(draw))
    return {
        **config,
        "shared_expert_intermediate_size": draw.randint(5, 40),
        **draw.flags("qkv_bias"),
    }


def gpt_oss(draw: Draw) -> Config:
    """Draw a gpt-oss."""
    return {**with_experts(draw, windowed(draw)), "rope_scaling": ...}


def phimoe(draw: Draw) -> Config:
    """Draw a Phi-3.5-MoE, whose router takes two experts."""
    config = {**with_experts(draw, one_window(draw)), "num_experts_per_tok": 2}
    return {**config, **draw.flags("lm_head_bias")}


def ernie(draw: Draw) -> Config:
    """Draw an ERNIE 4.5 with experts from one block to another, in every so many-th."""
    config = with_experts(draw, {**wide(draw), "num_experts_per_tok": ...}, "moe_num_experts")
    layers = config["num_hidden_layers"]
    return {
        **config,
        "moe_k": config.pop("num_experts_per_tok"),
        "moe_intermediate_size": draw.randint(5, 40),
        "moe_num_shared_experts": draw.randint(0, 3),
        "moe_layer_start_index": draw.randint(0, layers),
        "moe_layer_end_index": draw.one(-1, draw.randint(0, layers + 2)),
        "moe_layer_interval": draw.randint(1, 3),
        **draw.flags("use_bias"),
    }


def glm4_moe(draw: Draw) -> Config:
    """Draw a GLM-4.5."""
    config = with_experts(draw, wide(draw), "n_routed_experts")
    return {
        **config,
        "moe_intermediate_size": draw.randint(5, 40),
        "n_shared_experts": draw.randint(1, 3),
        "first_k_dense_replace": draw.randint(0, config["num_hidden_layers"] + 1),
        "n_group": 1,
        "topk_group": 1,
        **draw.flags("use_qk_norm"),
    }


def jetmoe(draw: Draw) -> Config:
    """Draw a JetMoe, whose heads are experts too."""
    config = with_experts(draw, decoder(draw))
    others = {"hidden_size": draw.one(24, 48, 64), "kv_channels": draw.one(8, 12)}
    return {**config, **others, "num_attention_heads": ...}


def llama4(draw: Draw) -> Config:
    """Draw a Llama 4 with experts in every so many-th block, or in listed ones."""
    config = with_experts(draw, wide(draw))
    layers = config["num_hidden_layers"]
    kinds = draw.each(layers, "chunked_attention", "full_attention")
    return {
        **config,
        **draw.one(
            {"interleave_moe_layer_step": draw.randint(1, 4), "moe_layers": ...},
            {"moe_layers": draw.subset(layers)},
        ),
        "intermediate_size_mlp": draw.randint(5, 80),
        "attention_chunk_size": draw.one(4, 16),
        "no_rope_layers": ...,
        "layer_types": draw.one(kinds, ...),
        "rope_scaling": ...,
        **draw.maybe({"no_rope_layer_interval": draw.randint(1, 5)}),
    }


def dbrx(draw: Draw) -> Config:
    """Draw a DBRX, whose config has tables."""
    kv, experts = draw.one(1, 2), draw.randint(2, 6)
    heads = kv * draw.one(1, 2, 3)
    feed_forward = {
        "ffn_hidden_size": draw.randint(5, 50),
        "moe_num_experts": experts,
        "moe_top_k": draw.randint(1, experts),
    }
    return {
        "vocab_size": draw.randint(50, 99),
        "d_model": heads * draw.one(8, 16),
        "n_heads": heads,
        "n_layers": draw.randint(1, 5),
        "max_seq_len": 64,
        "attn_config": {"clip_qkv": 8, "rope_theta": 1e4, **draw.one({"kv_n_heads": kv}, {})},
        "ffn_config": {key: value for key, value in feed_forward.items() if draw.random() < 0.9},
        **draw.flags("tie_word_embeddings"),
    }


def deepseek_v32(draw: Draw) -> Config:
    """Draw a DeepSeek-V3.2 with its indexer."""
    sizes = {"index_head_dim": draw.one(8, 16), "index_n_heads": draw.one(2, 3)}
    return {
        **mlp_types(draw, latent(draw)),
        **sizes,
        "index_topk": 4,
        "q_lora_rank": draw.one(18, 24),
    }


def kimi(draw: Draw) -> Config:
    """Draw a Kimi Linear in its own spelling or in the one of transformers."""
    config = mlp_types(draw, latent(draw, draw.one("n_routed_experts", "num_experts")))
    layers = config["num_hidden_layers"]
    kinds = draw.each(layers, "linear_attention", "full_attention")
    numbers = range(1, layers + 1)
    table = {
        "num_heads": draw.one(2, 3),
        "head_dim": draw.one(8, 16),
        "short_conv_kernel_size": draw.one(2, 5),
        "full_attn_layers": [layer for layer in numbers if kinds[layer - 1] == "full_attention"],
        "kda_layers": [layer for layer in numbers if kinds[layer - 1] == "linear_attention"],
    }
    flat = {
        "linear_num_heads": draw.one(2, 3),
        "linear_head_dim": draw.one(8, 16),
        "linear_conv_kernel_dim": draw.one(2, 3),
        "layer_types": draw.one(kinds, ...),
    }
    own = {
        "num_experts_per_token": config["num_experts_per_tok"],
        "num_shared_experts": config["n_shared_experts"],
        "num_experts_per_tok": ...,
        "n_shared_experts": ...,
    }
    return {**config, **draw.maybe(own), **draw.one(flat, {"linear_attn_config": table})}


def mimo(draw: Draw) -> Config:
    """Draw a MiMo-V2, with other widths in its window layers."""
    config = {
        **with_experts(draw, windowed(draw), "n_routed_experts"),
        "v_head_dim": draw.one(8, 12),
    }
    more = {"moe_intermediate_size": draw.randint(5, 40), "n_group": 1, "topk_group": 1}
    return mlp_types(draw, {**config, **more})


def minimax(draw: Draw) -> Config:
    """Draw a MiniMax with linear attention in some layers."""
    config = with_experts(draw, wide(draw))
    kinds = draw.each(config["num_hidden_layers"], "linear_attention", "full_attention")
    return {**config, "block_size": 8, "layer_types": draw.one(kinds, ...)}


def longcat(draw: Draw) -> Config:
    """Draw a LongCat; experts that do nothing make its FLOPs depend on the tokens."""
    config = latent(draw)
    layers = draw.randint(1, 4)
    renamed = {
        **draw.one(
            {"num_layers": layers, "num_hidden_layers": ...},
            {"num_layers": ..., "num_hidden_layers": 2 * layers},
        ),
        "ffn_hidden_size": draw.randint(5, 60),
        "expert_ffn_hidden_size": draw.randint(5, 60),
        "moe_topk": config["num_experts_per_tok"],
        "head_dim": config["qk_rope_head_dim"],
        "zero_expert_num": draw.one(0, 2, 3),
        "q_lora_rank": draw.one(18, 24),
        **draw.flags("router_bias"),
    }
    gone = ("intermediate_size", "moe_intermediate_size", "num_experts_per_tok")
    return {**config, **renamed, **dict.fromkeys(gone, ...)}


def experts(key: str = "num_local_experts", base: Family = wide) -> Family:
    """Return the family of decoders with experts, so many under `key`."""
    return lambda draw: with_experts(draw, base(draw), key)
