"""The catalogue's files, and how what they say is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from reportgen.document import Table, read_toml
from reportgen.errors import SpecError, UnknownNameError

FOLDER = Path(__file__).parent
T = TypeVar("T")


def entries(folder: str, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every `[[kind]]` of the files in a folder of the catalogue, with its file."""
    for stem in stems(folder):
        yield from entries_of(f"{folder}/{stem}.toml", kind)


def entries_of(file: str, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every `[[kind]]` of a file of the catalogue, with the file.

    One that has `variants` is yielded for each of them, its `{words}` filled in; several can share
    variants by their name in the file's `[variants]`.
    """
    named = tables(file).get("variants", {})
    for said in tables(file).get(kind, ()):
        plain = {key: value for key, value in said.items() if key != "variants"}
        variants = said.get("variants", ({},))
        for words in named[variants] if isinstance(variants, str) else variants:
            yield file, {key: _filled(value, words) for key, value in plain.items()}


def _filled(value: Any, words: dict[str, str]) -> Any:
    for name, word in words.items() if isinstance(value, str) else ():
        value = value.replace(f"{{{name}}}", word)
    return value


def files(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what every file of a folder of the catalogue says, with its name."""
    for stem in stems(folder):
        yield f"{folder}/{stem}.toml", tables(f"{folder}/{stem}.toml")


def text(file: str) -> str:
    """Return the text of a file of the catalogue."""
    return (FOLDER / file).read_text("utf-8")


@cache
def tables(file: str) -> dict[str, Any]:
    """Return what a file of the catalogue says."""
    return read_toml(FOLDER / file)


@cache
def stems(folder: str) -> list[str]:
    """Return the names of the files in a folder of the catalogue."""
    return sorted(path.stem for path in (FOLDER / folder).glob("*.toml"))


def file_of(folder: str, kind: str, name: str) -> str:
    """Return the file of something by name; raises UnknownNameError with the nearest."""
    if name not in stems(folder):
        raise UnknownNameError(kind, name, stems(folder))
    return f"{folder}/{name}.toml"


def read(file: str, said: dict[str, Any], reader: Callable[[Table], T]) -> T:
    """Return what `reader` makes of what a file says; raises SpecError, a line per fault."""
    faults: list[str] = []
    result = reader(Table(said, f"catalog/{file}", faults))
    if faults:
        raise SpecError(faults)
    return result
