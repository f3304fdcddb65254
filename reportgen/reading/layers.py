"""How layer specifications are read."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reportgen.document import Table, shown
from reportgen.formula import Node
from reportgen.names import LONGEST_NAME
from reportgen.spec import (
    KEPT,
    SPLITS,
    ActivationSpec,
    CacheSpec,
    LayerCall,
    LayerSpec,
    MatmulSpec,
    ParameterSpec,
)

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def read_layer(table: Table) -> LayerSpec:
    """Return the layer specification that `table` holds."""
    spec = LayerSpec(
        title=table.text("title", ""),
        source=table.text("source", ""),
        parameters=_parameters(table.table("parameters")),
        derived=read_formulas(table.table("derived")),
        matmuls=tuple(_matmul(inner) for inner in table.tables("matmul")),
        others=tuple(_other(inner) for inner in table.tables("parameter")),
        activations=tuple(_activation(inner) for inner in table.tables("activation")),
        caches=tuple(_cache(inner) for inner in table.tables("cache")),
        calls=tuple(read_call(inner) for inner in table.tables("layer")),
    )
    table.text("meaning", "")
    table.finish()
    return spec


def read_call(table: Table) -> LayerCall:
    """Return a `[[layer]]`: the use of a catalogue layer, or a layer written out inline."""
    name = table.text("name", "")
    count = table.formula("count", "1")
    place = ": ".join(filter(None, (table.file, ".".join(table.path))))
    if table.has("use"):
        arguments = read_formulas(table.table("with"))
        call = LayerCall(name, table.text("use"), count, arguments, place)
        table.finish()
        return call
    spec = read_layer(table)
    if not (spec.matmuls or spec.others or spec.calls):
        table.fault("a layer needs 'use', [[matmul]] or [[parameter]] entries")
    if not name:
        table.fault("missing", "name")
    return LayerCall(name, spec, count, {}, place)


def read_formulas(table: Table) -> dict[str, Node]:
    """Return a table of formulas by name."""
    return {name: table.parsed(said, name) for name, said in table.items()}


def _parameters(table: Table) -> dict[str, Node | None]:
    found: dict[str, Node | None] = {}
    for name, said in table.items():
        if not isinstance(said, Mapping):
            found[name] = table.parsed(said, name)
            continue
        inner = table.table(name)
        found[name] = inner.formula("default") if inner.has("default") else None
        inner.text("meaning", "")
        inner.finish()
    return found


def _matmul(table: Table) -> MatmulSpec:
    weight = table.flag("weight")
    stored, count = table.formula("stored", "1" if weight else "0"), table.formula("count", "1")
    if table.has("stored") and not weight:
        table.fault("only a matmul with 'weight = true' stores matrices", "stored")
    spec = MatmulSpec(
        name=table.text("name"),
        component=_component(table),
        m=table.formula("m"),
        k=table.formula("k"),
        n=table.formula("n"),
        count=count,
        stored=stored,
        active=table.formula("active") if table.has("active") else stored,
        bias=table.formula("bias", "0"),
        masked=table.formula("masked", "0"),
        operand="weight" if weight else "cache" if table.flag("cached") else "activation",
        reads=table.formula("reads") if table.has("reads") else count,
        left_reads=table.formula("left_reads") if table.has("left_reads") else count,
        writes=table.formula("writes") if table.has("writes") else count,
    )
    table.finish()
    return spec


def _other(table: Table) -> ParameterSpec:
    count = table.formula("count", "1")
    shape = table.raw("shape")
    if not isinstance(shape, list) or not shape:
        table.fault(f"must be a list of formulas, got {shown(shape)}", "shape")
        shape = ["1"]
    spec = ParameterSpec(
        name=table.text("name"),
        component=_component(table),
        shape=tuple(table.parsed(side, f"shape[{i}]") for i, side in enumerate(shape, 1)),
        count=count,
        active=table.formula("active") if table.has("active") else count,
    )
    table.finish()
    return spec


def _activation(table: Table) -> ActivationSpec:
    spec = ActivationSpec(
        name=table.text("name"),
        size=table.formula("size"),
        bytes_each=table.formula("bytes", "activation_bytes_per_value"),
        count=table.formula("count", "1"),
        kept=_one_of(table, "kept", KEPT),
        split=_one_of(table, "split", SPLITS),
    )
    table.finish()
    return spec


def _cache(table: Table) -> CacheSpec:
    spec = CacheSpec(
        name=table.text("name"),
        width=table.formula("width"),
        tokens=table.formula("tokens", "seq_len"),
        reserved=table.formula("reserved")
        if table.has("reserved")
        else table.formula("tokens", "seq_len"),
        count=table.formula("count", "1"),
    )
    table.finish()
    return spec


def _one_of(table: Table, key: str, words: tuple[str, ...]) -> str:
    word = table.text(key, words[0])
    if word not in words:
        table.fault(f"must be one of {', '.join(words)}, got {shown(word)}", key)
    return word


def _component(table: Table) -> str:
    """A component is a criterion of sums in the workbook, so only a plain word will do."""
    name = table.text("component", "other")
    if not _WORD.fullmatch(name):
        table.fault(f"use letters, digits and _ only, got {shown(name)}", "component")
    elif len(name) > LONGEST_NAME:
        table.fault(f"use at most {LONGEST_NAME} characters, got {shown(name)}", "component")
    elif name in ("shape", "total") or name.endswith("_share"):
        table.fault(
            f"a column of the workbook is called {name!r}; choose another name", "component"
        )
    else:
        return name
    return "other"
