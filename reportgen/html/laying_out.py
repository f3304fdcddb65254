"""What makes pages cheap: what was escaped or laid out before is not done again.

Most texts of a page, and many of its rows, are on every other page too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from reportgen.numbers import Number, grouped

Layout = Callable[..., str]  # such as a macro that a template imports
_SPECIAL = re.compile("[&<>'\"]").search
# Stands where a number will: no text can be taken for it, since what is escaped has no such signs.
GAP = Markup("<>")
_SHORT = 32  # the length from which it is quicker to look a text up than through


class _Code(CodeGenerator):
    """Writes templates as Python, which calls `escape` for all that it puts out."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(node, frame)
        self.writeline("from reportgen.html.laying_out import shown as escape")


class Environment(jinja2.Environment):
    """An environment whose templates escape a text once, and may lay out what is alike but once.

    They have the filters `by`, `each` and `filled`, and the `gap` that is filled.
    """

    code_generator_class = _Code

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.filters |= {"by": by, "each": each, "filled": filled}
        self.globals["gap"] = GAP


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


def filled(laid: str, values: Iterable[Number | str]) -> Markup:
    """Return what was laid out with gaps, and in each of them a number in full, or a text.

    Raises ValueError where there are more or fewer gaps than values.
    """
    first, *pieces = str(shown(laid)).split(GAP)
    filling = list(map(_in_full, values))
    if len(filling) != len(pieces):
        raise ValueError(f"needs a value for each gap, {len(pieces)}, not {len(filling)}")
    rest = chain.from_iterable(zip(filling, pieces, strict=True))
    return Markup(first + "".join(rest))  # noqa: S704  as above


def _in_full(value: Number | str) -> str:
    return shown(value) if isinstance(value, str) else grouped(value)


def shown(value: object) -> str:
    """Return a value as it stands in HTML."""
    if type(value) is str:
        return value if len(value) < _SHORT and not _SPECIAL(value) else _escaped(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int or type(value) is float else escape(value)


@lru_cache(maxsize=1 << 13)
def _escaped(text: str) -> str:
    return str(escape(text))


@lru_cache(maxsize=128)
def _remembering(layout: Layout) -> Layout:
    return lru_cache(maxsize=1 << 11, typed=True)(layout)
