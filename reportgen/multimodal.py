"""The language model of a multimodal config.json, which stands in a table of its own inside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen import catalog

INNER_CONFIGS = ("text_config", "llm_config", "language_config", "thinker_config")
# What a multimodal config may say outside of its language model and still mean it.
LABELS = ("id2label", "label2id", "num_labels")
OUTER_KEYS = (
    *("architectures", "torch_dtype", "dtype", "tie_word_embeddings", "quantization_config"),
    *LABELS,
)
ENCODER = "Model"
TIED = "tie_word_embeddings"
# What else a multimodal config may describe, and what that is called.
TOWERS = {
    "vision_config": "vision tower and projector",
    "vision_model_config": "vision tower and projector",
    "vision_tower_config": "vision tower and projector",
    "img_processor": "vision tower and projector",
    "audio_config": "audio tower and projector",
    "speech_config": "audio tower and projector",
    "audio_encoder_config": "audio tower and projector",
    "qformer_config": "query transformer",
    "talker_config": "talker",
}
Config = Mapping[str, Any]


def language_model(config: Config) -> Config:
    """Return the part of a multimodal config that describes its language model, or all of it.

    Two towers of equal rank, as CLIP's, are no language model with others: they stay as they are.
    """
    known = catalog.model_types()
    for key in INNER_CONFIGS:
        inner = config.get(key)
        if not inner or not isinstance(inner, dict):
            continue
        found = language_model(_inside(config, inner))
        outer = _family(config)
        if _family(found) in known and (outer in catalog.wrappers() or _writes(found)):
            return found
        if outer in catalog.wrappers() or not outer:
            return found
    return config


def remark(config: Config) -> tuple[str, ...]:
    """Return the note of a model that is but a part of what its config describes, if it is."""
    parts = [word for key, word in TOWERS.items() if config.get(key)]
    said = [config[key] for key in INNER_CONFIGS if isinstance(config.get(key), dict)]
    parts += [part for inner in said for key, part in TOWERS.items() if inner.get(key)]
    if not parts and language_model(config) is config:
        return ()
    others = " and ".join(dict.fromkeys(parts)) or "other parts"
    return (f"Of a {_whole(config)} only the language model is counted, not its {others}.",)


def _whole(config: Config) -> str:
    """Return what a config calls the whole model: its class, else its family."""
    said = config.get("architectures")
    name = said[0] if isinstance(said, list) and said else said
    return name if isinstance(name, str) and name.isidentifier() else _family(config) or "model"


def _writes(config: Config) -> bool:
    """Tell whether a known family writes text: an encoder alone is half of a pair like CLIP."""
    spec = catalog.architecture(catalog.model_types()[_family(config)])
    return catalog.class_set(spec.huggingface.classes).default != ENCODER


def _family(config: Config) -> str:
    said = config.get("model_type")
    return said if isinstance(said, str) else ""


def _inside(config: Config, inner: Config) -> Config:
    """Return a language model's config with what the config around it says of it."""
    about = catalog.wrappers().get(_family(config), {})
    outer = {key: config[key] for key in OUTER_KEYS if config.get(key) is not None}
    # Labels are the whole model's; a config that is saved in full has a default inside.
    found = {**inner, **{key: outer[key] for key in outer if inner.get(key) is None}}
    if any(key in outer for key in LABELS):
        found = {key: found[key] for key in found if key not in LABELS}
        found.update({key: outer[key] for key in LABELS if key in outer})
    for key, value in about.get("says", {}).items():
        if found.get(key) is None:
            found[key] = value
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
