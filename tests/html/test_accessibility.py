"""axe finds nothing on any page, in light and on a desk, nor in dark and on a phone."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tests.engines import needs_axe
from tests.html.published import MAILS, PAGES, published

pytestmark = needs_axe

# Colours follow the scheme and boxes the width, so two of the four pairs show what there is.
SCREENS = [("light", 1100), ("dark", 390)]
# A mail is shown within the page of a mail program, whose landmarks it would be in the way of.
PAGE_ONLY = ["landmark-one-main", "region"]
# The rows of a table are alike, so that three stand for all. Charts are images with a name; the
# contrast of texts in them is measured in test_browser.py, and formulas have their sentence's.
ALIKE = ["tbody tr:nth-child(n+4)", "svg *", "math *"]
RUN = """async ([exclude, off]) => {
  const rules = {"target-size": {enabled: true}};
  off.forEach((id) => { rules[id] = {enabled: false}; });
  const found = await axe.run({exclude}, {rules, resultTypes: ["violations", "incomplete"]});
  const told = (kind) => found[kind].flatMap(({id, nodes}) =>
    nodes.map(({target, any, all, none}) => [id, target[0], [...any, ...all, ...none][0].message]));
  return {violations: told("violations"), undecided: told("incomplete")};
}"""
# A share's bar is drawn beside its number, not under it; a head of a group of rows has no cells.
UNDECIDABLE = {
    "color-contrast": "td[style]",
    "th-has-data-cells": "table:has(th[scope=rowgroup])",
}
NOTHING: dict[str, Any] = {"violations": [], "undecided": []}


def judged(browser: Any, path: Path, scheme: str, width: int, off: list[str]) -> dict[str, Any]:
    shown = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    shown.goto(path.as_uri())
    shown.add_script_tag(content=files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found: dict[str, Any] = shown.evaluate(RUN, [ALIKE, off])
    found["undecided"] = [
        [rule, target, why]
        for rule, target, why in found["undecided"]
        if not shown.locator(target).evaluate(
            "(element, known) => element.matches(known)", UNDECIDABLE.get(rule, "none")
        )
    ]
    shown.close()
    return found


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_bars_the_way(
    browser: Any, tmp_path: Path, name: str, scheme: str, width: int
) -> None:
    assert judged(browser, published(name, tmp_path), scheme, width, []) == NOTHING


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
@pytest.mark.parametrize("name", MAILS)
def test_nothing_bars_the_way_in_a_mail(
    browser: Any, tmp_path: Path, name: str, scheme: str, width: int
) -> None:
    assert judged(browser, published(name, tmp_path), scheme, width, PAGE_ONLY) == NOTHING


def test_a_fault_built_in_is_found(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "faulty.html"
    path.write_text(
        "<!DOCTYPE html><html lang=en><title>t</title><main><img src='data:,'>", "utf-8"
    )
    found = judged(browser, path, "light", 1100, [])
    assert {rule for rule, *_ in found["violations"]} == {"image-alt", "page-has-heading-one"}
