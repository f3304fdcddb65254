"""A starter model file: an architecture's inputs with their meanings, ready to be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reportgen import catalog
from reportgen.errors import OutputError, SpecError, UnknownNameError
from reportgen.families import family as family_of
from reportgen.files import write_whole
from reportgen.formula import Node, names, to_text
from reportgen.huggingface import read_config
from reportgen.inputs import resolve
from reportgen.loading import load_model, pruned
from reportgen.model import Model
from reportgen.names import model_name_problem
from reportgen.spec import ArchitectureSpec, InputSpec, Value


def starter(name: str, like: str) -> str:
    """Return the text of a model file called `name`, like a preset or an architecture.

    An architecture without a preset begins with the values of a published config, or with those
    that its class takes for missing keys. Raises SpecError for a name that cannot be a model's,
    UnknownNameError for an unknown `like`.
    """
    if problem := model_name_problem(name):
        raise SpecError([f"{name!r} cannot be a model's name: {problem}"])
    family = None if like in catalog.presets() else family_of(like)
    model, values = _model_like(family or like)
    spec = catalog.architecture(family or model.architecture)
    own = _used(model, spec)
    lines = [*_head(name, spec, values), *_left_out(own, spec), "", "[inputs]"]
    lines += _inputs(own, spec)
    return "\n".join([*lines, *_SCENARIO]) + "\n"


def write_starter(name: str, like: str) -> Path:
    """Write a starter to NAME.toml in the current folder; raises OutputError if one is there."""
    text, path = starter(name, like), Path(f"{name}.toml")
    if path.exists():
        raise OutputError(f"{path}: there is one already; choose another name or move it away")

    def write(file: BinaryIO) -> None:
        file.write(text.encode())

    write_whole(path, write)
    return path


def _model_like(like: str) -> tuple[Model, str]:
    """Return a model of the preset or architecture, and whose values it has."""
    if like in catalog.presets():
        return load_model(like), f"as {like}"
    if like not in catalog.architectures():
        known = [*catalog.presets(), *catalog.architectures()]
        raise UnknownNameError("model or architecture", like, known, "'reportgen list' shows them")
    of_the_family = (n for n in catalog.presets() if catalog.preset(n)["architecture"] == like)
    if preset := next(of_the_family, None):
        return load_model(preset), f"as {preset}"
    model_types = catalog.architecture(like).huggingface.model_types
    if not model_types:
        # What other families build on has no class; one of them shows how.
        heirs = (n for n in catalog.architectures() if catalog.architecture(n).extends == like)
        return _model_like(next(heirs))
    said = catalog.starters().get(like, {"source": "the class's defaults", "config": {}})
    config = {"model_type": model_types[0], **said["config"]}
    return read_config(config, f"catalog/starters.toml: {like}", like), str(said["source"])


def _used(model: Model, spec: ArchitectureSpec) -> Model:
    """Return the model with the architecture's own layers, and those inputs that they use.

    A class may have a head of its own; a model file would have to describe it.
    """
    kept = {call.name for call in model.spec.calls}
    calls = tuple(call for call in spec.calls if call.name in kept)
    return pruned(model._replace(spec=model.spec._replace(calls=calls), said=(), rows=None))


def _head(name: str, spec: ArchitectureSpec, values: str) -> Iterator[str]:
    yield f"# {spec.title}"
    yield f"# See what it gives: reportgen show {name}.toml; write it: reportgen report {name}.toml"
    yield f"# Values to begin with: {values}"
    yield f'name = "{name}"'
    yield f'title = "{name}"'
    yield f'architecture = "{spec.name}"'
    yield 'source = "where these values come from"'


def _left_out(model: Model, spec: ArchitectureSpec) -> Iterator[str]:
    """Yield which layers of the architecture the model lacks, if it lacks any."""
    kept = {call.name for call in model.spec.calls}
    without = [call.name for call in spec.calls if call.name not in kept]
    if without:
        listed = ", ".join(f'"{name}"' for name in without)
        yield f"without = [{listed}]  # layers that this model does not have"


def _inputs(model: Model, spec: ArchitectureSpec) -> Iterator[str]:
    """Yield a line for each input of the model that the architecture knows."""
    usual, values = {each.name: each.default for each in spec.inputs}, resolve(model).values
    for own in model.inputs:
        if own.name in usual:
            follows = own.value is None and own.default and names(own.default) <= usual.keys()
            default = own.default if follows else None
            yield _line(own, values[own.name], default, default == usual[own.name])


def _line(spec: InputSpec, value: Value, default: Node | None, is_usual: bool) -> str:
    """An input that follows the architecture's formula stays a comment, so that it follows it."""
    comment = f"  # {spec.meaning} ({spec.unit})"
    if default is None:
        return f"{spec.name} = {value}{comment}"
    formula = f'{spec.name} = {{ default = "{to_text(default)}" }}{comment}'
    return f"# {formula}" if is_usual else formula


_SCENARIO = (
    "",
    "# Layers of your own, or in place of the architecture's: see 'reportgen list layers'.",
    "# [[layer]]",
    '# name = "decoder.ffn"',
    '# use = "ffn"',
    '# count = "num_layers"',
    '# with = { d_ff = "d_ff" }',
)
