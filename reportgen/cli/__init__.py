"""The command `reportgen`: saying only "help" or "version" costs next to nothing.

Everything else goes to `console`, which loads click; the commands load what they need.
"""

from __future__ import annotations

import os
import sys

from reportgen import __version__
from reportgen.cli.usage import USAGE

TYPE_CHECKING = False  # The module `typing` would take longer to load than all the rest here.
if TYPE_CHECKING:
    from collections.abc import Sequence

MISUSE, INTERRUPTED = 2, 130
# What a shell sets when it asks click for completions.
COMPLETION = "_REPORTGEN_COMPLETE"
TEXTS = {"-h": USAGE, "--help": USAGE, "--version": f"reportgen {__version__}\n"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status: 0 done, 1 in part, 2 misuse."""
    _stand_in()
    given = list(sys.argv[1:] if arguments is None else arguments)
    text = TEXTS.get(given[0]) if len(given) == 1 else None
    if text and _printed(text):
        return
    if not given and COMPLETION not in os.environ:
        sys.stderr.write(USAGE)
        sys.exit(MISUSE)
    else:
        sys.exit(_run(given))


def _stand_in() -> None:
    """Put a file in the place of a stream that is closed, which Python leaves without any.

    The first file that is opened would get its number, and what is printed would end up there.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _printed(text: str) -> bool:
    """Print a text; where that cannot be done, the console tries again and tells why."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _run(arguments: Sequence[str]) -> int:
    try:
        from reportgen.cli.console import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
