"""A model's layers expanded into rows: one per matrix product, one per other parameter.

Every row ends as formulas over the model's inputs only, so it can be evaluated for any values of
them and written into a workbook whose cells are those inputs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

from reportgen import catalog
from reportgen.errors import SpecError, UnknownNameError, nearest
from reportgen.formula import (
    Binary,
    Name,
    Node,
    Number,
    fold,
    names,
    product,
    substitute,
)
from reportgen.model import Model
from reportgen.naming import naming_faults
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow, Row, Rows
from reportgen.spec import (
    ActivationSpec,
    CacheSpec,
    LayerCall,
    LayerSpec,
    MatmulSpec,
    ParameterSpec,
)

DEEPEST_NESTING = 8
NONE = Number(0)
# The tokens of the side that generates, where a model has two.
DECODED = "decoder_seq_len"
Scope = Mapping[str, Node]


class _Meaning:
    """The short names that any formula may use, and the formulas that they were filled into."""

    def __init__(self, definitions: Scope) -> None:
        self._definitions = definitions
        self._filled: dict[Node, Node] = {}

    def settle(self, formula: Node, scope: Scope) -> Node:
        """Return the formula over the names that those in `scope` stand for."""
        if type(formula) is Number:
            return formula
        if type(formula) is Name and formula.name not in self._definitions:
            return scope.get(formula.name, formula)
        filled = self._filled.get(formula)
        if filled is None:
            filled = self._filled[formula] = substitute(formula, self._definitions)
        return fold(substitute(filled, scope), {})


@cache
def _usual() -> _Meaning:
    return _Meaning(catalog.definitions())


@cache
def _decoding() -> _Meaning:
    other: Scope = {"past_len": Name("past_len"), "decoding": Number(1)}
    return _Meaning({**catalog.definitions(), **other})


@dataclass(frozen=True)
class _Frame:
    """Where the expansion stands: the layer's name, how often it is used, what its names mean.

    `meant` are the short names that any formula may use; `place` is "block" for what is repeated.
    """

    layer: str
    count: Node
    scope: frozenset[tuple[str, Node]]
    source: str
    meant: _Meaning
    place: str
    depth: int = field(default=0, compare=False)

    @cached_property
    def meanings(self) -> Scope:
        """Return the formula that each local name stands for."""
        return dict(self.scope)

    def settle(self, formula: Node) -> Node:
        """Return the formula over the model's inputs."""
        return self.meant.settle(formula, self.meanings)

    def times(self, formula: Node) -> Node:
        """Return a number per use of the layer as a number per pass."""
        return product(self.count, self.settle(formula))


def expand(model: Model) -> Rows:
    """Return the rows of `model`; raises SpecError for layers or names that are not there."""
    faults: list[str] = []
    rows = model.rows or rows_of(model, faults)
    if not faults:
        faults = naming_faults(model, rows)
    if faults:
        raise SpecError(dict.fromkeys(faults))
    return rows


def rows_of(model: Model, faults: list[str]) -> Rows:
    """Return the rows of `model`; what is wrong with its layers is added to `faults`."""
    found = list(_expanded(model, _usual(), faults))
    return Rows(
        tuple(row for row in found if isinstance(row, MatmulRow)),
        tuple(row for row in found if isinstance(row, ParameterRow)),
        tuple(row for row in found if isinstance(row, ActivationRow)),
        tuple(row for row in found if isinstance(row, CacheRow)),
    )


def decode_rows(model: Model) -> tuple[MatmulRow, ...]:
    """Return the matrix products that make one more token of every sequence.

    Of an encoder-decoder only the decoder runs. The cache holds all tokens up to the new one. A
    model that could use a cache and keeps none, such as an encoder, makes no tokens.
    """
    length = DECODED if any(spec.name == DECODED for spec in model.inputs) else "seq_len"
    now: Scope = {length: Number(1), "past_len": Binary("-", Name(length), Number(1))}
    rows = [row for row in _expanded(model, _decoding(), []) if row.count != NONE]
    matmuls = [row for row in rows if isinstance(row, MatmulRow)]
    cacheless = not any(isinstance(row, CacheRow) for row in rows)
    if cacheless and any(row.operand == "cache" for row in matmuls):
        return ()
    return tuple(row.at(now) for row in matmuls if _runs_over(length, row))


def _runs_over(length: str, row: MatmulRow) -> bool:
    """Tell whether the product is of the tokens that `length` counts, all at once or one by one."""
    return length in names(row.m) | names(row.count)


def _expanded(model: Model, meant: _Meaning, faults: list[str]) -> Iterator[Row]:
    settled = frozenset(model.structure.items())
    for call in model.spec.calls:
        rows, wrong = _used(call, meant, settled)
        faults.extend(wrong)
        for row in rows:
            yield row if row.source else replace(row, source=model.origin or model.source)


@lru_cache(maxsize=1 << 12)
def _used(
    call: LayerCall, meant: _Meaning, settled: frozenset[tuple[str, Node]]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return the rows of a use of a layer and its faults: the same in all models that share it."""
    count = meant.settle(call.count, dict(settled))
    repeated = count != Number(1) or "uses" in call.arguments
    place = "block" if repeated else "ends"
    faults: list[str] = []
    frame = _Frame(call.name, count, settled, "", meant, place)
    return tuple(_call(call, frame, faults)), tuple(faults)


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
    scope = frozenset(_scope(call, spec, frame, faults).items())
    source = spec.source or frame.source
    yield from _rows(spec, replace(frame, layer=layer, scope=scope, source=source), faults)


def _rows(spec: LayerSpec, frame: _Frame, faults: list[str]) -> Iterator[Row]:
    yield from _own_rows(spec, frame)
    for call in spec.calls:
        inner = replace(frame, count=frame.times(call.count), depth=frame.depth + 1)
        yield from _call(call, inner, faults)


@lru_cache(maxsize=1 << 12)
def _own_rows(spec: LayerSpec, frame: _Frame) -> tuple[Row, ...]:
    """Return the rows of a layer without those that it is made of: many families have the same."""
    matmuls = (_matmul_row(matmul, frame) for matmul in spec.matmuls)
    rest: tuple[ParameterRow | ActivationRow | CacheRow, ...] = (
        *(_parameter_row(other, frame) for other in spec.others),
        *(_activation_row(activation, frame) for activation in spec.activations),
        *(_cache_row(cache, frame) for cache in spec.caches),
    )
    return (
        *(row for row in matmuls if not row.count == row.stored == NONE),
        *(row for row in rest if row.count != NONE),
    )


def _scope(call: LayerCall, spec: LayerSpec, frame: _Frame, faults: list[str]) -> Scope:
    """Return what each local name of the layer means, as formulas over the model's inputs."""
    for name in call.arguments.keys() - spec.parameters.keys():
        faults.append(
            f"{call.place}.with.{name}: unknown parameter{nearest(name, spec.parameters)}"
        )
    scope: dict[str, Node] = dict(frame.meanings)
    for name, default in spec.parameters.items():
        if name in call.arguments:
            scope[name] = frame.settle(call.arguments[name])
        elif default is not None:
            scope[name] = frame.meant.settle(default, scope)
        else:
            faults.append(f"{call.place}.with.{name}: missing; layer {call.use!r} needs it")
    for name, formula in spec.derived.items():
        scope[name] = frame.meant.settle(formula, scope)
    return scope


def _matmul_row(spec: MatmulSpec, frame: _Frame) -> MatmulRow:
    return MatmulRow(
        layer=frame.layer,
        matmul=spec.name,
        component=spec.component,
        m=frame.settle(spec.m),
        k=frame.settle(spec.k),
        n=frame.settle(spec.n),
        count=frame.times(spec.count),
        stored=frame.times(spec.stored),
        active=frame.times(spec.active),
        bias=frame.settle(spec.bias),
        masked=frame.settle(spec.masked),
        operand=spec.operand,
        reads=frame.times(spec.reads),
        left_reads=frame.times(spec.left_reads),
        writes=frame.times(spec.writes),
        source=frame.source,
    )


def _parameter_row(spec: ParameterSpec, frame: _Frame) -> ParameterRow:
    return ParameterRow(
        layer=frame.layer,
        parameter=spec.name,
        component=spec.component,
        size=product(*map(frame.settle, spec.shape)),
        count=frame.times(spec.count),
        active=frame.times(spec.active),
        source=frame.source,
    )


def _activation_row(spec: ActivationSpec, frame: _Frame) -> ActivationRow:
    return ActivationRow(
        layer=frame.layer,
        tensor=spec.name,
        place=frame.place,
        kept=spec.kept,
        split=spec.split,
        elements=frame.settle(spec.size),
        count=frame.times(spec.count),
        bytes_each=frame.settle(spec.bytes_each),
        source=frame.source,
    )


def _cache_row(spec: CacheSpec, frame: _Frame) -> CacheRow:
    return CacheRow(
        layer=frame.layer,
        tensor=spec.name,
        width=frame.settle(spec.width),
        tokens=frame.settle(spec.tokens),
        reserved=frame.settle(spec.reserved),
        count=frame.times(spec.count),
        source=frame.source,
    )
