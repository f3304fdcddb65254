"""Constants of a template, put in where they are named: a colour is text like all around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.visitor import NodeTransformer


def with_constants(template: nodes.Template) -> nodes.Template:
    """Return a template with the constants that it sets in the place of their names after that.

    One that extends another has none: what the other sets counts there, too.
    """
    if not template.find(nodes.Extends):
        once = {name for name, times in Counter(_given(template)).items() if times == 1}
        put_in = _PutIn()
        for node in template.body:
            put_in.visit(node)
            if isinstance(node, nodes.Assign):
                put_in.known |= {n: v for n, v in _pairs(node.target, node.node) if n in once}
    return template


class _PutIn(NodeTransformer):
    def __init__(self) -> None:
        self.known: dict[str, nodes.Const] = {}

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802
        return self.known.get(node.name, node) if node.ctx == "load" else node


def _given(template: nodes.Template) -> Iterator[str]:
    """Yield every name that is given something, as often as it is."""
    yield from (name.name for name in template.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in template.find_all(nodes.Macro))
    yield from (each.target for each in template.find_all(nodes.Import))
    for each in template.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in each.names)


def _pairs(target: nodes.Node, value: nodes.Node) -> Iterator[tuple[str, nodes.Const]]:
    if isinstance(target, nodes.Name) and isinstance(value, nodes.Const):
        yield target.name, value
    if isinstance(target, nodes.Tuple) and isinstance(value, nodes.Tuple):
        for each in zip(target.items, value.items, strict=False):
            yield from _pairs(*each)
