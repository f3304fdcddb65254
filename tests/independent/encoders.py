"""What varies in the config.json of encoders, and of encoders with decoders."""

from __future__ import annotations

from tests.independent.mutations import Config, Draw, encoder


def positioned(draw: Draw) -> Config:
    """Draw a RoBERTa, which leaves the positions up to its padding unused."""
    return {**encoder(draw), "pad_token_id": draw.one(1, 3)}


def distilbert(draw: Draw) -> Config:
    """Draw a DistilBERT."""
    old = encoder(draw)
    names = {
        "hidden_size": "dim",
        "num_hidden_layers": "n_layers",
        "intermediate_size": "hidden_dim",
    }
    config = {names.get(key, key): value for key, value in old.items()}
    heads = {"n_heads": config.pop("num_attention_heads")}
    return {**config, **heads, **draw.flags("sinusoidal_pos_embds")}


def albert(draw: Draw) -> Config:
    """Draw an ALBERT, whose groups of layers have parameters of their own."""
    groups = draw.one(1, 2, 3)
    return {
        **encoder(draw),
        "num_hidden_layers": groups * draw.one(1, 2, 4),
        "num_hidden_groups": groups,
        "inner_group_num": draw.one(1, 2),
        "embedding_size": draw.one(4, 20),
    }


def deberta(draw: Draw) -> Config:
    """Draw a DeBERTa-v2."""
    legacy = draw.one(True, False)
    ways = (["c2p", "p2c"], ["p2c", "c2p"], ["c2p"], ["p2c"], "p2c|c2p", "c2p", None)
    return {
        **encoder(draw),
        "type_vocab_size": draw.one(0, 3),
        "legacy": legacy,
        **(draw.maybe({"embedding_size": draw.one(4, 20)}) if legacy else {}),
        "pos_att_type": draw.one(*ways),
        "norm_rel_ebd": draw.one("layer_norm", "none"),
        "position_buckets": draw.one(-1, 0, 8, 16),
        "max_relative_positions": draw.one(-1, 20, 40),
        "conv_kernel_size": draw.one(0, 3, 5),
        "conv_groups": draw.one(1, 1, 2),
        "conv_act": "gelu",
        **draw.flags("relative_attention", "share_att_key", "position_biased_input"),
    }


def modernbert(draw: Draw) -> Config:
    """Draw a ModernBERT."""
    config = encoder(draw)
    kinds = draw.each(config["num_hidden_layers"], "sliding_attention", "full_attention")
    flags = ("attention_bias", "mlp_bias", "norm_bias", "classifier_bias", "decoder_bias")
    return {
        **config,
        "hidden_size": config["num_attention_heads"] * draw.one(4, 16),
        "type_vocab_size": ...,
        "pad_token_id": 0,
        "local_attention": draw.one(4, 10),
        "global_attn_every_n_layers": draw.one(1, 2, 3),
        **draw.maybe({"layer_types": kinds}),
        **draw.flags(*flags),
    }


def bart(draw: Draw) -> Config:
    """Draw a BART, whose encoder and decoder may differ."""
    return {
        "vocab_size": draw.randint(50, 99),
        "d_model": 60,
        "encoder_layers": draw.randint(1, 4),
        "decoder_layers": draw.randint(1, 4),
        "encoder_attention_heads": draw.one(2, 3, 5),
        "decoder_attention_heads": draw.one(2, 6, 10),
        "encoder_ffn_dim": draw.randint(20, 90),
        "decoder_ffn_dim": draw.randint(20, 90),
        "max_position_embeddings": draw.one(64, 77),
        "decoder_start_token_id": 2,
        **draw.flags("tie_word_embeddings"),
    }


def t5(draw: Draw) -> Config:
    """Draw a T5 of the first kind or of the second."""
    return {
        "vocab_size": draw.randint(50, 99),
        "d_model": draw.one(12, 40),
        "d_kv": draw.one(4, 7),
        "num_heads": draw.one(2, 5),
        "num_layers": draw.randint(1, 4),
        "num_decoder_layers": draw.one(None, 2, 4),
        "d_ff": draw.randint(10, 60),
        "relative_attention_num_buckets": draw.one(8, 14),
        "feed_forward_proj": draw.one("relu", "gelu", "gated-gelu", "gated-silu"),
        "decoder_start_token_id": 0,
        **draw.flags("tie_word_embeddings"),
    }
