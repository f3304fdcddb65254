"""How many bytes a config.json's weights have: by its quantisation, else by its type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from reportgen import catalog
from reportgen.document import shown
from reportgen.spec import InputSpec, Value

TYPES = ("torch_dtype", "dtype")
# MLX says "quantization" and often both.
QUANTISATIONS = ("quantization_config", "quantization")
FIELD = "bytes_per_value"
MOST_BITS = 32
Config = Mapping[str, Any]


def stored_as(config: Config, source: str) -> Iterator[InputSpec]:
    """Yield bytes_per_value as the config's quantisation or type says, if it says any.

    What is not known is told in the input's source.
    """
    quantised, problem = _quantisation(config)
    size, said = quantised or _type(config)
    told = "; taken as ".join(filter(None, (problem, said)))
    if told:
        spec = catalog.fields()[FIELD]
        if size is None:
            told = f"{told}; taken as {spec.source.partition(',')[0]}"
        yield spec._replace(value=size, source=f"{source}, {told}")


def _type(config: Config) -> tuple[Value | None, str]:
    types = catalog.dtypes()
    for key in TYPES:
        said = config.get(key)
        name = said.removeprefix("torch.") if isinstance(said, str) else ""
        if name in types:
            return types[name], f"{key} {name}"
        if said not in (None, "auto"):
            return None, f"{key}: unknown type {shown(said)}"
    return None, ""


def _quantisation(config: Config) -> tuple[tuple[Value, str] | None, str]:
    """Return what a weight has and where that stands, or why nobody knows."""
    for key in QUANTISATIONS:
        said = config.get(key)
        if not said:
            continue
        if found := _first_known(said):
            size, place = found
            return (size, f"{key}.{place}"), ""
        method = said.get("quant_method", said) if isinstance(said, dict) else said
        return None, f"{key}: unknown quantisation {shown(method)}"
    return None, ""


def _first_known(said: object) -> tuple[Value, str] | None:
    for place in catalog.quantisations()["places"]:
        found = [(_size(place, value), value) for value in _at(said, place.split("."))]
        known = [(size, value) for size, value in found if size is not None]
        if known:
            size, value = max(known, key=lambda each: each[0])
            return size, f"{place} {value if isinstance(value, str) else shown(value)}"
    return None


def _at(said: object, path: list[str]) -> Iterator[object]:
    """Yield what stands at a path in tables; a `*` stands for every name."""
    if not path:
        yield said
    elif isinstance(said, dict):
        first, *rest = path
        inner = said.values() if first == "*" else [said[first]] if first in said else []
        for each in inner:
            yield from _at(each, rest)


def _size(place: str, value: object) -> Value | None:
    """Return the bytes of a weight that a place's value means, nothing if it is not known."""
    if isinstance(value, bool):
        return _named(place) if value else None
    if isinstance(value, int):
        return value / 8 if 1 <= value <= MOST_BITS else None
    return _named(value) if isinstance(value, str) else None


def _named(word: str) -> Value | None:
    names: Mapping[str, Value] = catalog.quantisations()["names"]
    return names.get(re.sub(r"[^a-z0-9]", "", word.lower()))
