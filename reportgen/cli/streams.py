"""The streams that a run prints to: what went wrong goes to standard error, a line per fault."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

import click

from reportgen.printable import printable


def tell(faults: Iterable[str]) -> None:
    """Print faults, one line each."""
    # What is wrong with a template is so for each model.
    for fault in dict.fromkeys(faults):
        click.echo(f"reportgen: {printable(fault)}", err=True)


def give_up_output() -> None:
    """Let standard output go nowhere: the interpreter complains at its end of what is buffered."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
