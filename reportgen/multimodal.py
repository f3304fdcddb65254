"""The language model of a multimodal config.json, which stands in a table of its own inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen import catalog

INNER_CONFIGS = ("text_config", "llm_config", "language_config", "thinker_config")
# What a multimodal config may say outside of its language model and still mean it.
OUTER_KEYS = ("architectures", "torch_dtype", "dtype", "tie_word_embeddings", "quantization_config")
TIED = "tie_word_embeddings"
Config = Mapping[str, Any]


def language_model(config: Config) -> Config:
    """Return the part of a multimodal config that describes its language model, or all of it."""
    known = catalog.model_types()
    for key in INNER_CONFIGS:
        inner = config.get(key)
        if not inner or not isinstance(inner, dict):
            continue
        found = _inside(config, inner)
        if _family(config) not in known or _family(found) in known:
            return language_model(found)
    return config


def _family(config: Config) -> str:
    said = config.get("model_type")
    return said if isinstance(said, str) else ""


def _inside(config: Config, inner: Config) -> Config:
    """Return a language model's config with what the config around it says of it."""
    about = catalog.wrappers().get(_family(config), {})
    outer = {key: config[key] for key in OUTER_KEYS if key in config}
    found = {**outer, **inner}
    if found.get("model_type") is None and "text" in about:
        found["model_type"] = about["text"]
    return _tied(found, inner, outer, about.get("tied_by", ""))


def _tied(found: dict[str, Any], inner: Config, outer: Config, tied_by: str) -> Config:
    """Return the language model's config, tied or not as the family's class decides."""
    if tied_by == "outer" and outer.get(TIED) is not None:
        found[TIED] = outer[TIED]
    elif tied_by == "either" and outer.get(TIED) is True:
        found[TIED] = True
    elif tied_by == "inner":
        found[TIED] = inner.get(TIED)
    elif tied_by == "none":
        found[TIED] = False
    return found
