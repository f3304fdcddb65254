"""The values of a model's inputs: given, set from outside, or following a default formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import isfinite
from typing import NamedTuple, cast

from reportgen.errors import FormulaError, InputError, nearest
from reportgen.formula import Node, evaluate, names, to_text
from reportgen.model import Model
from reportgen.spec import Constraint, InputSpec, Value, value_problem

Values = Mapping[str, Value]
Tables = Mapping[str, Mapping[str, Sequence[int | Fraction | str]]]


class Inputs(NamedTuple):
    """Every named input of a model with its specification and its value.

    `follows` names the inputs that still follow their default formula, `follow_in_sweeps` those
    that do when nothing is set: in a sweep these follow what is swept whatever they are set to,
    since a sheet of formulas cannot know which of its cells were typed over.
    """

    specs: tuple[InputSpec, ...]
    values: Values
    follows: frozenset[str]
    follow_in_sweeps: frozenset[str]


def resolve(model: Model, settings: Mapping[str, str | Value] | None = None) -> Inputs:
    """Return the model's inputs with `settings` applied; raises InputError, a line per fault."""
    specs = _apply(model, {**model.settings, **(settings or {})})
    tables = model.tables
    place = model.book or model.origin or model.name
    values = _evaluate(place, specs, tables)
    _check_constraints(place, model.constraints, values, tables)
    return Inputs(specs, values, _following(specs), _following(model.inputs))


def settings_of(model: Model, inputs: Inputs) -> dict[str, Value]:
    """Return the values of a model's inputs that were set, unlike the model's own."""
    pairs = zip(model.inputs, inputs.specs, strict=True)
    return {
        spec.name: spec.value
        for own, spec in pairs
        if spec.value is not None and spec.value != own.value
    }


def parse_value(spec: InputSpec, text: str) -> Value | str:
    """Return the value that `text` writes, of the input's kind where it can be read as one."""
    if spec.kind == "choice":
        return text.strip()
    # Python reads digits of all scripts; workbooks and pages do not.
    if not text.strip().isascii():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if not isfinite(number) or not number.is_integer():
        return number
    return _whole(text, number)


def _whole(text: str, number: float) -> int:
    """Return the whole number that `text` writes, exactly unless it is written as 1e15 or 1.0."""
    try:
        return int(text)
    except ValueError:
        return int(number)


def _following(specs: Iterable[InputSpec]) -> frozenset[str]:
    return frozenset(s.name for s in specs if s.value is None and s.default and names(s.default))


def _apply(model: Model, settings: Mapping[str, str | Value]) -> tuple[InputSpec, ...]:
    specs = {spec.name: spec for spec in model.inputs}
    faults = []
    for name, said in settings.items():
        if name in model.structure:
            remedy = "say it in a model file or a config.json"
            faults.append(f"{model.name}: {name}: decides which rows there are; {remedy}")
            continue
        if name not in specs:
            known = ", ".join(specs)
            faults.append(
                f"{model.name}: unknown input {name!r}{nearest(name, specs)} (inputs: {known})"
            )
            continue
        value = parse_value(specs[name], said) if isinstance(said, str) else said
        if problem := value_problem(specs[name], value):
            faults.append(f"{model.name}: {name}: {problem}")
        else:
            specs[name] = specs[name]._replace(value=value, source="set for this report")
    if faults:
        raise InputError(faults)
    return tuple(specs.values())


def _evaluate(model: str, specs: tuple[InputSpec, ...], tables: Tables) -> dict[str, Value]:
    values = {spec.name: spec.value for spec in specs if spec.value is not None}
    waiting = [spec for spec in specs if spec.value is None]
    faults = [
        f"{model}: {s.name}: missing; give its value ({s.meaning})"
        for s in waiting
        if not s.default
    ]
    while ready := [s for s in waiting if s.default and names(s.default) <= values.keys()]:
        for spec in ready:
            value = _default_value(model, spec, values, tables, faults)
            values[spec.name] = value
        waiting = [spec for spec in waiting if spec.name not in values]
    if not faults:
        known = {spec.name for spec in specs}
        faults = [_why_waiting(model, spec, known, values) for spec in waiting]
    if faults:
        raise InputError(faults)
    return {spec.name: values[spec.name] for spec in specs}


def _default_value(
    model: str, spec: InputSpec, values: Values, tables: Tables, faults: list[str]
) -> Value:
    text = to_text(cast(Node, spec.default))
    try:
        value = evaluate(cast(Node, spec.default), values, tables)
    except FormulaError as error:
        faults.append(f"{model}: {spec.name} = {text}: {error}")
        return 1
    plain = float(value) if isinstance(value, Fraction) else value
    if problem := value_problem(spec, plain):
        where = ", ".join(
            f"{name} = {values[name]}" for name in sorted(names(cast(Node, spec.default)))
        )
        faults.append(
            f"{model}: {spec.name} = {text} with {where}: {problem}; change them or set {spec.name}"
        )
        return 1
    return plain


def _why_waiting(model: str, spec: InputSpec, known: set[str], values: Values) -> str:
    default = cast(Node, spec.default)
    place = f"{model}: {spec.name} = {to_text(default)}"
    unknown = sorted(names(default) - known)
    if unknown:
        return f"{place}: unknown input {unknown[0]!r}{nearest(unknown[0], known)}"
    waiting = ", ".join(sorted(names(default) - values.keys()))
    return f"{place}: waits for {waiting}, which waits for it in turn (a cycle); give one a value"


def _check_constraints(
    model: str, constraints: tuple[Constraint, ...], values: Values, tables: Tables
) -> None:
    faults = []
    for constraint in constraints:
        try:
            holds = evaluate(constraint.condition, values, tables)
        except FormulaError as error:
            faults.append(f"{model}: {to_text(constraint.condition)}: {error}")
            continue
        if not holds:
            where = ", ".join(f"{n} = {values[n]}" for n in sorted(names(constraint.condition)))
            faults.append(f"{model}: {constraint.message} ({where})")
    if faults:
        raise InputError(faults)
