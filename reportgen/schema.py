"""The JSON Schema of a model file, drawn from the very functions that read and check one.

A `Sketch` stands in for a document: it answers every question with something harmless and notes
what was asked. The readers run over it twice, once as if every optional key were there and once as
if none were, so that both sides of their choices are seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from reportgen import catalog
from reportgen.document import Table
from reportgen.formula import Node, parse
from reportgen.model import read_table
from reportgen.spec import InputSpec

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANY_NAME = "any_name"
DEEPEST = 4
Schema = dict[str, Any]
_FORMULA: Schema = {
    "type": ["string", "integer"],
    "description": "a formula over names, such as '2 * d_model', or a whole number",
}
_VALUE: Schema = {"type": ["number", "string", "boolean"]}
_INPUT: Schema = {"$ref": "#/$defs/input"}


def model_schema() -> Schema:
    """Return the JSON Schema that editors check and complete model files with."""
    full, bare = Sketch(True), Sketch(False)
    for sketch in (full, bare):
        read_table(sketch)
    schema = _merged(full.schema(), bare.schema())
    inputs = schema["properties"]["inputs"]
    value, inputs["additionalProperties"] = inputs["additionalProperties"], _INPUT
    inputs["properties"] = {n: {**_INPUT, **_described(s)} for n, s in catalog.fields().items()}
    schema["properties"]["architecture"]["enum"] = catalog.architectures()
    title = "A model file of reportgen"
    return {"$schema": DIALECT, "title": title, **schema, "$defs": {"input": value}}


class Sketch(Table):
    """A document that is only asked: every key that a reader asks for is noted with its kind."""

    def __init__(self, complete: bool, depth: int = 0) -> None:
        super().__init__({}, "", [])
        self._complete, self._depth = complete, depth
        self._asked_for: dict[str, Schema] = {}
        self._required: list[str] = []
        self._sketches: dict[str, Sketch] = {}

    def schema(self) -> Schema:
        """Return what was asked for as a JSON Schema."""
        found = dict(self._asked_for)
        for key, inner in self._sketches.items():
            is_list = found[key].get("type") == "array"
            found[key] = {"type": "array", "items": inner.schema()} if is_list else inner.schema()
        others = found.pop(ANY_NAME, False)
        required = {"required": self._required} if self._required else {}
        return {
            "type": "object",
            "properties": found,
            "additionalProperties": others,
            **required,
        }

    def has(self, key: str) -> bool:  # noqa: ARG002  the question matters, not the answer
        """Tell that the key is there, or that none is."""
        return self._complete

    def text(self, key: str, default: str | None = None) -> str:
        """Note a text."""
        self._note(key, {"type": "string"}, required=default is None)
        return default or "text"

    def formula(self, key: str, default: str | None = None) -> Node:
        """Note a formula."""
        self._note(key, _FORMULA, required=default is None and not self._complete)
        return parse(default or "1")

    def parsed(self, value: object, key: str) -> Node:  # noqa: ARG002
        """Note a formula whose key may be any name."""
        self._note(key, _FORMULA)
        return parse("1")

    def flag(self, key: str, default: bool = False) -> bool:
        """Note a true or false."""
        self._note(key, {"type": "boolean", "default": default})
        return True

    def number(self, key: str, default: float | None = None) -> float:
        """Note a number."""
        self._note(key, {"type": "number"}, required=default is None)
        return default or 1

    def texts(self, key: str) -> tuple[str, ...]:
        """Note a list of texts."""
        self._note(key, {"type": "array", "items": {"type": "string"}})
        return ()

    def raw(self, key: str, default: object = None) -> Any:
        """Note something that is a list of formulas or a plain value."""
        is_shape = key == "shape"
        self._note(key, {"type": "array", "items": _FORMULA} if is_shape else _VALUE)
        return ["1"] if is_shape else default

    def table(self, key: str) -> Table:
        """Note a table, and what is asked of it."""
        return self._below(key, {"type": "object"})

    def tables(self, key: str) -> list[Table]:
        """Note an array of tables, and what is asked of each."""
        return [self._below(key, {"type": "array"})] if self._depth < DEEPEST else []

    def items(self) -> Iterator[tuple[str, Any]]:
        """Note that any name may stand here, with a value or a table."""
        self._note(ANY_NAME, _VALUE)
        yield ANY_NAME, {} if self._complete else 1

    def finish(self) -> None:
        """Take every key as known."""

    def _note(self, key: str, kind: Schema, required: bool = False) -> None:
        self._asked_for.setdefault(key, dict(kind))
        if required and key not in self._required:
            self._required.append(key)

    def _below(self, key: str, kind: Schema) -> Sketch:
        self._note(key, kind)
        self._asked_for[key] = kind
        return self._sketches.setdefault(key, Sketch(self._complete, self._depth + 1))


def _merged(full: Schema, bare: Schema) -> Schema:
    """Return what either run asked for; only what both require is required."""
    if full.get("type") == bare.get("type") == "array" and "items" in full:
        return {
            **full,
            "items": _merged(full["items"], cast(Schema, bare.get("items", full["items"]))),
        }
    if full.get("type") != "object" or bare.get("type") != "object":
        return full if full == bare else {"anyOf": [full, bare]}
    keys = {**full["properties"], **bare["properties"]}
    properties = {key: _merged_key(key, full, bare) for key in keys}
    required = [key for key in full.get("required", ()) if key in bare.get("required", ())]
    merged = {
        "type": "object",
        "properties": properties,
        "additionalProperties": _others(full, bare),
    }
    return {**merged, "required": required} if required else merged


def _merged_key(key: str, full: Schema, bare: Schema) -> Schema:
    found: list[Schema] = [s["properties"][key] for s in (full, bare) if key in s["properties"]]
    return found[0] if len(found) == 1 else _merged(*found)


def _others(full: Schema, bare: Schema) -> Schema | bool:
    found = [side.get("additionalProperties") for side in (full, bare)]
    kinds: list[Schema] = [kind for kind in found if kind]
    if not kinds:
        return False
    return kinds[0] if len(kinds) == 1 or kinds[0] == kinds[1] else {"anyOf": kinds}


def _described(spec: InputSpec) -> Schema:
    return {"description": f"{spec.meaning} ({spec.unit})"}
