"""What holds for every test: a test whose mark names a missing program is skipped, with reason."""

import pytest
from hypothesis import settings

from tests.engines import missing_reason

# A busy machine is no fault of the code, and the same examples each time make failures repeatable.
settings.register_profile("here", deadline=None, derandomize=True)
settings.load_profile("here")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers():
        reason = missing_reason(mark.name)
        if reason:
            pytest.skip(reason)
