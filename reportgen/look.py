"""How reports look: the user's own templates, and whose reports they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.brand import UNBRANDED, Brand


@dataclass(frozen=True)
class Look:
    """The folder of templates that take the place of the shipped ones, and the brand."""

    templates: Path | None = None
    brand: Brand = UNBRANDED


PLAIN = Look()
