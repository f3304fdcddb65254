"""Many models shared out to all cores: each process takes runs of them until none is left.

The process forks before anything that has threads is loaded, so that its copies start at once.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, TypeVar

from reportgen.cli.tally import Tally
from reportgen.cores import usable_cores

# Of fewer models each, another process costs more than it saves.
FEWEST = 20
# Neighbours are often of one family, whose layers are read but once by the process that has them.
RUN = 8
MOST_RUNS = 256  # a ticket is one byte

T = TypeVar("T")
Work = Callable[[Sequence[str], Tally], Iterator[T]]
Done = dict[int, tuple[list[T], Tally]]


def shared(work: Work[T], models: Sequence[str], tally: Tally) -> Iterator[T]:
    """Yield what `work` makes of the models, in their order; what each run tallies is added up."""
    processes = min(usable_cores(), len(models) // FEWEST) if _may_fork() else 1
    if processes < 2:
        yield from work(models, tally)
        return
    runs = _runs(models)
    tickets = _tickets(range(processes, len(runs)))
    helpers = [_begun(work, runs, first, tickets) for first in range(1, processes)]
    done = _worked(work, runs, 0, tickets)
    for helper in helpers:
        done |= _result(helper)
    for number, run in enumerate(runs):
        found, counted = done.get(number) or _done(work, run)
        tally.add(counted)
        yield from found


def _may_fork() -> bool:
    """A process that has loaded polars has threads, whose locks a copy would wait for."""
    return hasattr(os, "fork") and "polars" not in sys.modules


def _runs(models: Sequence[str]) -> list[Sequence[str]]:
    size = max(RUN, -(-len(models) // MOST_RUNS))
    return [models[i : i + size] for i in range(0, len(models), size)]


def _tickets(numbers: Iterable[int]) -> int:
    """Return a pipe that has one byte for each run; whoever reads it takes the run."""
    reading, writing = os.pipe()
    os.write(writing, bytes(numbers))
    os.close(writing)
    return reading


def _begun(work: Work[T], runs: list[Sequence[str]], first: int, tickets: int) -> BinaryIO:
    """Fork a process that works on runs; return where its results are to be read."""
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        return os.fdopen(reading, "rb")
    # What goes wrong here goes wrong again in the parent, which can tell of it.
    try:
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(_worked(work, runs, first, tickets), pipe)
    finally:
        os._exit(0)


def _worked(work: Work[T], runs: list[Sequence[str]], first: int, tickets: int) -> Done[T]:
    """Do one run, and then others as long as there are tickets; return them by number."""
    done = {first: _done(work, runs[first])}
    while ticket := os.read(tickets, 1):
        done[ticket[0]] = _done(work, runs[ticket[0]])
    os.close(tickets)
    return done


def _done(work: Work[T], run: Sequence[str]) -> tuple[list[T], Tally]:
    tally = Tally()
    return list(work(run, tally)), tally


def _result(helper: BinaryIO) -> Done[T]:
    """Return what a helper sends; nothing if it came to a bad end."""
    with helper:
        try:
            found: Done[T] = pickle.load(helper)  # noqa: S301  from our own process
        except (EOFError, pickle.UnpicklingError):
            return {}
    return found
