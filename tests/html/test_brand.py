"""A brand on the page, in a browser: its logo shows, in its colours, and shifts nothing."""

from base64 import b64encode
from typing import Any

import pytest

from reportgen.brand import Brand
from reportgen.html.page import page
from reportgen.look import Look
from tests.engines import needs_chromium
from tests.html.reports import LONG, MARKUP, report

pytestmark = needs_chromium

WIDE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="40"><path d="M0 0h9v9z"/></svg>'
)
LOGO = f"data:image/svg+xml;base64,{b64encode(WIDE).decode()}"
ACCENT, ACCENT_DARK = "#8a1c4a", "#f09cc0"
COLOUR = "getComputedStyle(document.querySelector('.facts a')).color"
WIDTH = "document.documentElement.scrollWidth"


def opened(browser: Any, brand: Brand, **options: Any) -> Any:
    shown = browser.new_page(viewport={"width": 390, "height": 800}, **options)
    shown.set_content(page(report("gpt2"), Look(brand=brand)))
    return shown


def test_a_logo_shows_and_fits(browser: Any) -> None:
    shown = opened(browser, Brand(name="Example & Sons", logo=LOGO))
    logo = shown.get_by_role("img", name="Example & Sons")
    assert logo.evaluate("image => image.naturalWidth") == 4000
    assert logo.bounding_box()["height"] == 44
    assert shown.evaluate(WIDTH) == 390
    shown.close()


@pytest.mark.parametrize(
    ("scheme", "colour"), [("light", "rgb(138, 28, 74)"), ("dark", "rgb(240, 156, 192)")]
)
def test_the_colours_are_the_brands(browser: Any, scheme: str, colour: str) -> None:
    brand = Brand(accent=ACCENT, accent_dark=ACCENT_DARK)
    shown = opened(browser, brand, color_scheme=scheme)
    assert shown.evaluate(COLOUR) == colour
    shown.close()


def test_a_name_of_no_end_breaks_no_layout(browser: Any) -> None:
    text = f"{MARKUP}\u202e{LONG}"
    shown = opened(browser, Brand(name=text, footer=text))
    assert shown.evaluate(WIDTH) == 390
    assert shown.locator(".brand").bounding_box()["height"] < 200
    assert shown.locator(".brand").text_content().strip() == text
    shown.close()
