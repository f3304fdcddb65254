"""Small models that tests write inline."""

from typing import Any

from reportgen import catalog
from reportgen.model import Model, read_model

# The shapes and models that the project began with.
CORE = (
    *("cs336-gpt2-small", "cs336-gpt2-medium", "cs336-gpt2-large", "cs336-gpt2-xl"),
    *("gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl"),
    *("llama-2-7b", "llama-3-8b", "llama-3-70b", "mistral-7b-v0.1", "mixtral-8x7b"),
)


def one_per_architecture() -> list[str]:
    """Return one preset of every architecture that has any."""
    found = {catalog.preset(name)["architecture"]: name for name in reversed(catalog.presets())}
    return sorted(found.values())


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
