"""Progress on stderr: a bar where a person watches, one line per file where a log is kept."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reportgen.printable import printable

if TYPE_CHECKING:
    from reportgen.batch import File, Written

Told = Callable[["Written"], None]


@contextmanager
def progress(length: int) -> Iterator[Told]:
    """Yield a function that is told of each model when it is done."""
    if not sys.stderr.isatty():
        yield tell
        return
    with click.progressbar(length=length, label="Writing reports", file=sys.stderr) as bar:
        yield lambda _written: bar.update(1)


def tell(written: Written) -> None:
    """Print a line for each file that was written."""
    for file in written.files:
        tell_file(file)


def tell_file(file: File) -> None:
    """Print a line for one file: where it is and how long it took."""
    click.echo(f"{printable(str(file.path))}  {file.milliseconds:.0f} ms", err=True)
