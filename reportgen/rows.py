"""The rows that a model's layers expand into, as formulas over the model's inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Self

from reportgen.formula import Node, collect, fold, names, substitute, to_node


@dataclass(frozen=True)
class _Row:
    """What all rows share: the layer, and formulas over the inputs beside a few words."""

    layer: str

    @cached_property
    def formulas(self) -> Mapping[str, Node]:
        """Return the row's formulas by column."""
        return {f.name: v for f in fields(self) if not isinstance(v := getattr(self, f.name), str)}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return what the row says in words, by column."""
        return {f.name: v for f in fields(self) if isinstance(v := getattr(self, f.name), str)}

    @property
    def label(self) -> str:
        """Return what the row is called within its layer."""
        own = self.words
        return next(own[name] for name in ("matmul", "parameter", "tensor") if name in own)

    def where(self, column: str) -> str:
        """Return which column of which row it is, for messages."""
        return f"layer {self.layer}, {self.label}.{column}"

    def at(self, values: Mapping[str, Node]) -> Self:
        """Return the row with some names replaced in all of its formulas."""
        changed = {name: substitute(formula, values) for name, formula in self.formulas.items()}
        plain: dict[str, Any] = {n: to_node(collect(fold(f, {}))) for n, f in changed.items()}
        return replace(self, **plain)


@dataclass(frozen=True)
class MatmulRow(_Row):
    """One matrix product as formulas over the inputs: (m x k) @ (k x n), `count` times."""

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
    operand: str
    reads: Node
    left_reads: Node
    writes: Node
    source: str


@dataclass(frozen=True)
class ParameterRow(_Row):
    """Parameters that no matrix product uses: `size` values each, `count` of them."""

    parameter: str
    component: str
    size: Node
    count: Node
    active: Node
    source: str


@dataclass(frozen=True)
class ActivationRow(_Row):
    """A tensor that is kept for the backward pass: `elements` of `bytes_each`, `count` times.

    `place` tells the blocks, of which a model has several, from what stands before and after them.
    """

    tensor: str
    place: str
    kept: str
    split: str
    elements: Node
    count: Node
    bytes_each: Node
    source: str


@dataclass(frozen=True)
class CacheRow(_Row):
    """What generation keeps: `width` values for each of `tokens` per sequence, `count` times."""

    tensor: str
    width: Node
    tokens: Node
    reserved: Node
    count: Node
    source: str


Row = MatmulRow | ParameterRow | ActivationRow | CacheRow


@dataclass(frozen=True)
class Rows:
    """All rows of a model, in the order of its layers."""

    matmuls: tuple[MatmulRow, ...]
    others: tuple[ParameterRow, ...]
    activations: tuple[ActivationRow, ...]
    caches: tuple[CacheRow, ...]

    @property
    def all(self) -> tuple[MatmulRow | ParameterRow, ...]:
        """Return the rows that are counted: products and other parameters."""
        return (*self.matmuls, *self.others)

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the inputs that the rows of all tables use."""
        formulas = {formula for row in self.every for formula in row.formulas.values()}
        return frozenset().union(*map(names, formulas))

    @property
    def every(self) -> tuple[Row, ...]:
        """Return the rows of all tables."""
        return (*self.all, *self.activations, *self.caches)
