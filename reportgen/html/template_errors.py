"""What went wrong in a template, told by its file and line."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from pathlib import Path

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.utils import missing

from reportgen.errors import TemplateError, nearest

_UNDEFINED = re.compile(r"'(\w+)' is undefined")


class Missing(StrictUndefined):
    """What a template asks for and there is not; an attribute is told as users know it."""

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint or owner is missing or not isinstance(name, str):
            return super()._undefined_message
        known = map(str, owner) if isinstance(owner, Mapping) else dir(owner)
        return f"there is no attribute {name!r}{nearest(name, known)}"


def template_error(
    error: Exception, template: str, own: Path, known: Iterable[str]
) -> TemplateError:
    """Return the error to raise for one that came of rendering `template` with `known` names."""
    return TemplateError(f"{_place(error, template, own)}: {_problem(error, known)}")


def _place(error: Exception, template: str, own: Path) -> str:
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name or own / template}:{error.lineno}"
    # Jinja puts templates into the traceback as if they were Python's own files.
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame for frame in frames if not frame.filename.endswith(".py")]
    in_template = [frame for frame in lines if Path(frame.filename).is_file()]
    if in_template:
        return f"{in_template[-1].filename}:{in_template[-1].lineno}"
    return str(own / template if (own / template).is_file() else own)


def _problem(error: Exception, known: Iterable[str]) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name!r}"
    if isinstance(error, RecursionError):
        return "it extends, includes or calls itself without end"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 text (byte {error.start}); save it as UTF-8"
    said = " ".join(str(error).split()) or type(error).__name__
    undefined = _UNDEFINED.fullmatch(said)
    return said + (nearest(undefined[1], known) if undefined else "")
