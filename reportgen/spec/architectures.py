"""What may be said of architectures, and of the configs and classes that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from reportgen.formula import Node, names
from reportgen.spec.inputs import Constraint, InputSpec, Value
from reportgen.spec.layers import LayerCall

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class ConfigKey:
    """Where an input's value stands in a config.json, and what it is when it does not.

    `keys` are spellings, the first that is there counts; a dot leads into a table. `count` and
    `length` take the number of a list's items (`or_number`: or the number that stands in its
    place), `values` translates words, and with `per_layer` a list of one number for all layers
    stands for the number. `value` or the formula
    `default` is what the class takes for a missing key, the formula `null` what it takes for a
    key that is there and null, where that is something else. `unsaid` has for a spelling the value
    that the class takes as null, such as an empty list.
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
    unsaid: Mapping[str, object] = field(default_factory=dict)
    source: str = ""


class HuggingFace(NamedTuple):
    """How config.json files feed an architecture.

    `defaults` are what the class takes for missing keys; an architecture that extends this one has
    a class of its own, so it does not take them over. `classes` names the set of classes that the
    family has.
    """

    model_types: tuple[str, ...] = ()
    inputs: Mapping[str, ConfigKey] = NOTHING
    defaults: Mapping[str, int] = NOTHING
    classes: str = ""


class ClassSpec(NamedTuple):
    """What sets a class apart: the architecture's layers that it lacks, and layers of its own.

    A `*` in the name of a layer that it lacks stands for any letters.
    """

    without: tuple[str, ...] = ()
    calls: tuple[LayerCall, ...] = ()


class ClassSet(NamedTuple):
    """The classes of a family, each by the end of its name, and the inputs that they add.

    `default` is the class of a config that names none.
    """

    default: str = ""
    classes: Mapping[str, ClassSpec] = NOTHING
    inputs: Mapping[str, ConfigKey] = NOTHING


class ArchitectureSpec(NamedTuple):
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


class Published(NamedTuple):
    """A total that others published for the model, and what makes it differ from ours."""

    value: int
    source: str
    why: str


def extend(base: ArchitectureSpec, own: ArchitectureSpec) -> ArchitectureSpec:
    """Return `base` with what `own` says: a layer or input of the same name takes its place."""
    inputs = {
        spec.name: spec for spec in (*base.inputs, *own.inputs) if spec.name not in own.without
    }
    calls = {call.name: call for call in (*base.calls, *own.calls) if call.name not in own.without}
    # A condition on an input that is left out goes with it.
    kept = [each for each in base.constraints if names(each.condition).isdisjoint(own.without)]
    return own._replace(
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
