"""A starter model file: an architecture's inputs with their meanings, ready to be changed."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from reportgen import catalog
from reportgen.errors import OutputError, SpecError, UnknownNameError
from reportgen.files import write_whole
from reportgen.formula import to_text
from reportgen.model import Model, read_model
from reportgen.names import model_name_problem
from reportgen.spec import ArchitectureSpec, InputSpec


def starter(name: str, like: str) -> str:
    """Return the text of a model file called `name`, like a preset or an architecture.

    Raises SpecError for a name that cannot be a model's, UnknownNameError for an unknown `like`.
    """
    if problem := model_name_problem(name):
        raise SpecError([f"{name!r} cannot be a model's name: {problem}"])
    model = _model_like(like)
    spec = catalog.architecture(model.architecture if model else like)
    lines = [*_head(name, spec), *(_line(own, model) for own in spec.inputs), *_SCENARIO]
    return "\n".join(lines) + "\n"


def write_starter(name: str, like: str) -> Path:
    """Write a starter to NAME.toml in the current folder; raises OutputError if one is there."""
    text, path = starter(name, like), Path(f"{name}.toml")
    if path.exists():
        raise OutputError(f"{path}: there is one already; choose another name or move it away")

    def write(file: BinaryIO) -> None:
        file.write(text.encode())

    write_whole(path, write)
    return path


def _model_like(like: str) -> Model | None:
    if like in catalog.architectures():
        of_the_family = (n for n in catalog.presets() if catalog.preset(n)["architecture"] == like)
        like = next(of_the_family, like)
    if like in catalog.presets():
        return read_model({"name": like, **catalog.preset(like)}, like)
    if like in catalog.architectures():
        return None
    known = [*catalog.presets(), *catalog.architectures()]
    raise UnknownNameError("model or architecture", like, known, "'reportgen list' shows them")


def _head(name: str, spec: ArchitectureSpec) -> list[str]:
    return [
        f"# {spec.title}",
        f"# See what it gives: reportgen show {name}.toml; write it: reportgen report {name}.toml",
        f'name = "{name}"',
        f'title = "{name}"',
        f'architecture = "{spec.name}"',
        'source = "where these values come from"',
        "",
        "[inputs]",
    ]


def _line(spec: InputSpec, model: Model | None) -> str:
    """An input that follows a formula stays a comment, so that it goes on following it."""
    values = {own.name: own.value for own in model.inputs} if model else {}
    value = values.get(spec.name)
    comment = f"  # {spec.meaning} ({spec.unit})"
    if value is not None:
        return f"{spec.name} = {value}{comment}"
    if spec.default is not None:
        return f"# {spec.name} = {{ default = {to_text(spec.default)!r} }}{comment}"
    return f"{spec.name} = {int(max(spec.minimum, 1))}{comment}"


_SCENARIO = (
    "",
    "# Layers of your own, or in place of the architecture's: see 'reportgen list layers'.",
    "# [[layer]]",
    '# name = "decoder.ffn"',
    '# use = "ffn"',
    '# count = "num_layers"',
    '# with = { d_ff = "d_ff" }',
)
