"""How architectures and published totals are read."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.document import Table
from reportgen.reading.inputs import read_constraint, read_inputs
from reportgen.reading.layers import read_call, read_formulas
from reportgen.spec import (
    ArchitectureSpec,
    ClassSet,
    ClassSpec,
    ConfigKey,
    HuggingFace,
    InputSpec,
    Published,
)


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
        relations=read_formulas(table.table("relations")),
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


def _class(table: Table) -> ClassSpec:
    calls = tuple(read_call(inner) for inner in table.tables("layer"))
    spec = ClassSpec(table.texts("without"), calls)
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
        unsaid=dict(table.table("unsaid").items()),
        source=table.text("source", ""),
    )
    table.finish()
    return spec
