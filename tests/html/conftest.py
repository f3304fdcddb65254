"""Pages opened in a Chromium without a window."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen import build_report
from reportgen.html.page import page
from reportgen.model import Model
from reportgen.spec import Value
from tests.html.shown import Open


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open the page of a model, with a link's part after #; nothing may go wrong on it."""
    contexts, faults = [], list[str]()

    def open_page(of: Model, link: str = "", **settings: Value) -> Any:
        contexts.append(browser.new_context(permissions=["clipboard-read", "clipboard-write"]))
        shown = contexts[-1].new_page()
        shown.on("console", lambda message: faults.append(message.text))
        shown.on("pageerror", lambda error: faults.append(str(error)))
        file = tmp_path / f"{len(contexts)}.html"
        file.write_text(page(build_report(of, settings)), "utf-8")
        shown.goto(f"{file.as_uri()}{link}")
        return shown

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
