"""Mails in a browser: they fit a phone and a reading pane, with their styles and without."""

import re
from typing import Any

import pytest

from reportgen import Report, build_report
from reportgen.look import PLAIN
from reportgen.mail.message import mail
from reportgen.model import read_model
from tests.engines import needs_chromium
from tests.mail.test_mail import hostile, mailed

pytestmark = needs_chromium

MAILS = ["gpt2", "jamba-v0.1", "hostile", "great"]
SHAPE = {"m": "tokens", "k": "d_model", "n": "d_model"}
# Only its style lets a source wrap within a word, so that it can be copied as it is.
SOURCE = re.compile(r"<p>The model’s values: .*?</p>")
HEAD_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
ALL_STYLES = re.compile(r'<style>.*?</style>| (style|class)="[^"]*"', re.DOTALL)
WIDTH = "document.documentElement.scrollWidth"
GROUND = "getComputedStyle(document.querySelector('h1').closest('table')).backgroundColor"


def html(name: str) -> str:
    own = {"hostile": hostile, "great": great}
    return mail(own[name](), PLAIN, b"").html if name in own else mailed(name).html


def great() -> Report:
    """A model of figures with 25 digits."""
    matmul = {"name": "x", "component": "part", "weight": True}
    layer = {"name": "l", "count": "num_layers", "matmul": [matmul | SHAPE]}
    inputs = dict.fromkeys(("d_model", "num_layers", "context_length"), 10**6)
    said = {"name": "great", "title": "Great", "inputs": inputs, "layer": [layer]}
    return build_report(read_model(said, "great.toml"))


def opened(browser: Any, markup: str, width: int, **options: Any) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 800}, **options)
    page.set_content(markup)
    return page


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("width", [360, 600])
def test_a_mail_fits(browser: Any, name: str, width: int) -> None:
    for markup in (html(name), HEAD_STYLE.sub("", html(name))):
        page = opened(browser, markup, width)
        assert page.evaluate(WIDTH) == width
        page.close()


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_without_any_style_fits_a_reading_pane(browser: Any, name: str) -> None:
    page = opened(browser, SOURCE.sub("", ALL_STYLES.sub("", html(name))), 620)
    assert page.evaluate(WIDTH) == 620
    page.close()


def test_a_mail_is_dark_where_that_is_wanted(browser: Any) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        page = opened(browser, html("gpt2"), 600, color_scheme=scheme)
        grounds.append(page.evaluate(GROUND))
        page.close()
    assert grounds == ["rgb(255, 255, 255)", "rgb(26, 31, 37)"]
