"""Many models shared out to all cores: each process takes a run of them, in order.

The process forks before anything that has threads is loaded, so that its copies start at once.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, TypeVar

from reportgen.cli.tally import Tally
from reportgen.cores import usable_cores

# Of fewer models each, another process costs more than it saves.
FEWEST = 20

T = TypeVar("T")
Work = Callable[[Sequence[str], Tally], Iterator[T]]


def shared(work: Work[T], models: Sequence[str], tally: Tally) -> Iterator[T]:
    """Yield what `work` makes of the models, in their order; what each run tallies is added up."""
    own, *others = _runs(models)
    helpers = [(run, _begun(work, run)) for run in others]
    yield from work(own, tally)
    for run, helper in helpers:
        found, counted = _result(helper) or _done(work, run)
        tally.add(counted)
        yield from found


def _runs(models: Sequence[str]) -> list[Sequence[str]]:
    """Return the models in as many runs as there are cores worth using, the first the longest."""
    processes = min(usable_cores(), len(models) // FEWEST) if _may_fork() else 1
    size = -(-len(models) // max(processes, 1))
    return [models[i : i + size] for i in range(0, len(models), size)]


def _may_fork() -> bool:
    """A process that has loaded polars has threads, whose locks a copy would wait for."""
    return hasattr(os, "fork") and "polars" not in sys.modules


def _begun(work: Work[T], run: Sequence[str]) -> BinaryIO:
    """Fork a process that works on a run; return where its result is to be read."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return os.fdopen(reading, "rb")
    # What goes wrong here goes wrong again in the parent, which can tell of it.
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_done(work, run), pipe)
    finally:
        os._exit(0)


def _done(work: Work[T], run: Sequence[str]) -> tuple[list[T], Tally]:
    tally = Tally()
    return list(work(run, tally)), tally


def _result(helper: BinaryIO) -> tuple[list[T], Tally] | None:
    """Return what a helper sends; nothing if it came to a bad end."""
    with helper:
        try:
            found: tuple[list[T], Tally] = pickle.load(helper)  # noqa: S301  from our own process
        except (EOFError, pickle.UnpicklingError):
            return None
    return found
