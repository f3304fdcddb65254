"""What is derived from a model's rows: sums as formulas over the inputs, and what a longer
context does to them."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.aggregate import catalog_columns
from reportgen.closed_form import column_sums, compact
from reportgen.crossover import crossover_quantities
from reportgen.figures import DERIVED
from reportgen.formula import Name, Node, Number, product, substitute, total
from reportgen.inputs import Inputs
from reportgen.rows import Rows
from reportgen.spec import Quantity
from reportgen.sweep import followed

NOTHING = Number(0)
# The exercise goes from 1,024 tokens to 16,384.
LONGER = Number(16)


def params_by_component(rows: Rows) -> dict[str, Node]:
    """Return the parameters by component as formulas over the inputs."""
    found = column_sums(rows.others, catalog_columns("other_parameters"), "params")
    weights = column_sums(rows.matmuls, catalog_columns("matmuls"), "params")
    for component, formula in weights.items():
        found[component] = total(found.get(component, NOTHING), formula)
    return found


def flops_by_component(rows: Rows) -> dict[str, Node]:
    """Return the forward FLOPs by component as formulas over the inputs."""
    return column_sums(rows.matmuls, catalog_columns("matmuls"), "flops")


def context_quantities(inputs: Inputs, flops: Mapping[str, Node]) -> list[Quantity]:
    """Return the FLOPs at a longer context, and where the quadratic term overtakes the rest."""

    def of(name: str, title: str, formula: Node) -> Quantity:
        length = "with 16 times as many tokens per sequence"
        return Quantity(name, title, _longer(formula, inputs), "FLOP", length, DERIVED)

    core = flops.get("attention_core", NOTHING)
    return [
        of("flops_at_16_times", "Forward FLOPs", total(*flops.values())),
        of("attention_core_at_16_times", "Attention core FLOPs", core),
        *crossover_quantities(inputs, flops),
    ]


def _longer(formula: Node, inputs: Inputs) -> Node:
    moved = followed(formula, inputs, ("seq_len",))
    return compact(substitute(moved, {"seq_len": product(LONGER, Name("seq_len"))}))
