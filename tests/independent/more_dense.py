"""What varies in the config.json of further decoders without experts."""

from __future__ import annotations

from tests.independent.dense import patterned
from tests.independent.mutations import Config, Draw, classic, decoder, latent, wide


def even(draw: Draw) -> Config:
    """Draw a decoder whose heads together are as wide as the model, which says so or not."""
    config = decoder(draw)
    width = config["hidden_size"] // config["num_attention_heads"]
    return {**config, "head_dim": width}


def apertus(draw: Draw) -> Config:
    """Draw an Apertus, whose activation may be another than its own."""
    return {**decoder(draw), "hidden_act": draw.one("xielu", "xielu", "relu2")}


def seed_oss(draw: Draw) -> Config:
    """Draw a Seed-OSS."""
    return {**wide(draw), **draw.flags("attention_bias", "attention_out_bias", "mlp_bias")}


def ernie(draw: Draw) -> Config:
    """Draw an ERNIE 4.5."""
    return {**wide(draw), **draw.flags("use_bias")}


def exaone(draw: Draw) -> Config:
    """Draw an EXAONE, in its own spelling now and then."""
    config = wide(draw)
    config |= draw.maybe({"num_layers": config["num_hidden_layers"], "num_hidden_layers": ...})
    return {**config, "head_dim": draw.one(config["head_dim"], ...)}


def exaone4(draw: Draw) -> Config:
    """Draw an EXAONE 4, with a pattern of windows in a number or in none."""
    return {**patterned(draw), "attention_bias": ..., "mlp_bias": ...}


def dense_latent(draw: Draw) -> Config:
    """Draw latent attention in dense blocks."""
    config = latent(draw)
    drop = ("n_routed_experts", "num_experts_per_tok", "moe_intermediate_size", "n_shared_experts")
    return {**config, **dict.fromkeys(drop, ...), "first_k_dense_replace": ..., "n_group": ...}


def persimmon(draw: Draw) -> Config:
    """Draw a Persimmon."""
    config = decoder(draw)
    config["hidden_size"] = config["num_attention_heads"] * draw.one(8, 12, 16)
    return {**config, **draw.flags("qk_layernorm")}


def codegen(draw: Draw) -> Config:
    """Draw a CodeGen, whose heads come in fours."""
    return {**classic(draw), "n_head": 4, "n_embd": 4 * draw.one(8, 16), "rotary_dim": 4}


def neox_japanese(draw: Draw) -> Config:
    """Draw a GPT-NeoX Japanese."""
    return {**persimmon(draw), "intermediate_multiple_size": draw.one(2, 3, 4)}


def xglm(draw: Draw) -> Config:
    """Draw an XGLM."""
    spelling = {
        "n_positions": "max_position_embeddings",
        "n_embd": "d_model",
        "n_layer": "num_layers",
    }
    return classic(draw, **spelling, n_head="attention_heads", n_inner="ffn_dim") | {
        "ffn_dim": draw.one(50, 77)
    }


def biogpt(draw: Draw) -> Config:
    """Draw a BioGPT."""
    return {**persimmon(draw), "intermediate_size": draw.one(50, 77)}


def qwen_vl(draw: Draw) -> Config:
    """Draw the language model of a Qwen-VL, whose rotary positions have three parts."""
    config = even(draw)
    config["hidden_size"] = config["num_attention_heads"] * 12
    return {**config, "head_dim": ..., **parts(12), "attention_bias": ..., "mlp_bias": ...}


def qwen3_vl(draw: Draw) -> Config:
    """Draw the language model of a Qwen3-VL."""
    return {**wide(draw), "head_dim": 12, **parts(12), **draw.flags("attention_bias")}


def glm4v(draw: Draw) -> Config:
    """Draw the language model of a GLM-V."""
    return {**qwen_vl(draw), "attention_bias": ...}


def parts(head_dim: int) -> Config:
    """Return rotary positions in three parts: time, height, width."""
    part = head_dim // 6
    sections = {"rope_type": "default", "mrope_section": [part, part, part], "rope_theta": 10000.0}
    return {"rope_parameters": {**sections, "partial_rotary_factor": 1.0}}


def bamba(draw: Draw) -> Config:
    """Draw a Bamba."""
    config, heads = even(draw), draw.one(2, 4)
    return {
        **config,
        "hidden_size": config["num_attention_heads"] * 8,
        "head_dim": ...,
        "mamba_n_heads": heads,
        "mamba_expand": 2,
        "mamba_d_head": config["num_attention_heads"] * 16 // heads,
        "mamba_d_state": draw.one(4, 8),
        "mamba_n_groups": draw.one(1, 2),
        "mamba_d_conv": draw.one(2, 4),
        "attn_layer_indices": draw.one(draw.subset(config["num_hidden_layers"]), None),
        **draw.flags("mamba_conv_bias", "mamba_proj_bias"),
    }


def falcon_h1(draw: Draw) -> Config:
    """Draw a Falcon-H1."""
    config = bamba(draw)
    width = config["mamba_n_heads"] * draw.one(4, 8)
    given = {"mamba_d_ssm": width, "mamba_d_head": width // config["mamba_n_heads"]}
    whole = {"mamba_d_ssm": None}
    flags = draw.flags("projectors_bias", "mamba_rms_norm")
    return {**config, **draw.one(given, given, whole), **flags, "attn_layer_indices": ...}
