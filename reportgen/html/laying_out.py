"""What makes pages cheap: texts are escaped in C, and what was laid out before is not done again.

Many rows of a page are on every other page too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, MutableMapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.meta import find_undeclared_variables
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

try:
    from markupsafe import _escape_inner as _escaped  # type: ignore[attr-defined]
except ImportError:  # before MarkupSafe 3

    def _escaped(text: str, /) -> str:
        return str(escape(text))


_TAG = re.compile(r"\{[{%]").search
Layout = Callable[..., str]  # such as a macro that a template imports


class _Code(CodeGenerator):
    """Writes templates as Python, which calls `escape` for all that it puts out."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        self.writeline("from reportgen.html.laying_out import shown as escape")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        """Write an empty text where a condition does not hold; Jinja makes an object to say so."""
        for child in node.nodes:
            if isinstance(child, nodes.CondExpr) and child.expr2 is None:
                child.expr2 = nodes.Const("")
        super().visit_Output(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Write that what takes nothing from a page is rendered once for all pages.

        Within a block that is filtered or set Jinja would put it before the block.
        """
        if frame.buffer is None and not self._asks(node.template):
            node.with_context = False
        super().visit_Include(node, frame)

    def _asks(self, template: nodes.Expr) -> bool:
        """Tell whether a template may take anything from the one that includes it."""
        loader = self.environment.loader or jinja2.DictLoader({})
        if not isinstance(template, nodes.Const) or not isinstance(template.value, str):
            return True
        try:
            source, *_ = loader.get_source(self.environment, template.value)
            if not _TAG(source):
                return False
            found = self.environment.parse(source)
        except (jinja2.TemplateError, ValueError, OSError):  # told where it is included
            return True
        others = any(map(found.find, (nodes.Extends, nodes.Import, nodes.FromImport)))
        return (
            others
            or bool(find_undeclared_variables(found))
            or any(self._asks(each.template) for each in found.find_all(nodes.Include))
        )


class _Context(Context):
    """Calls macros at once; Jinja looks for what else a function may want to be called with."""

    def call(self, called: Callable[..., Any], /, *values: Any, **named: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *values, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return called(self.eval_ctx, *values, **named)


class Environment(jinja2.Environment):
    """An environment whose templates escape texts by `shown`, and call macros at once."""

    code_generator_class = _Code
    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> dict[str, Any]:
        """Return the names that a template always has; Jinja's chain of them is slow to copy."""
        return {**self.globals, **(d or {})}


def by(value: Hashable, layout: Layout, *more: Hashable) -> str:
    """Return what a macro makes of a value, from memory where it made something of its equal.

    Equal tuples are taken for one, whatever the types of what is in them.
    """
    try:
        return _remembering(layout)(value, *more)
    except TypeError:  # what cannot be looked up, such as a list, is laid out each time
        return layout(value, *more)


def each(values: Iterable[Hashable], layout: Layout) -> Markup:
    """Return what a macro makes of each of some values, one after the other, as `by` does."""
    laid = "".join([shown(by(value, layout)) for value in values])
    return Markup(laid)  # noqa: S704  each value in it is escaped


def row_by_row(rows: Iterable[object], layout: Layout, *more: object) -> Markup:
    """Return what a macro makes of each row of a table."""
    laid = "".join([shown(layout(row, *more)) for row in rows])
    return Markup(laid)  # noqa: S704  each row in it is escaped


def shown(value: object) -> str:
    """Return a value as it stands in HTML."""
    if type(value) is str:
        return _escaped(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int or type(value) is float else escape(value)


@lru_cache(maxsize=128)
def _remembering(layout: Layout) -> Layout:
    return lru_cache(maxsize=1 << 11, typed=True)(layout)
