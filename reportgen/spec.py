"""What may be said of inputs, layers and architectures: the vocabulary of the catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from reportgen.document import shown
from reportgen.formula import Node, names

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
class ConfigKey:
    """Where an input's value stands in a config.json, and what it is when it does not.

    `keys` are spellings, the first that is there counts; a dot leads into a table. `count` and
    `length` take the number of a list's items (`or_number`: or the number that stands in its
    place), `values` translates words, and with `per_layer` a list of one number for all layers
    stands for the number. `value` or the formula
    `default` is what the class takes for a missing key, the formula `null` what it takes for a
    key that is there and null, where that is something else.
    """

    keys: tuple[str, ...]
    value: Value | None = None
    default: Node | None = None
    null: Node | None = None
    count: tuple[str, ...] = ()
    length: bool = False
    or_number: bool = False
    per_layer: bool = False
    values: Mapping[str, int] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class HuggingFace:
    """How config.json files feed an architecture.

    `defaults` are what the class takes for missing keys; an architecture that extends this one has
    a class of its own, so it does not take them over. `classes` names the set of classes that the
    family has.
    """

    model_types: tuple[str, ...] = ()
    inputs: Mapping[str, ConfigKey] = field(default_factory=dict)
    defaults: Mapping[str, int] = field(default_factory=dict)
    classes: str = ""


@dataclass(frozen=True)
class ClassSpec:
    """What sets a class apart: the architecture's layers that it lacks, and layers of its own.

    A `*` in the name of a layer that it lacks stands for any letters.
    """

    without: tuple[str, ...] = ()
    calls: tuple[LayerCall, ...] = ()


@dataclass(frozen=True)
class ClassSet:
    """The classes of a family, each by the end of its name, and the inputs that they add.

    `default` is the class of a config that names none.
    """

    default: str = ""
    classes: Mapping[str, ClassSpec] = field(default_factory=dict)
    inputs: Mapping[str, ConfigKey] = field(default_factory=dict)


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
    huggingface: HuggingFace = HuggingFace()


@dataclass(frozen=True)
class Published:
    """A total that others published for the model, and what makes it differ from ours."""

    value: int
    source: str
    why: str


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


def extend(base: ArchitectureSpec, own: ArchitectureSpec) -> ArchitectureSpec:
    """Return `base` with what `own` says: a layer or input of the same name takes its place."""
    inputs = {
        spec.name: spec for spec in (*base.inputs, *own.inputs) if spec.name not in own.without
    }
    calls = {call.name: call for call in (*base.calls, *own.calls) if call.name not in own.without}
    # A condition on an input that is left out goes with it.
    kept = [each for each in base.constraints if names(each.condition).isdisjoint(own.without)]
    return replace(
        own,
        title=own.title or base.title,
        source=own.source or base.source,
        notes=base.notes + own.notes,
        inputs=tuple(inputs.values()),
        calls=tuple(calls.values()),
        constraints=(*kept, *own.constraints),
        relations={**base.relations, **own.relations},
        symbols={**base.symbols, **own.symbols},
        huggingface=_extend_huggingface(base.huggingface, own.huggingface),
    )


def _extend_huggingface(base: HuggingFace, own: HuggingFace) -> HuggingFace:
    return HuggingFace(
        model_types=own.model_types,
        inputs={**base.inputs, **own.inputs},
        defaults=own.defaults,
        classes=own.classes or base.classes,
    )
