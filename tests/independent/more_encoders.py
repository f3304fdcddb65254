"""What varies in the config.json of further encoders and encoder-decoders."""

from __future__ import annotations

from tests.independent.encoders import bart, positioned, t5
from tests.independent.mutations import Config, Draw, decoder, encoder


def electra(draw: Draw) -> Config:
    """Draw an ELECTRA."""
    config = encoder(draw)
    width = draw.one(config["hidden_size"], 20, 28)
    return {**config, "embedding_size": width, **draw.flags("summary_use_proj")}


def roformer(draw: Draw) -> Config:
    """Draw a RoFormer, with or without a width of its own for the embedding."""
    config = encoder(draw)
    config["hidden_size"] = config["num_attention_heads"] * draw.one(4, 8, 12)
    return {**config, "embedding_size": draw.one(None, 20, config["hidden_size"])}


def ernie_encoder(draw: Draw) -> Config:
    """Draw an ERNIE with or without embeddings of tasks."""
    return {**encoder(draw), "task_type_vocab_size": draw.one(2, 4), **draw.flags("use_task_id")}


def mpnet(draw: Draw) -> Config:
    """Draw an MPNet."""
    buckets = draw.one(8, 14, 32)
    return {**encoder(draw), "relative_attention_num_buckets": buckets, "is_decoder": ...}


def nomic_bert(draw: Draw) -> Config:
    """Draw a Nomic BERT."""
    config = encoder(draw)
    config["hidden_size"] = config["num_attention_heads"] * 8
    return {**config, "head_dim": draw.one(8, 12, ...), "is_decoder": ...}


def eurobert(draw: Draw) -> Config:
    """Draw a EuroBERT."""
    return {
        **decoder(draw),
        "classifier_pooling": draw.one("late", "bos", "mean"),
        "mask_token_id": 3,
    }


def esm(draw: Draw) -> Config:
    """Draw an ESM with learned or rotary positions."""
    config = positioned(draw)
    config["hidden_size"] = config["num_attention_heads"] * draw.one(4, 8)
    kinds = {"position_embedding_type": draw.one("absolute", "rotary"), "mask_token_id": 4}
    return {**config, **kinds, **draw.flags("emb_layer_norm_before")}


def marian(draw: Draw) -> Config:
    """Draw a Marian, with one vocabulary for source and target."""
    config = bart(draw)
    return {**config, "decoder_vocab_size": config["vocab_size"], "pad_token_id": 0}


def umt5(draw: Draw) -> Config:
    """Draw a umT5, whose class ties the head whatever the config says."""
    return {**t5(draw), "tie_word_embeddings": True}
