"""What holds for every test: one whose mark names a missing program is skipped, with reason.

Where REPORTGEN_TESTS names its mark, as .ci/run does, it fails.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.engines import missing_reason
from tests.engines.browser import browser as launched_browser

# A busy machine is no fault of the code, and the same examples each time make failures repeatable.
settings.register_profile("here", deadline=None, derandomize=True)
settings.load_profile("here")

# What a shell runs in its background ignores interrupts, and so would all that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers():
        reason = missing_reason(mark.name)
        if reason and mark.name in os.environ.get("REPORTGEN_TESTS", "").split():
            pytest.fail(f"must be run: {reason}", pytrace=False)
        elif reason:
            pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a Chromium without a window."""
    with launched_browser() as launched:
        yield launched


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the test in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
