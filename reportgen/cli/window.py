"""Standard output as a window: how wide it is, from the terminal, and whether it has colours.

NO_COLOR (no-color.org), FORCE_COLOR and TERM are heeded as Python's own messages do.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.listing.window import Window


def window() -> Window:
    """Return the window that a person sees, or what any program may read."""
    ready()
    from reportgen.listing.window import PIPE

    encoding = sys.stdout.encoding or PIPE.encoding
    seen = PIPE._replace(styled=_may_style(), encoding=encoding)
    if not sys.stdout.isatty():
        return seen
    from shutil import get_terminal_size

    return seen._replace(columns=get_terminal_size().columns, whole=False)


def ready() -> None:
    """Raise OSError where standard output is closed, before anything is done that it tells of."""
    sys.stdout.write("")


def say(text: str) -> None:
    """Print a text as it is: click would take colours out of a pipe, and write UTF-8 for ASCII."""
    sys.stdout.write(text)
    sys.stdout.flush()


def _may_style() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
