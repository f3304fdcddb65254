"""How specifications are read from TOML: of inputs, layers, architectures and published totals.

The catalogue's files and a user's own model file are read by the same functions, so they may say
the same things and are checked in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import cast

from reportgen.document import Table, shown
from reportgen.formula import Node
from reportgen.names import input_name_problem, name_problem
from reportgen.spec import (
    KEPT,
    KINDS,
    SPLITS,
    ActivationSpec,
    ArchitectureSpec,
    CacheSpec,
    ConfigKey,
    Constraint,
    HuggingFace,
    InputSpec,
    Kind,
    LayerCall,
    LayerSpec,
    LookupTable,
    MatmulSpec,
    ParameterSpec,
    Published,
    Quantity,
    value_problem,
)

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def read_input(table: Table, name: str, known: InputSpec) -> InputSpec:
    """Return `known` with what `table` says of it."""
    kind = table.text("kind", known.kind)
    if kind not in KINDS:
        table.fault(f"must be one of {', '.join(KINDS)}, got {kind!r}", "kind")
    spec = replace(
        known,
        name=name,
        kind=cast(Kind, kind),
        meaning=table.text("meaning", known.meaning),
        unit=table.text("unit", known.unit),
        source=table.text("source", "" if table.has("value") else known.source),
        minimum=table.number("minimum", known.minimum),
        maximum=table.number("maximum", known.maximum),
        choices=table.texts("choices") if table.has("choices") else known.choices,
        default=table.formula("default") if table.has("default") else known.default,
        choices_of=table.text("choices_of", known.choices_of),
        section=table.text("section", known.section),
    )
    said = table.raw("value", "")
    if kind == "choice" and not spec.choices:
        table.fault("missing: a list of the texts that may be chosen", "choices")
    elif table.has("value"):
        spec = with_value(table, spec, said)
    table.finish()
    return spec


def read_inputs(table: Table, known: Mapping[str, InputSpec]) -> tuple[InputSpec, ...]:
    """Return the inputs that `table` declares: a value each, or a table that says more."""
    specs = []
    for name, said in table.items():
        if problem := input_name_problem(name):
            table.fault(f"cannot be an input's name: {problem}", name)
            continue
        spec = known.get(name, InputSpec(name))
        if isinstance(said, Mapping):
            specs.append(read_input(table.table(name), name, spec))
        else:
            specs.append(with_value(table, replace(spec, source=""), said, name))
    return tuple(specs)


def with_value(table: Table, spec: InputSpec, said: object, key: str = "value") -> InputSpec:
    """Return `spec` with the value that the document says, after checking its kind and range."""
    if isinstance(said, bool) and spec.kind == "flag":
        said = int(said)
    if problem := value_problem(spec, said):
        table.fault(problem, key)
        return spec
    assert isinstance(said, (int, float, str))  # noqa: S101  value_problem has refused the rest
    return replace(spec, value=said)


def read_layer(table: Table) -> LayerSpec:
    """Return the layer specification that `table` holds."""
    spec = LayerSpec(
        title=table.text("title", ""),
        source=table.text("source", ""),
        parameters=_parameters(table.table("parameters")),
        derived=_formulas(table.table("derived")),
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
        arguments = _formulas(table.table("with"))
        call = LayerCall(name, table.text("use"), count, arguments, place)
        table.finish()
        return call
    spec = read_layer(table)
    if not (spec.matmuls or spec.others or spec.calls):
        table.fault("a layer needs 'use', [[matmul]] or [[parameter]] entries")
    if not name:
        table.fault("missing", "name")
    return LayerCall(name, spec, count, {}, place)


def read_architecture(table: Table, name: str, known: Mapping[str, InputSpec]) -> ArchitectureSpec:
    """Return the architecture that `table` holds; `known` describes the inputs of the field."""
    spec = ArchitectureSpec(
        name=name,
        extends=table.text("extends", ""),
        without=table.texts("without"),
        title=table.text("title", ""),
        source=table.text("source", ""),
        notes=table.texts("notes"),
        inputs=read_inputs(table.table("inputs"), known),
        calls=tuple(read_call(inner) for inner in table.tables("layer")),
        constraints=tuple(read_constraint(inner) for inner in table.tables("constraint")),
        relations=_formulas(table.table("relations")),
        symbols={key: str(said) for key, said in table.table("symbols").items()},
        huggingface=_huggingface(table.table("huggingface")),
    )
    table.finish()
    return spec


def read_published(table: Table) -> Published:
    """Return a published total: value, source, why it differs."""
    value = table.number("value")
    if value < 0 or value != int(value):
        table.fault(f"must be a whole number of parameters, got {value:g}", "value")
    spec = Published(int(value), table.text("source"), table.text("why", ""))
    table.finish()
    return spec


def read_quantity(table: Table, section: str) -> Quantity:
    """Return a quantity: name, title, formula, unit, meaning, source."""
    name = table.text("name")
    if problem := name_problem(name):
        table.fault(f"cannot be a quantity's name: {problem}", "name")
    quantity = Quantity(
        name=name,
        title=table.text("title"),
        formula=table.formula("formula"),
        unit=table.text("unit"),
        meaning=table.text("meaning"),
        source=table.text("source"),
        section=section,
        group=table.text("group", ""),
    )
    table.finish()
    return quantity


def read_constraint(table: Table) -> Constraint:
    """Return a condition with the words for inputs that do not meet it."""
    spec = Constraint(table.formula("condition"), table.text("message"))
    table.finish()
    return spec


def read_lookup(table: Table, name: str) -> LookupTable:
    """Return a table to look things up in; a number that is not said is 0, a text empty."""
    said = {
        column: table.table("columns").table(column) for column, _ in table.table("columns").items()
    }
    rows = [dict(inner.items()) for inner in table.tables("row")]
    texts = {c for c, about in said.items() if about.flag("text")}
    found = LookupTable(
        name=name,
        title=table.text("title"),
        section=table.text("section"),
        units={c: about.text("unit", "") for c, about in said.items()},
        meanings={c: about.text("meaning") for c, about in said.items()},
        columns={c: tuple(_looked_up(row.get(c), c in texts) for row in rows) for c in said},
    )
    table.finish()
    return found


def _looked_up(said: object, text: bool) -> int | Fraction | str:
    if text:
        return str(said or "")
    value = Fraction(str(said or 0))
    return int(value) if value.denominator == 1 else value


def _huggingface(table: Table) -> HuggingFace:
    classes = table.table("classes")
    usual = HuggingFace()
    spec = HuggingFace(
        model_types=table.texts("model_types"),
        inputs=_config_keys(table.table("inputs")),
        defaults=dict(table.table("defaults").items()),
        classes={name: classes.texts(name) for name, _ in classes.items()},
        default_class=table.text("default_class", ""),
        headless=table.texts("headless"),
        endings=table.texts("endings") or usual.endings,
    )
    table.finish()
    return spec


def _config_keys(table: Table) -> dict[str, ConfigKey]:
    found = {}
    for name, said in table.items():
        if isinstance(said, Mapping):
            found[name] = _config_key(table.table(name))
        else:
            found[name] = ConfigKey((table.text(name),))
    return found


def _config_key(table: Table) -> ConfigKey:
    default = table.raw("default", "")
    is_formula = isinstance(default, str) and default != ""
    spec = ConfigKey(
        keys=(table.text("key"),) if table.has("key") else table.texts("keys"),
        value=None if isinstance(default, str) else default,
        default=table.formula("default") if is_formula else None,
        null=table.formula("null") if table.has("null") else None,
        count=(table.text("count"),)
        if isinstance(table.raw("count", []), str)
        else table.texts("count"),
        length=table.flag("length"),
        values=dict(table.table("values").items()),
        source=table.text("source", ""),
    )
    table.finish()
    return spec


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


def _formulas(table: Table) -> dict[str, Node]:
    return {name: table.parsed(said, name) for name, said in table.items()}


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
    elif name in ("shape", "total") or name.endswith("_share"):
        table.fault(
            f"a column of the workbook is called {name!r}; choose another name", "component"
        )
    else:
        return name
    return "other"
