"""What holds for every test: a test whose mark names a missing program is skipped, with reason."""

import pytest

from tests.engines import missing_reason


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers():
        reason = missing_reason(mark.name)
        if reason:
            pytest.skip(reason)
