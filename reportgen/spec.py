"""What may be said of inputs, layers and architectures: the vocabulary of the catalogue's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from reportgen.document import shown
from reportgen.formula import Node

Kind = Literal["whole", "number", "flag", "choice"]
Operand = Literal["weight", "activation", "cache"]
Value = int | float | str
KINDS = ("whole", "number", "flag", "choice")
KEPT = ("always", "unfused", "fused")
SPLITS = ("tensor", "sequence")
LARGEST_WHOLE = 1_000_000_000


@dataclass(frozen=True)
class InputSpec:
    """A named input: what it means, what it may be, and what it is when nobody says.

    `default` is a formula over other inputs, which the input follows until it is given a value.
    `section` is empty for what the model is, and says which part of the scenario all else belongs
    to. The texts to choose from may be those of a `Table.column` of the catalogue, `choices_of`.
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
    choices_of: str = ""
    section: str = ""

    @property
    def scenario(self) -> bool:
        """Tell whether the input says something of the use of a model and not of the model."""
        return bool(self.section)


@dataclass(frozen=True)
class MatmulSpec:
    """One matrix product of a layer, (m x k) @ (k x n), as formulas over the layer's names.

    `stored` and `active` count weight matrices per layer, `bias` the bias values of each, `masked`
    the multiply-adds per product that a mask spares. `operand` says what the right-hand side is.
    `reads`, `left_reads` and `writes` count how often sides and results pass through memory.
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
    operand: Operand
    reads: Node
    left_reads: Node
    writes: Node


@dataclass(frozen=True)
class ParameterSpec:
    """Parameters of a layer that no matrix product uses: a gain, a table of positions."""

    name: str
    component: str
    shape: tuple[Node, ...]
    count: Node
    active: Node


@dataclass(frozen=True)
class ActivationSpec:
    """A tensor that the forward pass keeps for the backward pass: `size` values of `bytes` each.

    `kept` says when: always; unless attention is fused (a tensor of queries by keys); only where
    it is fused. `split` says whether tensor parallelism always shares it out, or only together
    with sequence parallelism.
    """

    name: str
    size: Node
    bytes_each: Node
    count: Node
    kept: str
    split: str


@dataclass(frozen=True)
class CacheSpec:
    """What generation keeps of earlier tokens: `width` values for each of `tokens` per sequence.

    `reserved` is the number of tokens that an allocator sets memory aside for.
    """

    name: str
    width: Node
    tokens: Node
    reserved: Node
    count: Node


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
    activations: tuple[ActivationSpec, ...] = ()
    caches: tuple[CacheSpec, ...] = ()
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
    `length` take the number of a list's items, `values` translates words. `value` or the formula
    `default` is what the class takes for a missing key, the formula `null` what it takes for a
    key that is there and null, where that is something else.
    """

    keys: tuple[str, ...]
    value: Value | None = None
    default: Node | None = None
    null: Node | None = None
    count: tuple[str, ...] = ()
    length: bool = False
    values: Mapping[str, int] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True)
class HuggingFace:
    """How config.json files feed an architecture.

    `defaults` are what the class takes for missing keys; an architecture that extends this one has
    a class of its own, so it does not take them over.
    `classes` are the layers that a class leaves out, `default_class` the one of a config that
    names none, `headless` those that bare models do, and
    `endings` those of classes that have every layer.
    """

    model_types: tuple[str, ...] = ()
    inputs: Mapping[str, ConfigKey] = field(default_factory=dict)
    defaults: Mapping[str, int] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_class: str = ""
    headless: tuple[str, ...] = ()
    endings: tuple[str, ...] = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration")


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
class Quantity:
    """A named formula with its unit, its meaning and where it is from.

    `section` is the part of the report that shows it, `group` the heading that it stands under.
    """

    name: str
    title: str
    formula: Node
    unit: str
    meaning: str
    source: str
    section: str = "totals"
    group: str = ""


@dataclass(frozen=True)
class LookupTable:
    """A table of the catalogue that formulas look things up in: a unit and a meaning per column."""

    name: str
    title: str
    section: str
    units: Mapping[str, str]
    meanings: Mapping[str, str]
    columns: Mapping[str, tuple[int | Fraction | str, ...]]


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
        huggingface=_extend_huggingface(base.huggingface, own.huggingface),
    )


def _extend_huggingface(base: HuggingFace, own: HuggingFace) -> HuggingFace:
    return HuggingFace(
        model_types=own.model_types,
        inputs={**base.inputs, **own.inputs},
        defaults=own.defaults,
        classes={**base.classes, **own.classes},
        default_class=own.default_class or base.default_class,
        headless=own.headless or base.headless,
        endings=base.endings if own.endings == HuggingFace().endings else own.endings,
    )
