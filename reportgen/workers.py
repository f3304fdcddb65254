"""Many processes: one function run for many arguments, by this process and its helpers.

A process that has used polars has threads and must not be forked. A fork server, which has loaded
the modules but used none, may be, so the helpers start with everything in place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from threading import Thread
from typing import Any, TypeVar

from reportgen.cli.interrupts import blocked, held

LOADED = (
    "reportgen.building",
    "reportgen.summary",
    "reportgen.html.page",
    "reportgen.html.index",
    "reportgen.mail.message",
    "reportgen.xlsx.book",
    "reportgen.xlsx.comparison",
)
PATIENCE = 0.1  # seconds that an interrupt may have to wait
Arguments = tuple[Any, ...]
T = TypeVar("T")


def run(
    work: Callable[..., T], tasks: Sequence[Arguments], jobs: int, lost: Callable[..., T]
) -> Generator[tuple[Arguments, T], None, None]:
    """Yield each task with its result, as they come; `lost` gives that of a killed helper."""
    helpers = min(jobs, len(tasks)) - 1
    if not helpers:
        yield from ((task, work(*task)) for task in tasks)
        return
    with _pool(helpers) as pool:
        with held():
            _load()
            waiting = {pool.submit(work, *task): task for task in tasks}
        yield from _own_share(work, waiting, lost)
        while waiting:
            yield from _done(waiting, PATIENCE, lost)


def _own_share(
    work: Callable[..., T], waiting: dict[Future[T], Arguments], lost: Callable[..., T]
) -> Iterator[tuple[Arguments, T]]:
    """Do here, from the last on, what no helper has begun; yield theirs as they are done."""
    for future in reversed(list(waiting)):
        with held():
            is_mine = future.cancel()
        if is_mine:
            task = waiting.pop(future)
            yield task, work(*task)
        yield from _done(waiting, 0, lost)


def _done(
    waiting: dict[Future[T], Arguments], seconds: float, lost: Callable[..., T]
) -> Iterator[tuple[Arguments, T]]:
    """Yield what helpers have done, after so many seconds at most.

    An interrupt between a future's locking and unlocking would leave it locked for good.
    """
    with held():
        done = wait(waiting, seconds, FIRST_COMPLETED).done
        results = [(future, _result(future, partial(lost, *waiting[future]))) for future in done]
    for future, result in results:
        yield waiting.pop(future), result


def _load() -> None:
    """Load here what the helpers are loading at the same time."""
    for name in LOADED:
        import_module(name)


def _result(future: Future[T], lost: Callable[[], T]) -> T:
    try:
        return future.result()
    except BrokenExecutor:
        return lost()


@contextmanager
def _pool(size: int) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool that finishes what it has begun and no more, should the block be left early."""
    with _inherited():
        pool = ProcessPoolExecutor(size, _context(), initializer=_begin)
        try:
            yield pool
        finally:
            with held():
                pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    resource_tracker.ensure_running()  # It would unblock interrupts if the fork server started it.
    with blocked():
        forkserver.ensure_running()
    return context


@contextmanager
def _inherited() -> Iterator[None]:
    """Give each process one polars thread: the cores are shared out already."""
    name = "POLARS_MAX_THREADS"
    before = os.environ.get(name)
    os.environ[name] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _begin() -> None:
    """Leave interrupts to the parent, which stops the helpers, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
