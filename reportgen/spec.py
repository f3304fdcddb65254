"""What may be said of inputs, layers, architectures and models, and how it is read from TOML.

The catalogue's files and a user's own model file are read by the same functions, so they may say
the same things and are checked in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from reportgen.document import Table, shown
from reportgen.formula import Node
from reportgen.names import name_problem

Kind = Literal["whole", "number", "flag", "choice"]
Value = int | float | str
KINDS = ("whole", "number", "flag", "choice")
LARGEST_WHOLE = 1_000_000_000


@dataclass(frozen=True)
class InputSpec:
    """A named input: what it means, what it may be, and what it is when nobody says.

    `default` is a formula over other inputs, which the input follows until it is given a value.
    """

    name: str
    kind: Kind = "whole"
    meaning: str = ""
    unit: str = ""
    source: str = ""
    default: Node | None = None
    value: Value | None = None
    minimum: float = 1
    maximum: float = LARGEST_WHOLE
    choices: tuple[str, ...] = ()
    scenario: bool = False


@dataclass(frozen=True)
class MatmulSpec:
    """One matrix product of a layer, (m x k) @ (k x n), as formulas over the layer's names.

    `stored` and `active` count weight matrices per layer (0: both operands are activations);
    `bias` is the number of bias values beside each of them; `masked` the multiply-adds per
    product that an attention mask spares.
    """

    name: str
    component: str
    m: Node
    k: Node
    n: Node
    count: Node
    stored: Node
    active: Node
    bias: Node
    masked: Node


@dataclass(frozen=True)
class ParameterSpec:
    """Parameters of a layer that no matrix product uses: a gain, a table of positions."""

    name: str
    component: str
    shape: tuple[Node, ...]
    count: Node
    active: Node


@dataclass(frozen=True)
class LayerCall:
    """A use of a layer specification: which one, how many times, with which arguments."""

    name: str
    use: str | LayerSpec
    count: Node
    arguments: Mapping[str, Node]
    place: str = ""


@dataclass(frozen=True)
class LayerSpec:
    """A layer specification: a function from its parameters to rows.

    `parameters` maps each name to its default (None: the caller must give it); `derived` are
    local names; `calls` are other specifications that it is made of.
    """

    title: str = ""
    source: str = ""
    parameters: Mapping[str, Node | None] = field(default_factory=dict)
    derived: Mapping[str, Node] = field(default_factory=dict)
    matmuls: tuple[MatmulSpec, ...] = ()
    others: tuple[ParameterSpec, ...] = ()
    calls: tuple[LayerCall, ...] = ()


@dataclass(frozen=True)
class Constraint:
    """A condition that the inputs of a model must meet, and the words for one that they do not."""

    condition: Node
    message: str


@dataclass(frozen=True)
class ArchitectureSpec:
    """Which layers a family of models has, how many, and over which inputs.

    `relations` are equations that the family's usual shapes meet (d_ff = 4 * d_model) and
    `symbols` the letters its literature uses; both only make the closed form shorter to read.
    """

    name: str
    title: str
    source: str
    notes: tuple[str, ...]
    inputs: tuple[InputSpec, ...]
    calls: tuple[LayerCall, ...]
    constraints: tuple[Constraint, ...]
    relations: Mapping[str, Node]
    symbols: Mapping[str, str]
    extends: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Published:
    """A total that others published for the model, and what makes it differ from ours."""

    value: int
    source: str
    why: str


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
    if table.has("value"):
        spec = with_value(table, spec, table.raw("value"))
    table.finish()
    return spec


def read_inputs(table: Table, known: Mapping[str, InputSpec]) -> tuple[InputSpec, ...]:
    """Return the inputs that `table` declares: a value each, or a table that says more."""
    specs = []
    for name, said in table.items():
        if problem := name_problem(name):
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


def value_problem(spec: InputSpec, value: object) -> str | None:
    """Return why `value` cannot be the input's value, or None when it can."""
    if spec.kind == "choice":
        ok = isinstance(value, str) and value in spec.choices
        return None if ok else f"must be one of {', '.join(spec.choices)}; got {shown(value)}"
    if spec.kind == "flag":
        ok = not isinstance(value, (bool, float)) and value in (0, 1)
        return None if ok else f"must be 0 or 1; got {shown(value)}"
    wanted = "a whole number" if spec.kind == "whole" else "a number"
    allowed = f"must be {wanted} from {spec.minimum:,g} to {spec.maximum:,.15g}"
    types = int if spec.kind == "whole" else (int, float)
    if isinstance(value, bool) or not isinstance(value, types):
        return f"{allowed}; got {shown(value)}"
    return None if spec.minimum <= value <= spec.maximum else f"{allowed}; got {shown(value)}"


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
    )
    table.finish()
    return spec


def read_published(table: Table) -> Published:
    """Return a published total: value, source, why it differs."""
    spec = Published(int(table.number("value")), table.text("source"), table.text("why", ""))
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
        component=table.text("component", "other"),
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
        component=table.text("component", "other"),
        shape=tuple(table.parsed(side, f"shape[{i}]") for i, side in enumerate(shape, 1)),
        count=count,
        active=table.formula("active") if table.has("active") else count,
    )
    table.finish()
    return spec


def _constraint(table: Table) -> Constraint:
    spec = Constraint(table.formula("condition", "1 == 1"), table.text("message"))
    table.finish()
    return spec


def extend(base: ArchitectureSpec, own: ArchitectureSpec) -> ArchitectureSpec:
    """Return `base` with what `own` says: a layer or input of the same name takes its place."""
    inputs = {
        spec.name: spec for spec in (*base.inputs, *own.inputs) if spec.name not in own.without
    }
    calls = {call.name: call for call in (*base.calls, *own.calls) if call.name not in own.without}
    return replace(
        own,
        title=own.title or base.title,
        source=own.source or base.source,
        notes=base.notes + own.notes,
        inputs=tuple(inputs.values()),
        calls=tuple(calls.values()),
        constraints=base.constraints + own.constraints,
        relations={**base.relations, **own.relations},
        symbols={**base.symbols, **own.symbols},
    )
