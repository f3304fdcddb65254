"""How the config.json of each family may vary: tiny values that its class takes, drawn at random.

A family's function draws the keys that its class reads. It may draw what the class refuses.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Config = dict[str, Any]
Family = Callable[["Draw"], Config]


class Draw(random.Random):
    """Random choices, in the words that the families below use."""

    def one(self, *options: Any) -> Any:
        """Return one of the options."""
        return options[self.randrange(len(options))]

    def flags(self, *keys: str) -> Config:
        """Return each key with true or false."""
        return {key: self.one(True, False) for key in keys}

    def each(self, number: int, *options: Any) -> list[Any]:
        """Return a list of so many items, each one of the options."""
        return [self.one(*options) for _ in range(number)]

    def subset(self, number: int) -> list[int]:
        """Return some of the numbers below `number`, in their order."""
        return sorted(self.sample(range(number), self.randint(0, number)))

    def maybe(self, config: Config) -> Config:
        """Return the keys or, every other time, none."""
        chosen: Config = self.one(config, {})
        return chosen


def decoder(draw: Draw) -> Config:
    """Draw a decoder in Llama's spelling, with biases that not all classes read."""
    kv, head_dim = draw.one(1, 2, 3), draw.one(8, 12, 16)
    heads = kv * draw.one(1, 2, 4)
    return {
        "vocab_size": draw.randint(50, 99),
        "hidden_size": heads * head_dim,
        "intermediate_size": 2 * draw.randint(5, 40),
        "num_hidden_layers": draw.randint(1, 7),
        "num_attention_heads": heads,
        "num_key_value_heads": kv,
        "max_position_embeddings": draw.one(64, 96),
        "pad_token_id": 0,
        **draw.flags("tie_word_embeddings"),
        **draw.maybe(draw.flags("attention_bias", "mlp_bias")),
    }


def wide(draw: Draw) -> Config:
    """Draw a decoder whose heads may be wider or narrower together than the residual stream."""
    config = decoder(draw)
    width = config["hidden_size"] // config["num_attention_heads"]
    head_dim = draw.one(width, 8, 20, 32)
    stream = draw.one(config["hidden_size"], config["num_attention_heads"] * draw.one(10, 14))
    return {**config, "head_dim": head_dim, "hidden_size": stream}


def windowed(draw: Draw) -> Config:
    """Draw a decoder with a sliding window in some of its layers, by a list or by a rule."""
    config = wide(draw)
    kinds = draw.each(config["num_hidden_layers"], "sliding_attention", "full_attention")
    return {
        **config,
        "sliding_window": draw.one(5, 12, 64),
        "layer_types": draw.one(kinds, kinds, ...),
    }


def with_experts(draw: Draw, config: Config, key: str = "num_local_experts") -> Config:
    """Draw experts, so many under `key`."""
    experts = draw.randint(2, 6)
    top = {"num_experts_per_tok": draw.randint(1, experts)}
    return {**config, **top, key: experts}


def qwen_experts(draw: Draw, config: Config) -> Config:
    """Draw the experts of a Qwen, in all blocks or in some."""
    layers = config["num_hidden_layers"]
    steps = {"decoder_sparse_step": draw.one(1, 2, 3), "mlp_only_layers": []}
    listed = {"decoder_sparse_step": 1, "mlp_only_layers": draw.subset(layers)}
    return {
        **with_experts(draw, config, "num_experts"),
        **draw.one(steps, listed),
        "moe_intermediate_size": 2 * draw.randint(3, 20),
    }


def latent(draw: Draw, experts: str = "n_routed_experts") -> Config:
    """Draw a decoder with DeepSeek's latent attention and experts."""
    config = decoder(draw)
    heads = draw.one(2, 3, 4)
    return {
        **with_experts(draw, config, experts),
        "hidden_size": draw.one(24, 40, 64),
        "num_attention_heads": heads,
        "num_key_value_heads": heads,
        "q_lora_rank": draw.one(None, 18, 24),
        "kv_lora_rank": draw.one(10, 20),
        "qk_nope_head_dim": draw.one(6, 12),
        "qk_rope_head_dim": draw.one(4, 8),
        "v_head_dim": draw.one(10, 14),
        "moe_intermediate_size": draw.randint(5, 40),
        "n_shared_experts": draw.one(1, 2, 3),
        "first_k_dense_replace": draw.randint(0, config["num_hidden_layers"] + 1),
        "n_group": 1,
        "topk_group": 1,
        "rope_scaling": ...,
    }


def mlp_types(draw: Draw, config: Config) -> Config:
    """Draw a list that says which blocks have experts, or a number of dense ones first."""
    kinds = draw.each(config["num_hidden_layers"], "sparse", "dense")
    return {**config, **draw.maybe({"mlp_layer_types": kinds})}


def classic(draw: Draw, **spelling: str) -> Config:
    """Draw a decoder of GPT-2's kind; `spelling` maps GPT-2's keys to the class's own."""
    heads = draw.one(2, 3, 4)
    width = heads * draw.one(8, 16)
    config = {
        "vocab_size": draw.randint(50, 99),
        "n_positions": draw.one(64, 96),
        "n_embd": width,
        "n_layer": draw.randint(1, 6),
        "n_head": heads,
        "n_inner": draw.one(None, 4 * width, 50, 77),
        **draw.flags("tie_word_embeddings"),
        **draw.maybe(draw.flags("is_decoder")),
    }
    return {
        spelling.get(key, key): value for key, value in config.items() if spelling.get(key) != ""
    }


def encoder(draw: Draw) -> Config:
    """Draw an encoder in BERT's spelling."""
    heads = draw.one(2, 3, 5)
    return {
        "vocab_size": draw.randint(50, 101),
        "hidden_size": heads * draw.one(4, 6, 16),
        "num_hidden_layers": draw.randint(1, 5),
        "num_attention_heads": heads,
        "intermediate_size": draw.randint(10, 40),
        "max_position_embeddings": draw.one(64, 77),
        "type_vocab_size": draw.one(1, 2, 3),
        **draw.flags("tie_word_embeddings"),
        **draw.maybe(draw.flags("is_decoder")),
    }
