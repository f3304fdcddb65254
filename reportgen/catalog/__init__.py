"""The catalogue: layers, architectures, presets and quantities, read from the TOML files beside."""

from __future__ import annotations

import re
from functools import cache, partial
from pathlib import Path
from typing import Any

import tomli

from reportgen.catalog.shelf import entries, entries_of, file_of, files, read, stems, tables, text
from reportgen.formula import Node, parse, substitute
from reportgen.reading import (
    read_architecture,
    read_classes,
    read_constraint,
    read_input,
    read_layer,
    read_lookup,
    read_quantity,
)
from reportgen.spec import (
    ArchitectureSpec,
    ClassSet,
    Constraint,
    InputSpec,
    LayerSpec,
    LookupTable,
    Quantity,
    extend,
)

# The catalogue is too large to be parsed for each run, and tidy enough to be searched by line.
_HEADING = re.compile(r'^\[(?:"(?P<quoted>[^"]+)"|(?P<plain>[\w-]+))\]$', re.MULTILINE)
_MODEL_TYPES = re.compile(r"^model_types = \[[^\]]*\]", re.MULTILINE)


@cache
def fields() -> dict[str, InputSpec]:
    """Return the field's named inputs by name: meaning, unit, range, default."""
    return {
        name: _field(file, name, value)
        for file, said in files("inputs")
        for name, value in said.items()
    }


@cache
def definitions() -> dict[str, Node]:
    """Return the short names that any formula of a layer, quantity or condition may use."""
    return {name: parse(text) for name, text in tables("definitions.toml").items()}


@cache
def components() -> dict[str, str]:
    """Return the titles of the components by name, in the order they are shown."""
    return dict(tables("components.toml"))


@cache
def columns(table: str) -> dict[str, dict[str, Any]]:
    """Return the columns of a table that follow from its rows, each with its formula parsed.

    One that is no more than a table's name is that table's.
    """
    said = tables("columns.toml")
    own = {name: said[c][name] if isinstance(c, str) else c for name, c in said[table].items()}
    return {name: {**column, "formula": parse(column["formula"])} for name, column in own.items()}


@cache
def lookups() -> dict[str, LookupTable]:
    """Return the tables that formulas look things up in, by name."""
    return {
        name: read(file, said, partial(read_lookup, name=name))
        for file, said in files("tables")
        for name in ("".join(word.capitalize() for word in Path(file).stem.split("_")),)
    }


@cache
def constraints() -> tuple[Constraint, ...]:
    """Return the conditions that the inputs of any scenario must meet."""
    file = "constraints.toml"
    found = (read(file, said, read_constraint) for said in tables(file)["constraint"])
    return tuple(each._replace(condition=filled(each.condition)) for each in found)


@cache
def quantities() -> tuple[Quantity, ...]:
    """Return all quantities; of several with one name the first that a model can say counts."""
    return tuple(each for stem in stems("quantities") for each in _quantities(stem))


def totals() -> tuple[Quantity, ...]:
    """Return the quantities that are sums of the rows or follow from these at once."""
    return _quantities("totals")


@cache
def _quantities(stem: str) -> tuple[Quantity, ...]:
    found = (
        read(file, said, partial(read_quantity, section=stem))
        for file, said in entries_of(f"quantities/{stem}.toml", "quantity")
    )
    return tuple(each._replace(formula=filled(each.formula)) for each in found)


def filled(formula: Node) -> Node:
    """Return a formula with what its short names stand for."""
    return substitute(formula, definitions())


@cache
def taken_names() -> frozenset[str]:
    """Return in small letters what quantities and tables are called, which no input can be."""
    return table_names() | {quantity.name.lower() for quantity in quantities()}


@cache
def table_names() -> frozenset[str]:
    """Return in small letters what tables are called, which no quantity of a model can be."""
    what_ifs = (said["name"] for _, said in entries("what_ifs", "what_if"))
    return frozenset(name.lower() for name in (*what_ifs, *lookups()))


@cache
def layer(name: str) -> LayerSpec:
    """Return the layer specification called `name`."""
    file = file_of("layers", "layer", name)
    return read(file, tables(file), read_layer)


@cache
def architecture(name: str) -> ArchitectureSpec:
    """Return the architecture called `name`, with what it extends."""
    file = file_of("architectures", "architecture", name)
    said = {key: value for key, value in tables(file).items() if key != "tensors"}
    if "extends" not in said:
        return read(file, said, lambda table: read_architecture(table, name, fields()))
    base = architecture(said["extends"])
    known = fields() | {spec.name: spec for spec in base.inputs}
    return extend(base, read(file, said, lambda table: read_architecture(table, name, known)))


@cache
def class_set(name: str) -> ClassSet:
    """Return the set of classes called `name`, with those of the set that it extends."""
    said = {key: value for key, value in _class_set(name).items() if key != "tensors"}
    base = class_set(said.pop("extends")) if "extends" in said else ClassSet()
    return read(f"classes/{name}.toml", said, lambda table: read_classes(table, base))


@cache
def tensors(name: str) -> dict[str, Any]:
    """Return how checkpoints of the architecture called `name` name the tensors of its rows."""
    classes = architecture(name).huggingface.classes
    return {**_tensors_of_classes(classes), **_tensors(name)}


def _tensors(name: str) -> dict[str, Any]:
    said = tables(file_of("architectures", "architecture", name))
    own = dict(said.get("tensors", {}))
    base = own.pop("like", said.get("extends"))
    return {**_tensors(base), **own} if base else own


def _tensors_of_classes(name: str) -> dict[str, Any]:
    if not name:
        return {}
    said = _class_set(name)
    return {**_tensors_of_classes(said.get("extends", "")), **said.get("tensors", {})}


def _class_set(name: str) -> dict[str, Any]:
    return tables(file_of("classes", "set of classes", name))


@cache
def checkpoints() -> dict[str, Any]:
    """Return what is known of any checkpoint's tensors, whatever the family."""
    return dict(tables("checkpoints.toml"))


@cache
def starters() -> dict[str, dict[str, Any]]:
    """Return published configs by architecture, of families whose classes default too little."""
    return dict(tables("starters.toml"))


@cache
def sections() -> dict[str, dict[str, str]]:
    """Return the parts of a report that go beyond the count: a title and a lead of each."""
    return dict(tables("sections.toml"))


def conventions() -> tuple[str, ...]:
    """Return in words what is counted how."""
    return tuple(tables("conventions.toml")["lines"])


@cache
def answers() -> list[dict[str, Any]]:
    """Return the questions that every report answers, and the answers' texts."""
    return list(tables("answers.toml")["answer"])


@cache
def model_types() -> dict[str, str]:
    """Return for each model_type of config.json files the architecture that it is counted by."""
    lines = {
        name: _MODEL_TYPES.search(text(f"architectures/{name}.toml")) for name in architectures()
    }
    return {
        model_type: name
        for name, line in lines.items()
        if line
        for model_type in tomli.loads(line[0])["model_types"]
    }


@cache
def wrappers() -> dict[str, dict[str, Any]]:
    """Return what is known of multimodal families by their model_types: the language model's."""
    return dict(tables("wrappers.toml"))


@cache
def dtypes() -> dict[str, float]:
    """Return the bytes of one stored value by the names that config.json files use."""
    return dict(tables("dtypes.toml"))


@cache
def quantisations() -> dict[str, Any]:
    """Return where configs say how their weights are quantised, and the bytes by what they say."""
    return dict(tables("quantisations.toml"))


def layers() -> list[str]:
    """Return the names of all layer specifications."""
    return stems("layers")


def architectures() -> list[str]:
    """Return the names of all architectures."""
    return stems("architectures")


@cache
def presets() -> dict[str, str]:
    """Return the file of every preset by its name; only their headings are read."""
    return {
        heading["quoted"] or heading["plain"]: f"presets/{stem}.toml"
        for stem in stems("presets")
        for heading in _HEADING.finditer(text(f"presets/{stem}.toml"))
    }


def preset(name: str) -> dict[str, Any]:
    """Return what the catalogue says of the preset called `name`."""
    return dict(tables(presets()[name])[name])


def document(architecture: str) -> dict[str, Any] | None:
    """Return the worked answer that is about models of an architecture, if there is one."""
    known = architecture in stems("documents")
    return tables(f"documents/{architecture}.toml") if known else None


def _field(file: str, name: str, said: dict[str, Any]) -> InputSpec:
    if "choices_of" in said:
        table, column = said["choices_of"].split(".")
        said = {**said, "choices": list(lookups()[table].columns[column])}
    return read(file, said, lambda table: read_input(table, name, InputSpec(name)))
