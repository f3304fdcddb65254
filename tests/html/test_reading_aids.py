"""Pages by keyboard alone, in the reader's own colours, and without motion."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines import needs_chromium
from tests.html.published import published

pytestmark = needs_chromium

STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const {top, bottom} = at.getBoundingClientRect();
  return {
    name: (at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText).trim(),
    outlined: getComputedStyle(at).outlineStyle === "solid",
    within: top >= 0 ? top < innerHeight : bottom > 0,
  };
}"""
SWATCHES = """[...document.querySelector(".legend").children].map((item) =>
  getComputedStyle(item, "::before").backgroundColor)"""
TEXTS = """[...new Set([...document.querySelectorAll("svg text:not(.stack :not(.axis))")]
  .map((text) => getComputedStyle(text).fill))]"""


def opened(browser: Any, path: Path, **options: Any) -> Any:
    shown = browser.new_page(viewport={"width": 1100, "height": 800}, **options)
    shown.goto(path.as_uri())
    return shown


def stops(shown: Any) -> Iterator[dict[str, Any]]:
    """Yield where the Tab key leads, until it has left the page."""
    shown.keyboard.press("Tab")
    while (stop := shown.evaluate(STOP)) is not None:
        yield stop
        shown.keyboard.press("Tab")


@pytest.mark.parametrize("name", ["llama-3-8b", "index", "diff"])
def test_the_keyboard_leads_to_all_that_can_be_used(
    browser: Any, tmp_path: Path, name: str
) -> None:
    shown = opened(browser, published(name, tmp_path), reduced_motion="reduce")
    usable = "a[href], button, input, select, summary, [tabindex='0']"
    wanted = shown.locator(usable).evaluate_all(
        "all => all.filter((one) => one.checkVisibility({visibilityProperty: true})).length"
    )
    found = list(stops(shown))
    assert len(found) == wanted
    assert [stop for stop in found if not all(stop.values())] == []
    assert shown.locator("[tabindex]:not([tabindex='0'])").count() == 0
    shown.close()


def test_nothing_glides_where_motion_is_unwanted(browser: Any, tmp_path: Path) -> None:
    shown = opened(browser, published("index", tmp_path), reduced_motion="reduce")
    assert shown.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    shown.close()


@pytest.mark.parametrize(
    ("scheme", "ink"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")]
)
def test_forced_colours_leave_charts_their_meaning(
    browser: Any, tmp_path: Path, scheme: str, ink: str
) -> None:
    path = published("llama-3-8b", tmp_path)
    shown = opened(browser, path, forced_colors="active", color_scheme=scheme)
    swatches = shown.evaluate(SWATCHES)
    assert len(set(swatches)) == len(swatches) > 2
    assert shown.evaluate(TEXTS) == [ink]
    shown.close()
