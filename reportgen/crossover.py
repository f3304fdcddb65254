"""Where attention's quadratic term overtakes the rest of the forward pass, derived from the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reportgen.formula import (
    Binary,
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
    product,
    to_node,
    total,
)
from reportgen.inputs import Inputs
from reportgen.sweep import followed

SWEPT = "seq_len"
NEVER = Number(0)


def crossover(inputs: Inputs, flops: Mapping[str, Node]) -> Node:
    """Return the seq_len from which the quadratic term exceeds all the rest, as a formula.

    With F(S) = a S^2 + b S + c it is the S where a S^2 = b S + c. 0 stands for never: within a
    window the count is quadratic only up to the window.
    """
    choices = {spec.name: spec.choices for spec in inputs.specs if spec.kind == "choice"}
    return _by_case(followed(total(*flops.values()), inputs, (SWEPT,)), choices, _overtaking)


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
    result = cases[0][1]
    for value, case in cases[1:]:
        if case != cases[0][1]:
            result = Choose(Compare("==", Name(name), Text(value)), case, result)
    return result


def _overtaking(formula: Node) -> Node:
    windows = _windows(formula)
    unbounded = _without_windows(formula)
    by_degree = coefficients(collect(unbounded), SWEPT)
    if by_degree is None or 2 not in by_degree or max(by_degree) > 2:
        return NEVER
    a, b, c = (to_node(by_degree[d]) if d in by_degree else NEVER for d in (2, 1, 0))
    root = _positive_root(a, b, c)
    for window in windows:
        root = Choose(Compare("<=", root, window), root, NEVER)
    return root


def _positive_root(a: Node, b: Node, c: Node) -> Node:
    """Return the positive S with a S^2 = b S + c."""
    if c == NEVER:
        return Binary("/", b, a)
    inside = total(Binary("**", b, Number(2)), product(Number(4), a, c))
    return Binary("/", total(b, Call("sqrt", (inside,))), product(Number(2), a))


def _windows(formula: Node) -> list[Node]:
    """Return the X of every min(seq_len, X) in the formula, each once."""
    found = [X for node in _walk(formula) if (X := _window(node)) is not None]
    return list(dict.fromkeys(found))


def _without_windows(formula: Node) -> Node:
    if _window(formula) is not None:
        return Name(SWEPT)
    return formula.with_children(tuple(_without_windows(child) for child in formula.children()))


def _window(node: Node) -> Node | None:
    if isinstance(node, Call) and node.function == "min" and Name(SWEPT) in node.arguments:
        others = [argument for argument in node.arguments if argument != Name(SWEPT)]
        return others[0] if len(others) == 1 else None
    return None


def _walk(node: Node) -> list[Node]:
    return [node, *(inner for child in node.children() for inner in _walk(child))]
