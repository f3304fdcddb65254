"""A test whose program is missing is skipped, and fails where it must be run."""

import pytest

from tests.conftest import pytest_runtest_setup
from tests.engines import available


class Item:
    """As much of a test as is asked for its marks."""

    def iter_markers(self) -> list[pytest.Mark]:
        return [pytest.mark.vnu.mark]


@pytest.fixture(autouse=True)
def _without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(available, "vnu", lambda: "vnu")
    monkeypatch.setattr(available, "which", lambda _: None)


def test_it_is_skipped_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_TESTS", "browser")
    with pytest.raises(pytest.skip.Exception, match="Debian: default-jre-headless"):
        pytest_runtest_setup(Item())


def test_it_fails_where_it_must_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_TESTS", "browser vnu")
    with pytest.raises(pytest.fail.Exception, match="Debian: default-jre-headless"):
        pytest_runtest_setup(Item())
