"""What varies in the config.json of GPT-2's generation."""

from __future__ import annotations

from tests.independent.mutations import Config, Draw, classic

MODERN = {
    "n_positions": "max_position_embeddings",
    "n_embd": "hidden_size",
    "n_layer": "num_hidden_layers",
    "n_head": "num_attention_heads",
}


def gpt_neo(draw: Draw) -> Config:
    """Draw a GPT-Neo with its nested list of attentions."""
    names = {
        "n_positions": "max_position_embeddings",
        "n_embd": "hidden_size",
        "n_head": "num_heads",
    }
    config = classic(draw, **names, n_layer="num_layers", n_inner="intermediate_size")
    times = draw.randint(1, 3)
    kinds = draw.one(["global", "local"], ["local"], ["global", "global", "local"])
    types = {"attention_types": [[kinds, times]], "num_layers": len(kinds) * times}
    return {**config, **types, "window_size": draw.one(4, 256)}


def gpt_bigcode(draw: Draw) -> Config:
    """Draw a GPT-BigCode."""
    return {**classic(draw), **draw.flags("multi_query")}


def gptj(draw: Draw) -> Config:
    """Draw a GPT-J."""
    return {**classic(draw), "rotary_dim": draw.one(4, 8)}


def gpt_neox(draw: Draw) -> Config:
    """Draw a GPT-NeoX."""
    flags = draw.flags("attention_bias", "use_parallel_residual")
    return {
        **classic(draw, **MODERN, n_inner="intermediate_size"),
        "intermediate_size": 50,
        **flags,
    }


def opt(draw: Draw) -> Config:
    """Draw an OPT."""
    config = classic(draw, **MODERN, n_inner="ffn_dim")
    flags = ("enable_bias", "layer_norm_elementwise_affine", "do_layer_norm_before")
    return {
        **config,
        "ffn_dim": draw.randint(20, 90),
        "word_embed_proj_dim": draw.one(config["hidden_size"], 20, 36),
        **draw.flags(*flags, "_remove_final_layer_norm"),
    }


def bloom(draw: Draw) -> Config:
    """Draw a BLOOM."""
    return classic(draw, n_positions="seq_length", n_embd="hidden_size", n_inner="")


def mpt(draw: Draw) -> Config:
    """Draw an MPT; its class reads no expansion_ratio and no biases."""
    names = {"n_positions": "max_seq_len", "n_embd": "d_model", "n_layer": "n_layers"}
    config = classic(draw, **names, n_head="n_heads", n_inner="")
    heads = draw.one(2, 4)
    width = {"n_heads": heads, "d_model": heads * draw.one(8, 16)}
    return {**config, **width, "expansion_ratio": draw.one(2, 4), **draw.flags("no_bias")}


def falcon(draw: Draw) -> Config:
    """Draw a Falcon of the old kind or of the new."""
    config = classic(draw, **MODERN, n_inner="ffn_hidden_size")
    heads = config["num_attention_heads"] * 2
    new = draw.one(True, False)
    return {
        **config,
        "num_attention_heads": heads,
        "hidden_size": heads * draw.one(8, 16),
        "ffn_hidden_size": draw.randint(20, 90),
        "new_decoder_architecture": new,
        "num_kv_heads": draw.one(2, heads) if new else draw.one(heads, None),
        "num_ln_in_parallel_attn": draw.one(1, 2, None) if new else draw.one(None, 1),
        **draw.flags("multi_query", "parallel_attn", "bias", "alibi"),
    }


def rwkv(draw: Draw) -> Config:
    """Draw an RWKV."""
    width = draw.one(24, 48)
    return {
        "vocab_size": draw.randint(50, 99),
        "context_length": 64,
        "hidden_size": width,
        "num_hidden_layers": draw.randint(1, 5),
        "attention_hidden_size": draw.one(width, 64, None),
        "intermediate_size": draw.one(70, 90, None),
        **draw.flags("tie_word_embeddings"),
    }
