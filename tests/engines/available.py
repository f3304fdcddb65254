"""Which of the outside programs are on this machine; `tests/conftest.py` skips what needs others.

The marks are plain ones, so that they serve as decorators, in `pytestmark` and in `pytest.param`.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from shutil import which

import pytest

needs_libreoffice = pytest.mark.libreoffice
needs_chromium = pytest.mark.browser


def missing_reason(mark: str) -> str | None:
    """Return why tests with this mark cannot run here, or None when they can."""
    return REASONS[mark]() if mark in REASONS else None


@cache
def soffice() -> str | None:
    """Return the path of LibreOffice's program."""
    return which("soffice") or which("libreoffice")


@cache
def python_with_uno() -> str | None:
    """Return a Python that can import LibreOffice's bridge, which is seldom the tests' own."""
    beside = Path(soffice() or "").resolve().parent / "python"
    return next(filter(_imports_uno, [sys.executable, "/usr/bin/python3", str(beside)]), None)


@cache
def chromium() -> str | None:
    """Return the path of a Chromium to draw pages with."""
    return next(filter(None, map(which, ["chromium", "chromium-browser", "google-chrome"])), None)


def _imports_uno(python: str) -> bool:
    if not which(python):
        return False
    return subprocess.run([python, "-c", "import uno"], capture_output=True).returncode == 0


def _no_libreoffice() -> str | None:
    if soffice() is None:
        return "LibreOffice is not installed (Debian: apt-get install libreoffice-calc)"
    if python_with_uno() is None:
        return "no Python imports LibreOffice's bridge (Debian: apt-get install python3-uno)"
    return None


def _no_chromium() -> str | None:
    return None if chromium() else "Chromium is not installed (Debian: apt-get install chromium)"


REASONS: dict[str, Callable[[], str | None]] = {
    "libreoffice": _no_libreoffice,
    "browser": _no_chromium,
}
