"""Sweeps: the totals by component at other values of some inputs, one point per row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reportgen.aggregate import ExactTable, Scalar
from reportgen.closed_form import compact
from reportgen.formula import Binary, Name, Node, evaluate, names, substitute, total
from reportgen.inputs import Inputs

CONTEXT = "Context"
CONTEXT_LENGTHS = tuple(2**power for power in range(10, 21))
SHARE = "_share"


class Sweep(NamedTuple):
    """Forward FLOPs by component at several values of the `swept` inputs.

    `columns` are formulas over the row's own columns and the other inputs, the same for each row:
    a column per component, `total`, and a `_share` per component. `rows` hold the values.
    """

    name: str
    labels: tuple[str, ...]
    swept: tuple[str, ...]
    columns: Mapping[str, Node]
    titles: Mapping[str, str]
    rows: tuple[Mapping[str, Scalar], ...]

    @property
    def exact(self) -> ExactTable:
        """Return the rows by column, with the labels as the column `shape`."""
        keys = (*self.swept, *self.columns)
        return {"shape": self.labels, **{key: [row[key] for row in self.rows] for key in keys}}


def context_sweep(
    inputs: Inputs, flops: Mapping[str, Node], titles: Mapping[str, str], lengths: Iterable[int]
) -> Sweep:
    """Return the forward FLOPs by component at other sequence lengths."""
    points = {f"{length:,}": {"seq_len": length} for length in lengths}
    return sweep(CONTEXT, inputs, flops, titles, points)


def sweep(
    name: str,
    inputs: Inputs,
    flops: Mapping[str, Node],
    titles: Mapping[str, str],
    points: Mapping[str, Mapping[str, int]],
) -> Sweep:
    """Return the forward FLOPs by component at `points`, each a label and the inputs it changes.

    Inputs that follow the swept ones by their default follow them here too.
    """
    swept = tuple(next(iter(points.values())))
    columns = {c: compact(followed(flops[c], inputs, swept)) for c in titles if c in flops}
    columns["total"] = total(*(Name(component) for component in columns))
    shares = {f"{c}{SHARE}": Binary("/", Name(c), Name("total")) for c in columns if c != "total"}
    columns |= shares
    labels = {**titles, "total": "All"}
    headings = {c: labels[c.removesuffix(SHARE)] for c in columns}
    rows = tuple(_row(point, columns, inputs) for point in points.values())
    return Sweep(name, tuple(points), swept, columns, headings, rows)


def _row(
    point: Mapping[str, int], columns: Mapping[str, Node], inputs: Inputs
) -> Mapping[str, Scalar]:
    row: dict[str, Scalar] = dict(point)
    for name, formula in columns.items():
        row[name] = evaluate(formula, {**inputs.values, **row})
    return row


def followed(formula: Node, inputs: Inputs, swept: Sequence[str]) -> Node:
    """Replace the inputs that follow a swept one by the formula that they follow."""
    moving, followed = set(swept), dict[str, Node]()
    for spec in inputs.specs:
        if (
            spec.name in inputs.follow_in_sweeps
            and spec.default
            and spec.name not in moving
            and names(spec.default) & moving
        ):
            moving.add(spec.name)
            followed[spec.name] = substitute(spec.default, followed)
    return substitute(formula, followed)
