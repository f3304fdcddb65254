"""A model at a glance: its parameters and the FLOPs of one forward pass, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.aggregate import Scalar, catalog_columns
from reportgen.closed_form import column_sums
from reportgen.expand import expand
from reportgen.formula import evaluate, total
from reportgen.inputs import resolve
from reportgen.model import Model


@dataclass(frozen=True)
class Glance:
    """The parameters of a model, and the FLOPs of a forward pass at its own context length."""

    params: Scalar
    flops: Scalar


def glance(model: Model) -> Glance:
    """Return the parameters and forward FLOPs of `model` with its inputs as they are."""
    rows, values = expand(model), resolve(model).values
    matmuls, others = catalog_columns("matmuls"), catalog_columns("other_parameters")
    params = column_sums(rows.matmuls, matmuls, "params").values()
    more_params = column_sums(rows.others, others, "params").values()
    flops = column_sums(rows.matmuls, matmuls, "flops").values()
    return Glance(evaluate(total(*params, *more_params), values), evaluate(total(*flops), values))
