"""Where attention's quadratic term overtakes the rest of the forward pass, derived from the rows.

The forward FLOPs are F(S) = a S^2 + b S + c in the sequence length S; the term overtakes the rest
where a S^2 = b S + c. The coefficients are figures of their own, so that the workbook shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from reportgen.figures import DERIVED, Quantity
from reportgen.formula import (
    Call,
    Choose,
    Compare,
    Name,
    Node,
    Number,
    Text,
    coefficients,
    collect,
    fold,
    names,
    parse,
    to_node,
    total,
)
from reportgen.inputs import Inputs
from reportgen.sweep import followed

SWEPT = "seq_len"
ZERO = Number(0)
_NAMES = {2: "flops_quadratic", 1: "flops_linear", 0: "flops_constant"}
_UNITS = {2: "FLOP per token squared", 1: "FLOP per token", 0: "FLOP"}
_MEANINGS = {
    2: "a in F = a S^2 + b S + c, the forward FLOPs by sequence length S",
    1: "b in F = a S^2 + b S + c",
    0: "c in F = a S^2 + b S + c: what does not grow with the sequence",
}
_ROOT = (
    "(flops_linear + sqrt(flops_linear ** 2 + 4 * flops_quadratic * flops_constant))"
    " / (2 * flops_quadratic)"
)


def crossover_quantities(inputs: Inputs, flops: Mapping[str, Node]) -> list[Quantity]:
    """Return the coefficients of F(S) and the S from which the quadratic term exceeds the rest.

    0 stands for never: within a window, exact counting is quadratic only up to the window.
    Nothing is returned for a model without a quadratic term.
    """
    moved = [followed(formula, inputs, (SWEPT,)) for formula in flops.values()]
    choices = {spec.name: spec.choices for spec in inputs.specs if spec.kind == "choice"}
    found = {
        degree: total(*(_by_case(f, choices, partial(_coefficient, degree)) for f in moved))
        for degree in _NAMES
    }
    if found[2] == ZERO:
        return []
    limit = total(*(_by_case(formula, choices, _window) for formula in moved))
    return [*_coefficient_quantities(found), *_root_quantities(limit)]


def _coefficient_quantities(found: Mapping[int, Node]) -> list[Quantity]:
    titles = {2: "Quadratic coefficient", 1: "Linear coefficient", 0: "Constant"}
    return [
        Quantity(
            _NAMES[d],
            titles[d],
            formula,
            _UNITS[d],
            _MEANINGS[d],
            DERIVED,
        )
        for d, formula in found.items()
    ]


def _root_quantities(limit: Node) -> list[Quantity]:
    root, window = parse(f"{_ROOT} if flops_quadratic > 0 else 0"), []
    if limit != ZERO:
        reached = f"quadratic_limit == 0 or {_ROOT} <= quadratic_limit"
        root = parse(f"({_ROOT} if {reached} else 0) if flops_quadratic > 0 else 0")
        meaning = "the count stays quadratic up to this length, the window; 0: without end"
        window = [Quantity("quadratic_limit", "Quadratic up to", limit, "tokens", meaning, DERIVED)]
    meaning = "the seq_len from which attention's quadratic term exceeds all other FLOPs; 0: never"
    title = "Quadratic term overtakes the rest"
    return [*window, Quantity("quadratic_crossover", title, root, "tokens", meaning, DERIVED)]


def _by_case(
    formula: Node, choices: Mapping[str, Sequence[str]], leaf: Callable[[Node], Node]
) -> Node:
    """Split a formula by the choices it depends on, so that no case has a conditional on one."""
    name = next((name for name in choices if name in names(formula)), None)
    if name is None:
        return leaf(formula)
    cases = [
        (value, _by_case(fold(formula, {name: value}), choices, leaf)) for value in choices[name]
    ]
    usual = cases[0][1]
    result = usual
    for value, case in cases[1:]:
        if case != usual:
            result = Choose(Compare("==", Name(name), Text(value)), case, result)
    return result


@lru_cache(maxsize=4096)
def _coefficients(formula: Node) -> Mapping[int, Node]:
    by_degree = coefficients(collect(_without_windows(formula)), SWEPT)
    return {degree: to_node(polynomial) for degree, polynomial in (by_degree or {}).items()}


def _coefficient(degree: int, formula: Node) -> Node:
    return _coefficients(formula).get(degree, ZERO)


def _window(formula: Node) -> Node:
    """Return the X of min(seq_len, X) where the formula has one, 0 where it has none."""
    if _is_window(formula):
        return next(argument for argument in formula.children() if argument != Name(SWEPT))
    found = (_window(child) for child in formula.children())
    return next((window for window in found if window != ZERO), ZERO)


def _without_windows(formula: Node) -> Node:
    if _is_window(formula):
        return Name(SWEPT)
    return formula.with_children(tuple(_without_windows(child) for child in formula.children()))


def _is_window(node: Node) -> bool:
    is_min = isinstance(node, Call) and node.function == "min"
    return is_min and len(node.children()) == 2 and Name(SWEPT) in node.children()
