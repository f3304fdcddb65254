"""The contents of the catalogue: names and titles, one per line."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportgen import catalog
from reportgen.errors import ReportgenError

Row = tuple[str, ...]


def contents(kind: str) -> str:
    """Return the names of a kind of the catalogue's entries, each with what it is."""
    if kind not in KINDS:
        raise ReportgenError(f"no {kind} in the catalogue yet; choose from {', '.join(KINDS)}")
    rows = list(KINDS[kind]())
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(_line(row, widths) for row in rows)


def _line(row: Row, widths: Iterable[int]) -> str:
    return "  ".join(map(str.ljust, row, widths)).rstrip() + "\n"


def _presets() -> Iterable[Row]:
    presets = {name: catalog.preset(name) for name in catalog.presets()}
    return ((name, said["architecture"], said["title"]) for name, said in presets.items())


def _architectures() -> Iterable[Row]:
    return ((name, catalog.architecture(name).title) for name in catalog.architectures())


def _layers() -> Iterable[Row]:
    return ((name, catalog.layer(name).title) for name in catalog.layers())


KINDS: dict[str, Callable[[], Iterable[Row]]] = {
    "presets": _presets,
    "architectures": _architectures,
    "layers": _layers,
}
