"""Where attention's quadratic term overtakes the rest of the forward pass, derived from the rows.

The forward FLOPs are F(S) = a S^2 + b S + c in the sequence length S; the term overtakes the rest
where a S^2 = b S + c. The coefficients are figures of their own, so that the workbook shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from reportgen.figures import DERIVED
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
from reportgen.spec import Quantity
from reportgen.sweep import followed

SWEPT = "seq_len"
ZERO = Number(0)
_NAMES = {2: "flops_quadratic", 1: "flops_linear", 0: "flops_constant"}
_TITLES = {2: "Quadratic coefficient", 1: "Linear coefficient", 0: "Constant"}
_UNITS = {2: "FLOP per token squared", 1: "FLOP per token", 0: "FLOP"}
_LETTERS = {2: "a", 1: "b", 0: "c"}
_ROOT = (
    "(flops_linear{0} + sqrt(flops_linear{0} ** 2 + 4 * flops_quadratic{0} * flops_constant{0}))"
    " / (2 * flops_quadratic{0}) if flops_quadratic{0} > 0 else 0"
)
_CROSSOVER = (
    "quadratic_root if quadratic_limit == 0 or quadratic_root <= quadratic_limit"
    " else max(quadratic_root_past, quadratic_limit) if quadratic_root_past > 0 else 0"
)
_OVERTAKES = "Quadratic term overtakes the rest"
# With the window W full from the start, S W pairs; exactly, W (W - 1) / 2 fewer, whatever S is.
_BELOW_ZERO = "; below 0 in exact counting, as the first tokens have less than a window before them"
_MEANING = "the seq_len from which attention's quadratic term exceeds all other FLOPs; 0: never"


def crossover_quantities(inputs: Inputs, flops: Mapping[str, Node]) -> list[Quantity]:
    """Return the coefficients of F(S) and the S from which the quadratic term exceeds the rest.

    Exact counting is quadratic in a windowed layer only up to the window, so with windows there
    are two sets of coefficients: up to the window and past it. Nothing is returned for a model
    without a quadratic term.
    """
    moved = [followed(formula, inputs, (SWEPT,)) for formula in flops.values()]
    choices = {spec.name: spec.choices for spec in inputs.specs if spec.kind == "choice"}
    below = _coefficients_of(moved, choices, _up_to_window)
    if below[2] == ZERO:
        return []
    limit = total(*(_by_case(formula, choices, _window) for formula in moved))
    if limit == ZERO:
        root = parse(_ROOT.format(""))
        found = Quantity("quadratic_crossover", _OVERTAKES, root, "tokens", _MEANING, DERIVED)
        return [*_described(below, "", ""), found]
    past = _coefficients_of(moved, choices, _past_window)
    return [
        *_described(below, "", " up to the window"),
        *_described(past, "_past", " past the window"),
        *_window_quantities(_smallest(moved, choices)),
    ]


def _window_quantities(limit: Node) -> list[Quantity]:
    def of(name: str, title: str, formula: Node, meaning: str) -> Quantity:
        return Quantity(name, title, formula, "tokens", meaning, DERIVED)

    endless = "the count is quadratic in every layer up to this length; 0: without end"
    return [
        of("quadratic_limit", "Quadratic up to", limit, endless),
        of("quadratic_root", "Up to the window", parse(_ROOT.format("")), "where a S^2 = b S + c"),
        of(
            "quadratic_root_past",
            "Past it",
            parse(_ROOT.format("_past")),
            "the same past the window",
        ),
        of("quadratic_crossover", _OVERTAKES, parse(_CROSSOVER), _MEANING),
    ]


def _coefficients_of(
    formulas: Sequence[Node], choices: Mapping[str, Sequence[str]], regime: Callable[[Node], Node]
) -> dict[int, Node]:
    return {
        degree: total(
            *(_by_case(f, choices, partial(_coefficient, degree, regime)) for f in formulas)
        )
        for degree in _NAMES
    }


def _described(found: Mapping[int, Node], suffix: str, where: str) -> list[Quantity]:
    meaning = f"in F = a S^2 + b S + c, the forward FLOPs by sequence length S{where}"
    notes = {0: _BELOW_ZERO} if suffix else {}
    return [
        Quantity(
            _NAMES[degree] + suffix,
            _TITLES[degree],
            formula,
            _UNITS[degree],
            f"{_LETTERS[degree]} {meaning}{notes.get(degree, '')}",
            DERIVED,
        )
        for degree, formula in found.items()
    ]


def _smallest(formulas: Sequence[Node], choices: Mapping[str, Sequence[str]]) -> Node:
    """Return the smallest window of any layer, 0 where the count has none."""
    limits = [_by_case(formula, choices, _window) for formula in formulas]
    found = list(dict.fromkeys(limit for limit in limits if limit != ZERO))
    return found[0] if len(found) == 1 else Call("min", tuple(found))


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
    by_degree = coefficients(collect(formula), SWEPT)
    return {degree: to_node(polynomial) for degree, polynomial in (by_degree or {}).items()}


def _coefficient(degree: int, regime: Callable[[Node], Node], formula: Node) -> Node:
    return _coefficients(regime(formula)).get(degree, ZERO)


def _window(formula: Node) -> Node:
    """Return the X of min(seq_len, X) where the formula has one, 0 where it has none."""
    if _is_window(formula):
        return next(argument for argument in formula.children() if argument != Name(SWEPT))
    found = (_window(child) for child in formula.children())
    return next((window for window in found if window != ZERO), ZERO)


def _up_to_window(formula: Node) -> Node:
    """Return the formula for lengths that no window cuts: min(seq_len, X) is seq_len."""
    if _is_window(formula):
        return Name(SWEPT)
    return formula.with_children(tuple(map(_up_to_window, formula.children())))


def _past_window(formula: Node) -> Node:
    """Return the formula for lengths that every window cuts: min(seq_len, X) is X."""
    if _is_window(formula):
        return _window(formula)
    return formula.with_children(tuple(map(_past_window, formula.children())))


def _is_window(node: Node) -> bool:
    is_min = isinstance(node, Call) and node.function == "min"
    return is_min and len(node.children()) == 2 and Name(SWEPT) in node.children()
