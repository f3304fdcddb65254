"""What a template puts out alike on every page is settled when the template is compiled.

That is what it includes, where there is no expression in it, and what a filter makes of a block in
which there is none, such as the script of a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from jinja2 import BaseLoader, Environment, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer


def settled(template: nodes.Template, environment: Environment) -> nodes.Template:
    """Return a template that puts out the same, with less to do for each page."""
    return _Settling(environment).visit(template)  # type: ignore[no-any-return]


class _Settling(NodeTransformer):
    """Puts a text in the place of what comes to it; what may go wrong stays as it is."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        match node.template:
            case nodes.Const(value=str(name)):
                texts = _texts(self._body(name) or [node])
                return node if texts is None else nodes.Output(texts, lineno=node.lineno)
        return node

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        texts = _texts(node.body)
        if texts is None:
            return node
        first = node.filter
        while isinstance(first.node, nodes.Filter):
            first = first.node
        first.node = nodes.TemplateData("".join(text.data for text in texts))
        safe = nodes.MarkSafeIfAutoescape(node.filter)  # as what a block is made to always is
        return nodes.Output([safe], lineno=node.lineno).set_environment(self.environment)

    def _body(self, name: str) -> list[nodes.Node]:
        """Return what is in a template, nothing where that cannot be told."""
        loader = self.environment.loader or BaseLoader()
        try:
            source, file, _ = loader.get_source(self.environment, name)
            return self.environment.parse(source, name, file).body
        except (TemplateSyntaxError, OSError, ValueError):
            return []


def _texts(body: Iterable[nodes.Node]) -> list[nodes.TemplateData] | None:
    """Return the texts that make up all of a body, or None where there is more in it."""
    outputs = [each.nodes if isinstance(each, nodes.Output) else [each] for each in body]
    texts = [each for each in chain(*outputs) if isinstance(each, nodes.TemplateData)]
    return texts if len(texts) == sum(map(len, outputs)) else None
