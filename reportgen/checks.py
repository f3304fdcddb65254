"""The checks that a report carries: sums against totals against closed forms, and conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from reportgen.closed_form import ClosedForm
from reportgen.figures import DERIVED, by_name
from reportgen.formula import (
    Binary,
    Call,
    Choose,
    Compare,
    Logic,
    Name,
    Node,
    parse,
    total,
)
from reportgen.inputs import Inputs
from reportgen.spec import Constraint, Quantity

# Float64 sums of a few dozen terms differ by their order in the last digits, never by more.
TOLERANCE = "1e-12"
ALL_HOLD = "all_checks_hold"
CONDITION = "check_condition_"  # and a number
_TABLE_CHECKS = {
    "check_params_by_component": (
        "The components' parameters sum to the total",
        "sum(Totals.params)",
        "params_total",
    ),
    "check_active_by_component": (
        "The components' active parameters sum to the total",
        "sum(Totals.active_params)",
        "params_active",
    ),
    "check_flops_by_component": (
        "The components' FLOPs sum to the total",
        "sum(Totals.flops)",
        "flops_forward",
    ),
    "check_flops_shares": ("The rows' shares of the FLOPs sum to 1", "sum(Matmuls.share)", "1"),
}


class Check(NamedTuple):
    """A condition over the report's figures, and whether it holds."""

    name: str
    title: str
    formula: Node
    holds: bool


def check_quantities(
    inputs: Inputs, constraints: Sequence[Constraint], forms: Sequence[ClosedForm]
) -> dict[str, Quantity]:
    """Return the conditions that a report checks, the last of which says that all others hold."""
    found = {**_table_checks(), **_form_checks(forms)}
    found.update(_whole_checks(inputs))
    for i, constraint in enumerate(constraints, 1):
        found[f"{CONDITION}{i}"] = (constraint.message, constraint.condition)
    every = Logic("and", tuple(map(Name, found)))
    found[ALL_HOLD] = ("All checks hold", every)
    return by_name(Quantity(name, title, f, "", "", DERIVED) for name, (title, f) in found.items())


@cache
def _table_checks() -> Mapping[str, tuple[str, Node]]:
    return {
        name: (title, _same(parse(left), parse(right)))
        for name, (title, left, right) in _TABLE_CHECKS.items()
    }


def _form_checks(forms: Iterable[ClosedForm]) -> dict[str, tuple[str, Node]]:
    by_name = {form.name: form for form in forms}
    found = {}
    for form in by_name.values():
        if not form.equals:
            continue
        apart = (
            [Name("norms_short_form")]
            if form.name == "params_short_form" and "norms_short_form" in by_name
            else []
        )
        same = _same(total(Name(form.name), *apart), Name(form.equals))
        kind = "short" if form.condition else "general"
        title = f"{form.title}: the {kind} closed form gives {form.equals}"
        if form.condition is not None:
            title += " where its conditions hold"
            same = Choose(form.condition, same, parse("1 == 1"))
        found[f"check_{form.name}"] = (title, same)
    return found


def _whole_checks(inputs: Inputs) -> dict[str, tuple[str, Node]]:
    """An input that follows a formula must come out whole where a whole number is due."""
    return {
        f"check_whole_{spec.name}": (
            f"{spec.name} is a whole number",
            Compare("==", Call("floor", (Name(spec.name),)), Name(spec.name)),
        )
        for spec in inputs.specs
        if spec.kind == "whole" and spec.default and "/" in _operators(spec.default)
    }


@lru_cache(maxsize=1 << 12)
def _operators(node: Node) -> frozenset[str]:
    own = frozenset((node.op,)) if isinstance(node, Binary) else frozenset[str]()
    return own.union(*map(_operators, node.children()))


def _same(left: Node, right: Node) -> Node:
    gap = Call("abs", (Binary("-", left, right),))
    return Compare("<=", gap, Binary("*", parse(TOLERANCE), Call("abs", (right,))))
