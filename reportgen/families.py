"""The families of models, by the names that people and configs give them."""

from __future__ import annotations

from functools import cache

from reportgen import catalog


def family(name: str) -> str | None:
    """Return the architecture that `name`, its own name or a model_type, stands for, if any.

    Capitals do not matter, nor whether the name is written with hyphens or underscores.
    """
    return _families().get(_plain(name))


@cache
def _families() -> dict[str, str]:
    own = {name: name for name in catalog.architectures()}
    return {_plain(name): of for name, of in {**catalog.model_types(), **own}.items()}


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_")
