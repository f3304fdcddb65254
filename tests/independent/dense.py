"""What varies in the config.json of decoders with a feed-forward in every block."""

from __future__ import annotations

from tests.independent.mutations import Config, Draw, decoder, wide, windowed


def cohere(draw: Draw) -> Config:
    """Draw a Cohere, which may normalise queries and keys."""
    return {**wide(draw), **draw.flags("use_qk_norm")}


def gemma(draw: Draw) -> Config:
    """Draw a Gemma, whose queries may look ahead."""
    return {**windowed(draw), **draw.maybe(draw.flags("use_bidirectional_attention"))}


def patterned(draw: Draw) -> Config:
    """Draw a decoder with windows in all layers but every so many-th."""
    return {**gemma(draw), "sliding_window_pattern": draw.one(2, 3, 4, 6)}


def qwen(draw: Draw) -> Config:
    """Draw a Qwen with windows from one layer on, or in listed layers."""
    config = {**windowed(draw), **draw.flags("use_sliding_window")}
    return {**config, "max_window_layers": draw.one(0, 2, 4, 20)}


def stablelm(draw: Draw) -> Config:
    """Draw a StableLM."""
    flags = ("use_qkv_bias", "qk_layernorm", "use_parallel_residual")
    return {**decoder(draw), **draw.flags(*flags)}


def one_window(draw: Draw) -> Config:
    """Draw a decoder with a window in every layer or in none."""
    return {**wide(draw), "sliding_window": draw.one(None, 5, 64), "rope_scaling": ...}


def starcoder2(draw: Draw) -> Config:
    """Draw a StarCoder2."""
    return {**one_window(draw), **draw.flags("use_bias")}


def smollm3(draw: Draw) -> Config:
    """Draw a SmolLM3."""
    return {**qwen(draw), "no_rope_layer_interval": draw.one(2, 3, 4)}


def phi(draw: Draw) -> Config:
    """Draw a Phi."""
    config = draw.one(decoder, wide)(draw)
    return {**config, **draw.flags("qk_layernorm"), "partial_rotary_factor": 0.5}
