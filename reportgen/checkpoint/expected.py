"""What a checkpoint should hold: for each row of a model, tensors of which shape, and how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import TypeVar

from reportgen import catalog
from reportgen.aggregate import ExactTable, matmul_table, parameter_table
from reportgen.checkpoint.tensors import Alternatives, TensorName, names_of
from reportgen.expand import expand
from reportgen.formula import Binary, evaluate
from reportgen.inputs import Inputs, resolve
from reportgen.model import Model
from reportgen.rows import MatmulRow, ParameterRow

Shape = tuple[int, ...]
T = TypeVar("T")


@dataclass(frozen=True)
class Need:
    """Tensors that a model has: `count` of the shape `sides`, for a row, under one of `names`.

    A `loose` one may have its values in other sides, as a gain per head does; `in_experts` says
    that a tensor may hold the matrices of all experts, one below the other. An `unsaved` one is
    computed by the class, and files need not hold it.
    """

    row: str
    names: Alternatives
    sides: Shape
    count: int
    loose: bool = False
    in_experts: bool = False
    unsaved: bool = False

    @property
    def size(self) -> int:
        """Return how many values one of the tensors has."""
        return prod(self.sides)


def needs_of(model: Model) -> list[Need]:
    """Return what a checkpoint of `model` should hold; raises SpecError as a report would."""
    inputs, rows = resolve(model), expand(model)
    found: list[Need] = []
    for row, values in _valued(
        rows.matmuls, matmul_table(model.name, rows, inputs, inputs.values).exact
    ):
        found += _matmul(model, row, values)
    for other, values in _valued(
        rows.others, parameter_table(model.name, rows, inputs, inputs.values).exact
    ):
        found.append(_parameter(model, other, values, inputs))
    return found


def _valued(rows: Sequence[T], exact: ExactTable) -> Iterator[tuple[T, dict[str, int]]]:
    """Yield the rows with their sizes and counts."""
    keys = [key for key in ("k", "n", "stored", "bias", "size", "count") if key in exact]
    for i, row in enumerate(rows):
        yield row, {key: int(exact[key][i]) for key in keys}


def _matmul(model: Model, row: MatmulRow, values: Mapping[str, int]) -> Iterator[Need]:
    """Yield the matrix, kept as (n, k) like a linear layer's, and the bias beside it."""
    label = f"{row.layer}.{row.matmul}"
    sides, stored, bias = (values["n"], values["k"]), values["stored"], values["bias"]
    in_experts = row.component == "experts"
    names = names_of(model.architecture, label)
    yield Need(label, names, sides, stored, in_experts=in_experts)
    names = names_of(model.architecture, label, "bias")
    yield Need(f"{label}.bias", names, (bias or 1,), stored if bias else 0)


def _parameter(model: Model, row: ParameterRow, values: Mapping[str, int], inputs: Inputs) -> Need:
    label = f"{row.layer}.{row.parameter}"
    names = names_of(model.architecture, label)
    part = next((name.values for each in names for name in each if name.values), None)
    if part is not None:
        size = int(evaluate(part, inputs.values))
        return Need(label, names, (size,), values["count"] * values["size"] // size)
    count = values["count"] if values["size"] else 0
    unsaved = label in catalog.checkpoints()["unsaved"].get(model.architecture, ())
    sides = _sides(row, values["size"] or 1, inputs)
    return Need(label, names, sides, count, loose=True, unsaved=unsaved)


def _sides(row: ParameterRow, size: int, inputs: Inputs) -> Shape:
    """Return the sides of a table, (rows, width), where the size is written as their product."""
    if isinstance(row.size, Binary) and row.size.op == "*":
        sides = (evaluate(row.size.left, inputs.values), evaluate(row.size.right, inputs.values))
        if all(isinstance(side, int) and side > 0 for side in sides):
            return tuple(map(int, sides))
    return (size,)


def sets_in(shape: Shape, needs: Sequence[Need], name: TensorName | None) -> int:
    """Return how many sets of these needs a tensor of this shape holds; 0 where it cannot be.

    A set is one of each, joined along the first side; several sets are stacked.
    """
    sides, size = joined(needs), sum(need.size for need in needs)
    sets, rest = divmod(prod(shape), size or 1)
    if not sides or not size or rest or not sets:
        return 0
    if needs[0].loose and sets == 1 and len(needs) == 1 and len(_squeezed(shape)) != 2:
        return 1
    own = sides[::-1] if name and name.transposed else sides
    allowed = {_squeezed((sets, *own))}
    if needs[0].in_experts:
        allowed.add(_squeezed((sets * own[0], *own[1:])))
    return sets if _squeezed(shape) in allowed else 0


def cut(need: Need, parts: int) -> Need:
    """Return the need of tensors that are each cut in equal parts, one below the other."""
    rows, rest = divmod(need.sides[0], parts)
    if parts == 1 or rest:
        return need
    return replace(need, sides=(rows, *need.sides[1:]), count=need.count * parts)


def joined(needs: Sequence[Need]) -> Shape:
    """Return the shape of the needs one after the other, nothing where they do not fit."""
    widths = {need.sides[1:] for need in needs}
    if len(widths) != 1:
        return ()
    return (sum(need.sides[0] for need in needs), *widths.pop())


def _squeezed(shape: Shape) -> Shape:
    """Return the shape without sides of 1, which some classes add."""
    return tuple(side for side in shape if side != 1)
