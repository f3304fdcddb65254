"""The contents of the catalogue: names and titles, one per line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from reportgen import catalog
from reportgen.errors import ReportgenError, UnknownNameError
from reportgen.glance import glance
from reportgen.loading import load_model
from reportgen.numbers import si

Row = tuple[str, ...]


def contents(kind: str, family: str | None = None) -> str:
    """Return the names of a kind of the catalogue's entries, each with what it is.

    `family` leaves only the presets of one architecture. Raises UnknownNameError if it is none.
    """
    if kind not in KINDS:
        raise ReportgenError(f"no {kind} in the catalogue yet; choose from {', '.join(KINDS)}")
    rows = list(_presets(family) if kind == "presets" else KINDS[kind]())
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths) for row in rows)


def _line(row: Row, widths: Iterable[int]) -> str:
    return "  ".join(map(str.ljust, row, widths)).rstrip() + "\n"


def _presets(family: str | None = None) -> Iterable[Row]:
    presets = {name: catalog.preset(name) for name in catalog.presets()}
    families = {said["architecture"] for said in presets.values()}
    if family and family not in families:
        raise UnknownNameError("family", family, families)
    for name, said in presets.items():
        if family in (None, said["architecture"]):
            yield name, said["architecture"], *_figures(name), said["title"]


def _figures(name: str) -> Row:
    seen = glance(load_model(name))
    return f"{si(cast(int, seen.params)):>7} params", f"{si(cast(int, seen.flops), 'FLOP'):>11}"


def _architectures() -> Iterable[Row]:
    served = dict[str, list[str]]()
    for model_type, name in catalog.model_types().items():
        served.setdefault(name, []).append(model_type)
    for name in catalog.architectures():
        yield name, ", ".join(served.get(name, "-")), catalog.architecture(name).title


def _layers() -> Iterable[Row]:
    return ((name, catalog.layer(name).title) for name in catalog.layers())


KINDS: dict[str, Callable[[], Iterable[Row]]] = {
    "presets": _presets,
    "architectures": _architectures,
    "layers": _layers,
}
