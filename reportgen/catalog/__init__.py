"""The catalogue: layers, architectures, presets and quantities, read from the TOML files beside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from reportgen.document import Table, read_toml
from reportgen.errors import SpecError, UnknownNameError
from reportgen.formula import Node, parse
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

FOLDER = Path(__file__).parent
T = TypeVar("T")
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
    """Return the short names that any formula of a layer may use."""
    return {name: parse(text) for name, text in _tables("definitions.toml").items()}


@cache
def components() -> dict[str, str]:
    """Return the titles of the components by name, in the order they are shown."""
    return dict(_tables("components.toml"))


@cache
def columns(table: str) -> dict[str, dict[str, Any]]:
    """Return the columns of a table that follow from its rows, each with its formula parsed."""
    said = _tables("columns.toml")[table]
    return {name: {**column, "formula": parse(column["formula"])} for name, column in said.items()}


@cache
def lookups() -> dict[str, LookupTable]:
    """Return the tables that formulas look things up in, by name."""
    return {
        name: _read(file, said, partial(read_lookup, name=name))
        for file, said in files("tables")
        for name in ("".join(word.capitalize() for word in Path(file).stem.split("_")),)
    }


@cache
def constraints() -> tuple[Constraint, ...]:
    """Return the conditions that the inputs of any scenario must meet."""
    file = "constraints.toml"
    return tuple(_read(file, said, read_constraint) for said in _tables(file)["constraint"])


@cache
def quantities() -> tuple[Quantity, ...]:
    """Return all quantities; of several with one name the first that a model can say counts."""
    return tuple(
        _read(file, said, partial(read_quantity, section=Path(file).stem))
        for file, said in entries("quantities", "quantity")
    )


@cache
def taken_names() -> frozenset[str]:
    """Return in small letters what quantities and tables are called, which no input can be."""
    what_ifs = (said["name"] for _, said in entries("what_ifs", "what_if"))
    found = (*(quantity.name for quantity in quantities()), *what_ifs, *lookups())
    return frozenset(name.lower() for name in found)


@cache
def layer(name: str) -> LayerSpec:
    """Return the layer specification called `name`."""
    file = _file("layers", "layer", name)
    return _read(file, _tables(file), read_layer)


@cache
def architecture(name: str) -> ArchitectureSpec:
    """Return the architecture called `name`, with what it extends."""
    file = _file("architectures", "architecture", name)
    said = {key: value for key, value in _tables(file).items() if key != "tensors"}
    if "extends" not in said:
        return _read(file, said, lambda table: read_architecture(table, name, fields()))
    base = architecture(said["extends"])
    known = fields() | {spec.name: spec for spec in base.inputs}
    return extend(base, _read(file, said, lambda table: read_architecture(table, name, known)))


@cache
def class_set(name: str) -> ClassSet:
    """Return the set of classes called `name`, with those of the set that it extends."""
    said = {key: value for key, value in _class_set(name).items() if key != "tensors"}
    base = class_set(said.pop("extends")) if "extends" in said else ClassSet()
    return _read(f"classes/{name}.toml", said, lambda table: read_classes(table, base))


@cache
def tensors(name: str) -> dict[str, Any]:
    """Return how checkpoints of the architecture called `name` name the tensors of its rows."""
    classes = architecture(name).huggingface.classes
    return {**_tensors_of_classes(classes), **_tensors(name)}


def _tensors(name: str) -> dict[str, Any]:
    said = _tables(_file("architectures", "architecture", name))
    own = dict(said.get("tensors", {}))
    base = own.pop("like", said.get("extends"))
    return {**_tensors(base), **own} if base else own


def _tensors_of_classes(name: str) -> dict[str, Any]:
    if not name:
        return {}
    said = _class_set(name)
    return {**_tensors_of_classes(said.get("extends", "")), **said.get("tensors", {})}


def _class_set(name: str) -> dict[str, Any]:
    return _tables(_file("classes", "set of classes", name))


@cache
def checkpoints() -> dict[str, Any]:
    """Return what is known of any checkpoint's tensors, whatever the family."""
    return dict(_tables("checkpoints.toml"))


@cache
def starters() -> dict[str, dict[str, Any]]:
    """Return published configs by architecture, of families whose classes default too little."""
    return dict(_tables("starters.toml"))


@cache
def sections() -> dict[str, dict[str, str]]:
    """Return the parts of a report that go beyond the count: a title and a lead of each."""
    return dict(_tables("sections.toml"))


def memory_parts() -> dict[str, Any]:
    """Return what fills the memory of a device, part by part."""
    return _tables("memory_parts.toml")


def conventions() -> tuple[str, ...]:
    """Return in words what is counted how."""
    return tuple(_tables("conventions.toml")["lines"])


@cache
def answers() -> list[dict[str, Any]]:
    """Return the questions that every report answers, and the answers' texts."""
    return list(_tables("answers.toml")["answer"])


@cache
def model_types() -> dict[str, str]:
    """Return for each model_type of config.json files the architecture that it is counted by."""
    lines = {
        name: _MODEL_TYPES.search(_text(f"architectures/{name}.toml")) for name in architectures()
    }
    return {
        model_type: name
        for name, line in lines.items()
        if line
        for model_type in tomllib.loads(line[0])["model_types"]
    }


@cache
def wrappers() -> dict[str, dict[str, Any]]:
    """Return what is known of multimodal families by their model_types: the language model's."""
    return dict(_tables("wrappers.toml"))


@cache
def dtypes() -> dict[str, float]:
    """Return the bytes of one stored value by the names that config.json files use."""
    return dict(_tables("dtypes.toml"))


@cache
def quantisations() -> dict[str, Any]:
    """Return where configs say how their weights are quantised, and the bytes by what they say."""
    return dict(_tables("quantisations.toml"))


def layers() -> list[str]:
    """Return the names of all layer specifications."""
    return _stems("layers")


def architectures() -> list[str]:
    """Return the names of all architectures."""
    return _stems("architectures")


@cache
def presets() -> dict[str, str]:
    """Return the file of every preset by its name; only their headings are read."""
    return {
        heading["quoted"] or heading["plain"]: f"presets/{stem}.toml"
        for stem in _stems("presets")
        for heading in _HEADING.finditer(_text(f"presets/{stem}.toml"))
    }


def preset(name: str) -> dict[str, Any]:
    """Return what the catalogue says of the preset called `name`."""
    return dict(_tables(presets()[name])[name])


def document(architecture: str) -> dict[str, Any] | None:
    """Return the worked answer that is about models of an architecture, if there is one."""
    known = architecture in _stems("documents")
    return _tables(f"documents/{architecture}.toml") if known else None


def entries(folder: str, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every `[[kind]]` of the files in a folder of the catalogue, with its file."""
    for stem in _stems(folder):
        file = f"{folder}/{stem}.toml"
        for said in _tables(file).get(kind, ()):
            yield file, said


def files(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what every file of a folder of the catalogue says, with its name."""
    for stem in _stems(folder):
        yield f"{folder}/{stem}.toml", _tables(f"{folder}/{stem}.toml")


def _text(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")


@cache
def _tables(file: str) -> dict[str, Any]:
    return read_toml(FOLDER / file)


@cache
def _stems(folder: str) -> list[str]:
    return sorted(path.stem for path in (FOLDER / folder).glob("*.toml"))


def _field(file: str, name: str, said: dict[str, Any]) -> InputSpec:
    if "choices_of" in said:
        table, column = said["choices_of"].split(".")
        said = {**said, "choices": list(lookups()[table].columns[column])}
    return _read(file, said, lambda table: read_input(table, name, InputSpec(name)))


def _file(folder: str, kind: str, name: str) -> str:
    if name not in _stems(folder):
        raise UnknownNameError(kind, name, _stems(folder))
    return f"{folder}/{name}.toml"


def _read(file: str, said: dict[str, Any], read: Callable[[Table], T]) -> T:
    faults: list[str] = []
    result = read(Table(said, f"catalog/{file}", faults))
    if faults:
        raise SpecError(faults)
    return result
