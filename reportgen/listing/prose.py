"""Sentences and lines, wrapped so that they fit a window."""

from __future__ import annotations

from reportgen.listing.widths import wrapped
from reportgen.listing.window import Window


def sentence(text: str, window: Window, name: str = "") -> list[str]:
    """Return a text in lines that are easily read; the `name` that it begins with stands out."""
    first, *others = wrapped(window.shown(text), window.prose)
    name = window.shown(name)
    if first.startswith(name):
        first = window.strong(name) + first[len(name) :]
    return [first, *others]


def fitting(line: str, window: Window) -> list[str]:
    """Return a line as it is, or in several where the window is too narrow."""
    line = window.shown(line)
    return [line] if window.whole else wrapped(line, window.columns, indent="    ")
