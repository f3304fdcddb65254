"""The templates, where they are, and the filters that they may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from reportgen.html.compact import compact_script, compact_style
from reportgen.numbers import grouped, percent, si


def render(template: str, values: Mapping[str, object]) -> str:
    """Return a template filled with values; text in them is escaped."""
    return environment().get_template(template).render(values)


@cache
def environment() -> Environment:
    """Return the environment that all templates are rendered in."""
    made = Environment(
        loader=FileSystemLoader(folder()),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(grouped=grouped, si=si, percent=percent)
    made.filters.update(compact_script=compact_script, compact_style=compact_style)
    return made


def folder() -> Path:
    """Return the folder of the templates: inside an installed package, beside it in a checkout."""
    package = Path(str(files("reportgen")))
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"
