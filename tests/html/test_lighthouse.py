"""Lighthouse gives pages all that there is to be had for accessibility and best practices."""

import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.engines import needs_lighthouse
from tests.engines.available import chromium, lighthouse
from tests.engines.browser import QUIET
from tests.html.published import published

pytestmark = needs_lighthouse

PAGES = ["llama-3-8b", "index", "diff"]
SCREENS = {"phone": [], "desk": ["--preset=desktop"]}
ASKED = ["--only-categories=accessibility,best-practices", "--output=json", "--quiet"]


class Silent(SimpleHTTPRequestHandler):
    """A handler that tells nothing of what was asked for."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the pages on loopback, for Lighthouse takes no files."""
    folder = tmp_path_factory.mktemp("pages")
    for name in PAGES:
        published(name, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def judged(url: str, screen: list[str], folder: Path) -> tuple[dict[str, float], list[str]]:
    """Return the scores by category, and the audits that were not passed."""
    flags = f"--chrome-flags={' '.join(['--headless=new', *QUIET])}"
    done = subprocess.run(
        [str(lighthouse()), url, *ASKED, *screen, flags],
        env={**os.environ, "CHROME_PATH": str(chromium())},
        cwd=folder,
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)
    scores = {name: category["score"] for name, category in found["categories"].items()}
    audits = found["audits"].values()
    return scores, [audit["id"] for audit in audits if audit["score"] not in (1, None)]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_left_to_be_desired(
    address: str, tmp_path: Path, name: str, screen: str
) -> None:
    found = judged(f"{address}/{name}.html", SCREENS[screen], tmp_path)
    assert found == ({"accessibility": 1, "best-practices": 1}, [])
