"""What kind of value a formula gives: a number, a text or a truth (of which `if` asks).

A name may stand for a number or for a text; where it stands decides which. Mixing kinds means
something else in every program that calculates (``1 + TRUE`` is 2 in a workbook), so it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from reportgen.formula.tree import (
    Binary,
    Call,
    Choose,
    Column,
    Compare,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)

NUMBER, TEXT, TRUTH, EITHER = "a number", "a text", "a comparison", "a number or a text"

AGGREGATES = ("sum", "sum_where", "lookup")
Refuse = Callable[[Node, str], NoReturn]

_FIXED = {
    Number: NUMBER,
    Text: TEXT,
    Name: EITHER,
    Negate: NUMBER,
    Binary: NUMBER,
    Column: NUMBER,
    Call: NUMBER,
    Compare: TRUTH,
    Logic: TRUTH,
    Not: TRUTH,
}


def kind(node: Node) -> str:
    """Return the kind of value that a formula whose kinds agree gives."""
    if type(node) is Call and node.function == "lookup":
        return EITHER
    if type(node) is not Choose:
        return _FIXED[type(node)]
    then = kind(node.then)
    return kind(node.otherwise) if then == EITHER else then


def check_kinds(node: Node, refuse: Refuse) -> None:
    """Call `refuse` with the first node whose kind does not fit its place, and the reason."""
    for child in node.children():
        check_kinds(child, refuse)
    check = _CHECKS.get(type(node))
    if check:
        check(node, refuse)


def expect(node: Node, wanted: str, refuse: Refuse) -> None:
    """Call `refuse` unless the node gives the kind wanted."""
    found = kind(node)
    if found != wanted and not (found == EITHER and wanted in (NUMBER, TEXT)):
        refuse(node, f"this is {found} where {wanted} is needed")


def _numbers(node: Node, refuse: Refuse) -> None:
    for child in node.children():
        expect(child, NUMBER, refuse)


def _truths(node: Node, refuse: Refuse) -> None:
    for child in node.children():
        expect(child, TRUTH, refuse)


def _compare(node: Compare, refuse: Refuse) -> None:
    if node.op not in ("==", "!="):
        return _numbers(node, refuse)
    wanted = TEXT if TEXT in (kind(node.left), kind(node.right)) else NUMBER
    expect(node.left, wanted, refuse)
    return expect(node.right, wanted, refuse)


def _choose(node: Choose, refuse: Refuse) -> None:
    expect(node.condition, TRUTH, refuse)
    wanted = kind(node)
    if wanted != EITHER:
        expect(node.then, wanted, refuse)
        expect(node.otherwise, wanted, refuse)


def _call(node: Call, refuse: Refuse) -> None:
    if node.function not in AGGREGATES:
        _numbers(node, refuse)


_CHECKS: dict[type, Callable[..., None]] = {
    Negate: _numbers,
    Binary: _numbers,
    Compare: _compare,
    Logic: _truths,
    Not: _truths,
    Choose: _choose,
    Call: _call,
}
