"""The names of tensors: which row of a model a tensor of a checkpoint belongs to.

An architecture's `[tensors]` table gives each row the name its tensors have in checkpoints, by the
row's name (`q_proj`) or, where two layers name theirs differently, with the layer's
(`decoder.attention_norm.gain`). In a name

    {}          stands for the index of a layer, an expert or the like;
    a + b       shares the row out among tensors of both names;
    a & b       says that each tensor of the row is cut in equal parts, one below the other, with
                a name each;
    ^T          at the end says that a matrix is kept as (k, n), not (n, k) as most are.

A list of names gives alternatives. Rows of one name are kept in one tensor, one after the other.
`{ name = ..., values = ... }` says how many values a tensor holds where it is a part of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen import catalog
from reportgen.formula import Node, parse

_INDEX = re.compile(r"(?<=\.)\d+(?=\.)")
TRANSPOSED = "^T"


@dataclass(frozen=True)
class TensorName:
    """The name that tensors of a row have, and how they keep it: whole, or one of `parts`."""

    text: str
    transposed: bool = False
    values: Node | None = None
    parts: int = 1

    @property
    def places(self) -> int:
        """Return how many indices the name has."""
        return self.text.count("{}")


Alternatives = tuple[tuple[TensorName, ...], ...]


def names_of(architecture: str, row: str, part: str = "") -> Alternatives:
    """Return the names of a row's tensors, or of the biases that belong to them, if any is known.

    A bias is named as its matrix is, and as the gain beside it, unless the table says otherwise.
    """
    table = catalog.tensors(architecture)
    said = _said(table, f"{row}.{part}" if part else row)
    if said is None and part:
        said = _said(table, row)
        return tuple(tuple(map(_bias, names)) for names in _read(said))
    if said is None and row.endswith(".bias"):
        return names_of(architecture, row.removesuffix("bias") + "gain", "bias")
    return _read(said)


def _said(table: Mapping[str, Any], row: str) -> Any:
    return table.get(row, table.get(row.rpartition(".")[2]))


def _read(said: Any) -> Alternatives:
    if said is None:
        return ()
    alternatives = said if isinstance(said, list) else [said]
    return tuple(tuple(_names(each)) for each in alternatives)


def _names(said: Any) -> Iterator[TensorName]:
    if isinstance(said, dict):
        yield TensorName(said["name"], values=parse(said["values"]))
        return
    parts = said.count(" & ") + 1
    for text in said.replace(" & ", " + ").split(" + "):
        yield TensorName(text.removesuffix(TRANSPOSED), text.endswith(TRANSPOSED), parts=parts)


def _bias(name: TensorName) -> TensorName:
    stem, dot, last = name.text.rpartition(".")
    text = f"{stem}{dot}bias" if last == "weight" else f"{name.text}_bias"
    return TensorName(text, parts=name.parts)


def template(name: str) -> str:
    """Return a tensor's name with `{}` for each index in it."""
    return _INDEX.sub("{}", name)


def indices(name: str, tensor: str) -> tuple[int, ...]:
    """Return the indices that a tensor has where the name has `{}`."""
    pairs = zip(reversed(name.split(".")), reversed(tensor.split(".")), strict=False)
    return tuple(int(index) for part, index in pairs if part == "{}")[::-1]


class NameBook:
    """The names that a model's tensors may have, to be looked up by those of a file."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name in dict.fromkeys(names):
            for form in _forms(name):
                self._names.setdefault(template(form), []).append((form, name))

    def find(self, tensor: str) -> str | None:
        """Return the name that the tensor has, whatever prefix it begins with, or None."""
        for form in _forms(_modern(tensor)):
            for known, name in self._names.get(template(form), ()):
                if _fits(known, form):
                    return name
        return None


def _forms(name: str) -> Iterator[str]:
    """Yield the name, then without the prefixes that it has, one after the other."""
    yield name
    for prefix in catalog.checkpoints()["prefixes"]:
        if name.startswith(prefix):
            yield from _forms(name[len(prefix) :])
            return


def _modern(tensor: str) -> str:
    for old, new in catalog.checkpoints()["endings"].items():
        if tensor.endswith(old):
            return tensor.removesuffix(old) + str(new)
    return tensor


def _fits(name: str, tensor: str) -> bool:
    pairs = zip(name.split("."), tensor.split("."), strict=True)
    return all(part in (own, "{}") for part, own in pairs)
