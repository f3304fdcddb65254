"""The contents of the catalogue: names and titles, one per line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import cast

from reportgen import catalog
from reportgen.errors import UnknownNameError
from reportgen.families import family as family_of
from reportgen.glance import glance
from reportgen.listing.columns import texts
from reportgen.listing.grid import fitted
from reportgen.listing.tables import cells
from reportgen.listing.window import PIPE, Window
from reportgen.loading import load_model
from reportgen.numbers import si

Row = tuple[str, ...]
FULL = 1_000


def contents(kind: str, family: str | None = None, window: Window = PIPE) -> str:
    """Return the names of a kind of the catalogue's entries, each with what it is.

    `family` leaves only the presets of one architecture, by its name or a model_type; a line
    says so if it has none. Raises UnknownNameError for one that is not known.
    """
    if family and not list(_presets(family)):
        start = f"'reportgen new-model NAME --like {family}' writes a model file to start from"
        return f"no preset is of the family {family}; {start}\n"
    rows = list(_presets(family) if kind == "presets" else KINDS[kind]())
    columns = zip(cells(rows, window), PLACES[kind], strict=True)
    found = fitted([texts(each, least, rank) for each, (least, rank) in columns], window)
    return "".join(f"{line}\n" for line in found.lines)


def _presets(family: str | None = None) -> Iterable[Row]:
    wanted = family_of(family) if family else None
    if family and not wanted:
        known = [*catalog.architectures(), *catalog.model_types()]
        raise UnknownNameError("family", family, known, "'reportgen list architectures' shows them")
    for name in catalog.presets():
        said = catalog.preset(name)
        if wanted in (None, said["architecture"]):
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


def _hardware() -> Iterable[Row]:
    table = catalog.lookups()["Accelerators"]
    for row in range(len(table.columns["accelerator"])):
        said = {column: values[row] for column, values in table.columns.items()}
        figures = (_figure(said[column], table.units[column], of) for column, of in SHOWN.items())
        yield str(said["accelerator"]), *figures, str(said["status"]), str(said["name"])


def _figure(value: int | Fraction | str, unit: str, of: str) -> str:
    return f"{float(value):>7,.4g} {unit}{of}" if value else f"{'-':>7}"


# The columns of the table that are listed, and what each is of where its unit does not tell.
SHOWN = {
    "dense_bf16": " bf16",
    "dense_fp16": " fp16",
    "dense_fp8": " fp8",
    "memory": "",
    "bandwidth": "",
    "link_bandwidth": " link",
    "power": "",
}
# How much of each column is shown at least, and its rank: a higher one is left out first.
PLACES: dict[str, Sequence[tuple[int, int]]] = {
    "presets": [(FULL, 0), (FULL, 3), (FULL, 1), (FULL, 2), (12, 4)],
    "architectures": [(FULL, 0), (12, 1), (30, 0)],
    "layers": [(FULL, 0), (20, 0)],
    "hardware": [(FULL, each) for each in (0, 0, 6, 2, 0, 1, 5, 3, 4, 7)],
}
KINDS: dict[str, Callable[[], Iterable[Row]]] = {
    "presets": _presets,
    "architectures": _architectures,
    "layers": _layers,
    "hardware": _hardware,
}
