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


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its status: 0 done, 1 in part, 2 misuse."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
    elif given == ["--version"]:
        sys.stdout.write(f"reportgen {__version__}\n")
    elif not given and COMPLETION not in os.environ:
        sys.stderr.write(USAGE)
        sys.exit(MISUSE)
    else:
        sys.exit(_run(given))


def _run(arguments: Sequence[str]) -> int:
    try:
        from reportgen.cli.console import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
