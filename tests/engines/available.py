"""Which of the outside programs are on this machine; `tests/conftest.py` skips what needs others.

The marks are plain ones, so that they serve as decorators, in `pytestmark` and in `pytest.param`.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

needs_libreoffice = pytest.mark.libreoffice
needs_chromium = pytest.mark.browser
needs_axe = pytest.mark.axe
needs_vnu = pytest.mark.vnu
needs_lighthouse = pytest.mark.lighthouse


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


@cache
def vnu() -> str | None:
    """Return the path of the Nu Html Checker."""
    return _on_path_or_beside_python("vnu")


@cache
def lighthouse() -> str | None:
    """Return the path of Lighthouse."""
    return _on_path_or_beside_python("lighthouse")


def _on_path_or_beside_python(program: str) -> str | None:
    return which(program) or which(program, path=str(Path(sys.executable).parent))


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


def _no_axe() -> str | None:
    if find_spec("axe_playwright_python") is None:
        return "axe-core is not installed (pip install axe-playwright-python)"
    return _no_chromium()


def _no_vnu() -> str | None:
    if vnu() is None:
        return "the Nu Html Checker is not installed (npm install --global vnu-jar)"
    # Without a Java on this machine the checker's launcher would fetch one.
    return None if which("java") else "Java is not installed (Debian: default-jre-headless)"


def _no_lighthouse() -> str | None:
    if lighthouse() is None:
        return "Lighthouse is not installed (npm install --global lighthouse@12.2.3)"
    return _no_chromium()


REASONS: dict[str, Callable[[], str | None]] = {
    "libreoffice": _no_libreoffice,
    "browser": _no_chromium,
    "axe": _no_axe,
    "vnu": _no_vnu,
    "lighthouse": _no_lighthouse,
}
