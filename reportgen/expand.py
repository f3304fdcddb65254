"""A model's layers expanded into rows: one per matrix product, one per other parameter.

Every row ends as formulas over the model's inputs only, so it can be evaluated for any values of
them and written into a workbook whose cells are those inputs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reportgen import catalog
from reportgen.errors import SpecError, UnknownNameError, nearest
from reportgen.formula import Node, Number, fold, names, product, substitute
from reportgen.model import Model
from reportgen.spec import LayerCall, LayerSpec, MatmulSpec, ParameterSpec

DEEPEST_NESTING = 8
NONE = Number(0)
Scope = Mapping[str, Node]


class _Formulas:
    @cached_property
    def formulas(self) -> Mapping[str, Node]:
        """Return the row's formulas by column."""
        return {name: value for name, value in vars(self).items() if not isinstance(value, str)}


@dataclass(frozen=True)
class MatmulRow(_Formulas):
    """One matrix product as formulas over the inputs: (m x k) @ (k x n), `count` times."""

    layer: str
    matmul: str
    component: str
    m: Node
    k: Node
    n: Node
    count: Node
    stored: Node
    active: Node
    bias: Node
    masked: Node
    source: str


@dataclass(frozen=True)
class ParameterRow(_Formulas):
    """Parameters that no matrix product uses: `size` values each, `count` of them."""

    layer: str
    parameter: str
    component: str
    size: Node
    count: Node
    active: Node
    source: str


Row = MatmulRow | ParameterRow


@dataclass(frozen=True)
class Rows:
    """All rows of a model, in the order of its layers."""

    matmuls: tuple[MatmulRow, ...]
    others: tuple[ParameterRow, ...]

    @property
    def all(self) -> tuple[Row, ...]:
        """Return the rows of both tables."""
        return (*self.matmuls, *self.others)


@dataclass(frozen=True)
class _Frame:
    """Where the expansion stands: the layer's name, how often it is used, what its names mean."""

    layer: str
    count: Node
    scope: Scope
    source: str
    depth: int = 0


def expand(model: Model) -> Rows:
    """Return the rows of `model`; raises SpecError for layers or names that are not there."""
    faults: list[str] = []
    rows = model.rows or rows_of(model, faults)
    if not faults:
        faults = _unknown_names(model, rows) + _unused_inputs(model, rows) + _taken(model, rows)
    if faults:
        raise SpecError(dict.fromkeys(faults))
    return rows


def rows_of(model: Model, faults: list[str]) -> Rows:
    """Return the rows of `model`; what is wrong with its layers is added to `faults`."""
    calls = model.spec.calls
    frames = [_Frame(call.name, _settle(call.count, {}), {}, model.source) for call in calls]
    pairs = zip(calls, frames, strict=True)
    found = [row for call, frame in pairs for row in _call(call, frame, faults)]
    return Rows(
        tuple(row for row in found if isinstance(row, MatmulRow)),
        tuple(row for row in found if isinstance(row, ParameterRow)),
    )


def _call(call: LayerCall, frame: _Frame, faults: list[str]) -> Iterator[Row]:
    try:
        spec = catalog.layer(call.use) if isinstance(call.use, str) else call.use
    except UnknownNameError as error:
        faults.append(f"{call.place}.use: {error}")
        return
    if frame.depth > DEEPEST_NESTING:
        faults.append(f"{call.place}.use: layer {call.use!r} is made of itself (a cycle)")
        return
    layer = frame.layer or (call.use if isinstance(call.use, str) else call.name)
    scope = _scope(call, spec, frame.scope, faults)
    yield from _rows(
        spec, _Frame(layer, frame.count, scope, spec.source or frame.source, frame.depth), faults
    )


def _rows(spec: LayerSpec, frame: _Frame, faults: list[str]) -> Iterator[Row]:
    for matmul in spec.matmuls:
        yield _matmul_row(matmul, frame)
    for other in spec.others:
        row = _parameter_row(other, frame)
        if row.count != NONE:
            yield row
    for call in spec.calls:
        count = product(frame.count, _settle(call.count, frame.scope))
        yield from _call(
            call, _Frame(frame.layer, count, frame.scope, frame.source, frame.depth + 1), faults
        )


def _scope(call: LayerCall, spec: LayerSpec, outer: Scope, faults: list[str]) -> Scope:
    """Return what each local name of the layer means, as formulas over the model's inputs."""
    for name in call.arguments.keys() - spec.parameters.keys():
        faults.append(
            f"{call.place}.with.{name}: unknown parameter{nearest(name, spec.parameters)}"
        )
    scope: dict[str, Node] = dict(outer)
    for name, default in spec.parameters.items():
        if name in call.arguments:
            scope[name] = _settle(call.arguments[name], outer)
        elif default is not None:
            scope[name] = _settle(default, scope)
        else:
            faults.append(f"{call.place}.with.{name}: missing; layer {call.use!r} needs it")
    for name, formula in spec.derived.items():
        scope[name] = _settle(formula, scope)
    return scope


def _settle(formula: Node, scope: Scope) -> Node:
    return fold(substitute(substitute(formula, catalog.definitions()), scope), {})


def _matmul_row(spec: MatmulSpec, frame: _Frame) -> MatmulRow:
    def times(formula: Node) -> Node:
        return product(frame.count, _settle(formula, frame.scope))

    def plain(formula: Node) -> Node:
        return _settle(formula, frame.scope)

    return MatmulRow(
        layer=frame.layer,
        matmul=spec.name,
        component=spec.component,
        m=plain(spec.m),
        k=plain(spec.k),
        n=plain(spec.n),
        count=times(spec.count),
        stored=times(spec.stored),
        active=times(spec.active),
        bias=plain(spec.bias),
        masked=plain(spec.masked),
        source=frame.source,
    )


def _parameter_row(spec: ParameterSpec, frame: _Frame) -> ParameterRow:
    return ParameterRow(
        layer=frame.layer,
        parameter=spec.name,
        component=spec.component,
        size=product(*(_settle(side, frame.scope) for side in spec.shape)),
        count=product(frame.count, _settle(spec.count, frame.scope)),
        active=product(frame.count, _settle(spec.active, frame.scope)),
        source=frame.source,
    )


def _unknown_names(model: Model, rows: Rows) -> list[str]:
    known = {spec.name for spec in model.inputs}
    faults = []
    for row in rows.all:
        for column, formula in row.formulas.items():
            for name in sorted(names(formula) - known):
                label = row.matmul if isinstance(row, MatmulRow) else row.parameter
                faults.append(
                    f"{model.name}: layer {row.layer}, {label}.{column}: unknown input "
                    f"{name!r}{nearest(name, known)}; declare it in [inputs]"
                )
    return faults


def used_names(model: Model, rows: Rows) -> frozenset[str]:
    """Return the inputs that the model's rows or conditions use, or that such inputs follow."""
    used = {name for row in rows.all for f in row.formulas.values() for name in names(f)}
    used |= {name for constraint in model.spec.constraints for name in names(constraint.condition)}
    used |= {spec.name for spec in model.inputs if spec.scenario}
    defaults = {spec.name: names(spec.default) for spec in model.inputs if spec.default}
    while more := {n for name in used for n in defaults.get(name, ())} - used:
        used |= more
    return frozenset(used)


def _unused_inputs(model: Model, rows: Rows) -> list[str]:
    used = used_names(model, rows)
    known = [spec.name for spec in model.inputs if spec.name in used]
    return [
        f"{model.name}: inputs.{name}: no formula of the model uses it{nearest(name, known)}"
        for name in model.said
        if name not in used
    ]


def _taken(model: Model, rows: Rows) -> list[str]:
    """A workbook has one cell of each name and tells no capitals from small letters."""
    inputs = Counter(spec.name.lower() for spec in model.inputs)
    said = dict.fromkeys(name for name in model.said if inputs[name.lower()] > 1)
    found = [f"inputs.{name}: another input differs only in capitals" for name in said]
    components = dict.fromkeys(row.component for row in rows.all)
    found += [f"component {n!r}: an input has this name" for n in components if inputs[n.lower()]]
    return [f"{model.name}: {fault}; choose another" for fault in found]
