"""How specifications are read from TOML: of inputs, layers, architectures and published totals.

The catalogue's files and a user's own model file are read by the same functions, so they may say
the same things and are checked in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from reportgen.document import Table, shown
from reportgen.formula import Node
from reportgen.names import input_name_problem
from reportgen.spec import (
    KINDS,
    ArchitectureSpec,
    ClassSet,
    ClassSpec,
    ConfigKey,
    Constraint,
    HuggingFace,
    InputSpec,
    Kind,
    LayerCall,
    LayerSpec,
    MatmulSpec,
    ParameterSpec,
    Published,
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
        scenario=table.flag("scenario", known.scenario),
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
        constraints=tuple(_constraint(inner) for inner in table.tables("constraint")),
        relations=_formulas(table.table("relations")),
        symbols={key: str(said) for key, said in table.table("symbols").items()},
        huggingface=_huggingface(table.table("huggingface")),
    )
    table.finish()
    return spec


def read_classes(table: Table, base: ClassSet) -> ClassSet:
    """Return the classes that `table` describes beside those of `base`, or in their place."""
    classes = table.table("classes")
    own = {name: _class(classes.table(name)) for name, _ in classes.items()}
    spec = ClassSet(
        default=table.text("default", base.default),
        classes={**base.classes, **own},
        inputs={**base.inputs, **_config_keys(table.table("inputs"))},
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


def _huggingface(table: Table) -> HuggingFace:
    spec = HuggingFace(
        model_types=table.texts("model_types"),
        inputs=_config_keys(table.table("inputs")),
        defaults=dict(table.table("defaults").items()),
        classes=table.text("classes", ""),
    )
    table.finish()
    return spec


def _class(table: Table) -> ClassSpec:
    calls = tuple(read_call(inner) for inner in table.tables("layer"))
    spec = ClassSpec(table.texts("without"), calls)
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
        or_number=table.flag("or_number"),
        per_layer=table.flag("per_layer"),
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
    stored = table.formula("stored", "1" if weight else "0")
    if table.has("stored") and not weight:
        table.fault("only a matmul with 'weight = true' stores matrices", "stored")
    spec = MatmulSpec(
        name=table.text("name"),
        component=_component(table),
        m=table.formula("m"),
        k=table.formula("k"),
        n=table.formula("n"),
        count=table.formula("count", "1"),
        stored=stored,
        active=table.formula("active") if table.has("active") else stored,
        bias=table.formula("bias", "0"),
        masked=table.formula("masked", "0"),
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


def _constraint(table: Table) -> Constraint:
    spec = Constraint(table.formula("condition"), table.text("message"))
    table.finish()
    return spec
