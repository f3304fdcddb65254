"""Small models that tests write inline."""

from typing import Any

from reportgen.model import Model, read_model

TINY: dict[str, Any] = {
    "name": "tiny",
    "architecture": "llama",
    "source": "made up for a test",
    "inputs": {
        "vocab_size": 10,
        "context_length": 6,
        "num_layers": 3,
        "d_model": 8,
        "num_heads": 4,
        "num_kv_heads": 2,
        "d_ff": 20,
    },
}


def model(**changes: Any) -> Model:
    """Return the tiny model, with top-level keys changed."""
    return read_model({**TINY, **changes}, "tiny.toml")


def tiny(**inputs: Any) -> Model:
    """Return the tiny model with inputs changed or added."""
    return model(inputs={**TINY["inputs"], **inputs})


def own(*layers: dict[str, Any], **inputs: Any) -> Model:
    """Return a model made of inline layers."""
    said = {"name": "own", "layer": list(layers), "inputs": {"context_length": 4, **inputs}}
    return read_model(said, "own.toml")
