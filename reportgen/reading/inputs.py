"""How inputs are read, and the conditions that they must meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from reportgen.document import Table
from reportgen.names import input_name_problem
from reportgen.spec import (
    KINDS,
    Constraint,
    InputSpec,
    Kind,
    value_problem,
)


def read_input(table: Table, name: str, known: InputSpec) -> InputSpec:
    """Return `known` with what `table` says of it."""
    kind = table.text("kind", known.kind)
    if kind not in KINDS:
        table.fault(f"must be one of {', '.join(KINDS)}, got {kind!r}", "kind")
    spec = known._replace(
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
            specs.append(with_value(table, spec._replace(source=""), said, name))
    return tuple(specs)


def with_value(table: Table, spec: InputSpec, said: object, key: str = "value") -> InputSpec:
    """Return `spec` with the value that the document says, after checking its kind and range."""
    if isinstance(said, bool) and spec.kind == "flag":
        said = int(said)
    if problem := value_problem(spec, said):
        table.fault(problem, key)
        return spec
    assert isinstance(said, (int, float, str))  # noqa: S101  value_problem has refused the rest
    return spec._replace(value=said)


def read_constraint(table: Table) -> Constraint:
    """Return a condition with the words for inputs that do not meet it."""
    spec = Constraint(table.formula("condition"), table.text("message"), table.text("without", ""))
    table.finish()
    return spec
