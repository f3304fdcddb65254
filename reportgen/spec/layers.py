"""What may be said of layers: their products, parameters, and what they keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reportgen.formula import Node

Operand = Literal["weight", "activation", "cache"]
KEPT = ("always", "unfused", "fused")
SPLITS = ("tensor", "sequence")


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


@dataclass(frozen=True, eq=False)
class LayerCall:
    """A use of a layer specification: which one, how many times, with which arguments.

    Models of one family share their calls, which are keys of the cache of rows.
    """

    name: str
    use: str | LayerSpec
    count: Node
    arguments: Mapping[str, Node]
    place: str = ""


@dataclass(frozen=True, eq=False)
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
