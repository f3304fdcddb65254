"""The templates, shipped and of the user's own, and the filters that they may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import jinja2
from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    select_autoescape,
)
from markupsafe import Markup, escape

from reportgen.html.compact.markup import compact_markup
from reportgen.html.compact.script import compact_script
from reportgen.html.compact.style import compact_style
from reportgen.html.gaps import GAP, filled, of_gaps, rows
from reportgen.html.laying_out import Environment, by, each, row_by_row
from reportgen.html.template_errors import Missing, template_error
from reportgen.numbers import grouped, percent, plain, si
from reportgen.printable import PLACE, with_places, wrapped

_BREAK = Markup("<wbr>")


class _Shipped(FileSystemLoader):
    """Loads the shipped templates, those of pages in their compact form."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        source, file, is_current = super().get_source(environment, template)
        if template.endswith(".html") and not template.startswith("email"):
            source = compact_markup(source)
        return source, file, is_current


def render(template: str, values: Mapping[str, object], own: Path | None = None) -> str:
    """Return a template filled with values; text in them is escaped in HTML.

    `own` is a folder whose templates take the place of the shipped ones of the same name, which
    stay within reach as "reportgen/NAME". Raises TemplateError, naming file and line, for what is
    wrong with them.
    """
    if own is None:
        return environment().get_template(template).render(values)
    try:
        return environment(own).get_template(template).render(values)
    except Exception as error:  # a template is a program of the user's, and may raise anything
        raise template_error(error, template, own, values) from error


@cache
def environment(own: Path | None = None) -> Environment:
    """Return the environment that templates are rendered in."""
    shipped = _Shipped(folder())
    made = Environment(
        loader=shipped if own is None else _own_first(own, shipped),
        autoescape=select_autoescape(),
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    others = (by, each, filled, plain, breakable, wrapped, compact_script, compact_style)
    of_numbers = (grouped, si, percent, ten_digits, data_v)
    made.filters |= {each.__name__: each for each in (*others, *of_numbers)}
    made.filters["rows"] = row_by_row
    made.globals["gap"] = GAP
    if own is None:  # whose macros may want to know the numbers of rows
        made.filters |= {show.__name__: of_gaps(show) for show in of_numbers} | {"rows": rows}
    return made


def ten_digits(value: float) -> str:
    """Return a number to ten significant digits as a style sheet has it, with no power of ten."""
    text = f"{value:.10g}"
    return f"{Decimal(text):f}" if "e" in text else text


def data_v(value: float | str) -> Markup:
    """Return the attribute of a cell that has a value in full, if its text may not."""
    if not isinstance(value, str) and value == int(value):
        return Markup()
    return Markup(' data-v="{}"').format(value)


@lru_cache(maxsize=1 << 11, typed=True)  # markup is equal to the text that it is made of
def breakable(text: str) -> Markup:
    """Return `text` with ``<wbr>`` where long words may break; it is not copied with them."""
    shown = escape(with_places(text))
    return shown.replace(PLACE, _BREAK) if PLACE in shown else shown


def _own_first(own: Path, shipped: FileSystemLoader) -> ChoiceLoader:
    return ChoiceLoader([FileSystemLoader(own), shipped, PrefixLoader({"reportgen": shipped})])


def names() -> list[str]:
    """Return the names of the shipped templates."""
    return sorted(path.name for path in folder().iterdir() if path.is_file())


def folder() -> Path:
    """Return the folder of the templates: inside an installed package, beside it in a checkout."""
    package = Path(str(files("reportgen")))
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
