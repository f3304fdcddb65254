"""Constants of a template, put in where they are named: a colour is text like all around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from jinja2 import nodes
from jinja2.visitor import NodeTransformer


def with_constants(template: nodes.Template) -> nodes.Template:
    """Return a template with the constants that it sets in the place of their names.

    One that extends another has none: what the other sets counts there, too.
    """
    if not template.find(nodes.Extends):
        _PutIn(_constants(template)).visit(template)
    return template


class _PutIn(NodeTransformer):
    def __init__(self, constants: Mapping[str, nodes.Const]) -> None:
        self._constants = constants

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802
        return self._constants.get(node.name, node) if node.ctx == "load" else node


def _constants(template: nodes.Template) -> dict[str, nodes.Const]:
    """Return the constants that stand outside of blocks, by name, each set nowhere else."""
    names = Counter(name.name for name in template.find_all(nodes.Name) if name.ctx != "load")
    return {name: value for name, value in _assigned(template) if names[name] == 1}


def _assigned(template: nodes.Template) -> Iterator[tuple[str, nodes.Const]]:
    for node in template.body:
        if isinstance(node, nodes.Assign):
            yield from _pairs(node.target, node.node)


def _pairs(target: nodes.Node, value: nodes.Node) -> Iterator[tuple[str, nodes.Const]]:
    if isinstance(target, nodes.Name) and isinstance(value, nodes.Const):
        yield target.name, value
    if isinstance(target, nodes.Tuple) and isinstance(value, nodes.Tuple):
        for each in zip(target.items, value.items, strict=False):
            yield from _pairs(*each)
