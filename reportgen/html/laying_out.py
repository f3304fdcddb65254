"""What makes pages cheap: what was escaped or laid out before is not done again.

Most texts of a page, and many of its rows, are on every other page too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from markupsafe import Markup, escape

_SPECIAL = re.compile("[&<>'\"]").search
_SHORT = 32  # the length from which it is quicker to look a text up than through
Layout = Callable[..., str]  # such as a macro that a template imports


class _Code(CodeGenerator):
    """Writes templates as Python that escapes by `Environment.shown`."""

    def _output_child_pre(
        self, node: Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Environment(jinja2.Environment):
    """An environment whose templates escape a text once, and have `by` and `each`."""

    code_generator_class = _Code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters |= {"by": by, "each": each}

    @staticmethod
    def shown(value: object) -> str:
        """Return a value as it stands in HTML."""
        if type(value) is str:
            return escaped(value)
        if type(value) is Markup:
            return value
        return str(value) if type(value) is int or type(value) is float else escape(value)


def by(value: Hashable, layout: Layout, *more: Hashable) -> str:
    """Return what a macro makes of a value."""
    return _remembering(layout)(value, *more)


def each(values: Iterable[Hashable], layout: Layout) -> Markup:
    """Return what a macro makes of each of some values, one after the other."""
    return Markup("".join(map(_remembering(layout), values)))  # noqa: S704  a macro escapes


def escaped(text: str) -> str:
    """Return a text as it stands in HTML."""
    return text if len(text) < _SHORT and not _SPECIAL(text) else _escaped(text)


@lru_cache(maxsize=1 << 13)
def _escaped(text: str) -> str:
    return str(escape(text))


@lru_cache(maxsize=128)
def _remembering(layout: Layout) -> Layout:
    return lru_cache(maxsize=1 << 11, typed=True)(layout)
