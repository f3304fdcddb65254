"""A browser that calculates: what a script comes to in Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.engines.available import chromium

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@contextmanager
def browser() -> Iterator[Any]:
    """Give a Chromium without a window."""
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield launched
        launched.close()


def script_value(script: str) -> Any:
    """Return the value of an expression in JavaScript."""
    with browser() as launched:
        return launched.new_page().evaluate(script)
