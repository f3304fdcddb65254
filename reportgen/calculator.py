"""The calculator: one model that stands for whichever preset is chosen.

Its inputs look up what the chosen preset says, and its rows are those of all presets together; a
row that the chosen one does not have counts nothing. It is reported like any other model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from reportgen.expand import decode_rows, expand
from reportgen.formula import Choose, Compare, Name, Node, Number, parse
from reportgen.inputs import resolve
from reportgen.loading import load_model
from reportgen.model import Model
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow, Rows
from reportgen.spec import ArchitectureSpec, InputSpec, LookupTable, Value

NAME, MODEL, TABLE = "calculator", "model", "Presets"
USUAL = "llama-3-8b"
SOURCE = "the chosen preset"
Row = TypeVar("Row", MatmulRow, ParameterRow, ActivationRow, CacheRow)


def calculator(presets: Iterable[str]) -> Model:
    """Return the model whose input `model` chooses one of these presets."""
    models = {name: load_model(name) for name in presets}
    inputs, has = _inputs(models), _Membership(list(models))
    rows = {name: expand(model) for name, model in models.items()}
    joined = Rows(
        has.joined({name: r.matmuls for name, r in rows.items()}),
        has.joined({name: r.others for name, r in rows.items()}),
        has.joined({name: r.activations for name, r in rows.items()}),
        has.joined({name: r.caches for name, r in rows.items()}),
    )
    decoded = has.joined({name: decode_rows(model) for name, model in models.items()})
    table = _presets(models, inputs, has.columns)
    return Model(
        name=NAME,
        title="Calculator: choose a model",
        source="the presets",
        architecture="that of the chosen preset",
        architecture_title="one workbook for all presets",
        architecture_source="the presets' architectures",
        spec=_spec((_choice(list(models)), *inputs, *has.inputs)),
        published=(),
        rows=joined,
        decode_rows=decoded,
        lookups=(table,),
        definition={"presets": list(models)},
    )


class _Membership:
    """Which presets have which rows: an input of 0 or 1 for each set of presets."""

    def __init__(self, presets: Sequence[str]) -> None:
        self.presets = presets
        self._names: dict[frozenset[str], str] = {}

    def joined(self, rows: Mapping[str, Iterable[Row]]) -> tuple[Row, ...]:
        """Return the different rows of all presets, each counted where a preset has it."""
        having: dict[Row, set[str]] = {}
        for name, own in rows.items():
            for row in own:
                having.setdefault(row, set()).add(name)
        return tuple(self._guarded(row, frozenset(names)) for row, names in having.items())

    def _guarded(self, row: Row, presets: frozenset[str]) -> Row:
        chosen = Compare("==", Name(self._name(presets)), Number(1))
        guarded = {key: Choose(chosen, f, Number(0)) for key, f in row.formulas.items()}
        return replace(row, **guarded)  # type: ignore[arg-type]

    def _name(self, presets: frozenset[str]) -> str:
        return self._names.setdefault(presets, f"has_rows_{len(self._names) + 1}")

    @property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """Return a column of 0 and 1 for every set of presets."""
        return {
            name: tuple(int(preset in having) for preset in self.presets)
            for having, name in self._names.items()
        }

    @property
    def inputs(self) -> tuple[InputSpec, ...]:
        """Return the inputs that look these columns up."""
        meaning = "1: the chosen preset has the rows that ask for it"
        return tuple(
            InputSpec(name, "flag", meaning, "0 or 1", SOURCE, _looked_up(name), section="rows")
            for name in self._names.values()
        )


def _inputs(models: Mapping[str, Model]) -> tuple[InputSpec, ...]:
    """Return every input that any preset has, each following the chosen preset."""
    found: dict[str, InputSpec] = {}
    for model in models.values():
        for spec in model.inputs:
            found[spec.name] = _widened(found.get(spec.name, spec), spec)
    for name, spec in found.items():
        if not spec.scenario or _varies(name, models):
            found[name] = spec._replace(default=_looked_up(name), value=None, source=SOURCE)
    return tuple(found.values())


def _varies(name: str, models: Mapping[str, Model]) -> bool:
    """Tell whether presets disagree on an input of the scenario."""
    said = {
        (spec.value, spec.default)
        for model in models.values()
        for spec in model.inputs
        if spec.name == name
    }
    return len(said) > 1


def _widened(one: InputSpec, other: InputSpec) -> InputSpec:
    """Return an input that may be whatever either may be, and 0 where a preset lacks it."""
    kind = one.kind if one.kind == other.kind else "number"
    least = min(one.minimum, other.minimum)
    most = max(one.maximum, other.maximum)
    return one._replace(kind=kind, minimum=least if one.scenario else min(0, least), maximum=most)


def _choice(presets: list[str]) -> InputSpec:
    return InputSpec(
        MODEL,
        "choice",
        "the model that every sheet is about: choose one from the list",
        "choice",
        "the presets",
        value=USUAL if USUAL in presets else presets[0],
        choices=tuple(presets),
        choices_of=f"{TABLE}.{MODEL}",
    )


def _looked_up(name: str) -> Node:
    return parse(f"lookup({TABLE}.{name}, {TABLE}.{MODEL}, {MODEL})")


def _presets(
    models: Mapping[str, Model], inputs: Sequence[InputSpec], rows: Mapping[str, tuple[int, ...]]
) -> LookupTable:
    values = {name: resolve(model).values for name, model in models.items()}
    own = [spec for spec in inputs if spec.source == SOURCE]
    columns: dict[str, tuple[int | Fraction | str, ...]] = {MODEL: tuple(models)}
    for spec in own:
        columns[spec.name] = tuple(_cell(values[name].get(spec.name), spec) for name in models)
    return LookupTable(
        name=TABLE,
        title="What the presets say, a row each; 0 where a model has no such input",
        section="presets",
        units={spec.name: spec.unit for spec in own},
        meanings={spec.name: spec.meaning for spec in own},
        columns={**columns, **rows},
    )


def _cell(value: Value | None, spec: InputSpec) -> int | Fraction | str:
    if value is None:
        return spec.choices[0] if spec.choices else 0
    return Fraction(value) if isinstance(value, float) else value


def _spec(inputs: tuple[InputSpec, ...]) -> ArchitectureSpec:
    return ArchitectureSpec(
        name=NAME,
        title="",
        source="",
        notes=(),
        inputs=inputs,
        calls=(),
        constraints=(),
        relations={},
        symbols={},
    )
