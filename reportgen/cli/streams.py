"""The streams that a run prints to: what went wrong goes to standard error, a line per fault."""

from __future__ import annotations

import io
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


def give_up_output(error: OSError) -> str:
    """Let standard output, which could not be written, go nowhere, and return the fault.

    The interpreter would complain at its end of what is buffered.
    """
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    closed = isinstance(error, io.UnsupportedOperation)
    return f"cannot write the output: {'it is closed' if closed else error.strerror or error}"
