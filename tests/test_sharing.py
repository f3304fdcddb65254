"""Many models are listed by several processes, as if by one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import pytest

from reportgen.cli import sharing
from reportgen.cli.sharing import shared
from reportgen.cli.tally import Tally

MODELS = [str(number) for number in range(3 * sharing.FEWEST)]


@pytest.fixture(autouse=True)
def three_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "usable_cores", lambda: 3)
    monkeypatch.setattr(sharing, "_may_fork", lambda: True)


def _numbered(run: Sequence[str], tally: Tally) -> Iterator[tuple[int, int]]:
    for model in run:
        tally.done += 1
        yield os.getpid(), int(model)


def test_results_keep_the_order_of_the_models() -> None:
    assert [number for _, number in shared(_numbered, MODELS, Tally())] == list(map(int, MODELS))


def test_each_core_takes_a_run() -> None:
    assert len({process for process, _ in shared(_numbered, MODELS, Tally())}) == 3


def test_few_models_stay_in_this_process() -> None:
    found = shared(_numbered, MODELS[: sharing.FEWEST], Tally())
    assert {process for process, _ in found} == {os.getpid()}


def test_what_each_run_tallies_is_added_up() -> None:
    tally = Tally()
    list(shared(_numbered, MODELS, tally))
    assert tally.done == len(MODELS)


def test_the_run_of_a_process_that_dies_is_done_here() -> None:
    parent = os.getpid()

    def dying(run: Sequence[str], tally: Tally) -> Iterator[tuple[int, int]]:
        if os.getpid() != parent:
            os._exit(9)
        return _numbered(run, tally)

    assert [number for _, number in shared(dying, MODELS, Tally())] == list(map(int, MODELS))
