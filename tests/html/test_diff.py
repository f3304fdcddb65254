"""The page of two models compared: its sentence, its tables, and how it is drawn."""

from pathlib import Path
from typing import Any

import pytest

from reportgen.diff import diff
from reportgen.html.diff import diff_page
from reportgen.look import Look
from tests.engines import needs_chromium
from tests.reports import report


def page(first: str, second: str) -> str:
    return diff_page(diff(report(first), report(second)))


def test_the_first_sentence_says_what_differs() -> None:
    text = page("gpt2", "gpt2-xl")
    assert "parameters go from <b>124,439,808</b> to <b>1,557,611,200</b> (+1,152 %)" in text
    assert "<title>gpt2 and gpt2-xl compared: parameters, FLOPs and memory</title>" in text


def test_it_says_that_nothing_differs() -> None:
    text = page("gpt2", "gpt2")
    assert "Nothing differs: both have <b>124,439,808</b> parameters" in text
    assert "the same in both" in text


def test_values_stand_in_full_behind_what_is_shown() -> None:
    text = page("gpt2", "gpt2-xl")
    assert 'data-v="1557611200" title="1557611200">1.558 G' in text
    assert 'data-v="1433171392"' in text


def test_a_text_that_differs_is_among_the_inputs() -> None:
    found = diff(report("gpt2"), report("gpt2", hardware="a100-sxm-80"))
    inputs = diff_page(found).split('id="inputs"')[1].split("</section>")[0]
    assert "1 of 47 differ" in inputs
    assert "<td class=n>a100-sxm-80<td class=n>–<td class=n>–" in inputs.replace('"', "")


def test_it_needs_nothing_beside_it() -> None:
    text = page("gpt2", "mixtral-8x7b")
    assert "http" not in text.split("</style>")[1].replace("https://", "").replace("http://", "")
    assert len(text) < 150_000


def test_a_template_of_the_users_own_may_build_on_it(tmp_path: Path) -> None:
    text = '{% extends "reportgen/diff.html" %}{% block footer %}OURS{% endblock %}'
    (tmp_path / "diff.html").write_text(text, encoding="utf-8")
    made = diff_page(diff(report("gpt2"), report("gpt2-xl")), Look(tmp_path))
    assert "OURS" in made
    assert "<footer>" not in made
    assert "parameters go from" in made


@needs_chromium
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window_and_texts_do_not_meet(
    browser: Any, width: int, tmp_path: Path
) -> None:
    (tmp_path / "diff.html").write_text(page("llama-2-7b", "mixtral-8x7b"), encoding="utf-8")
    shown = browser.new_page(viewport={"width": width, "height": 800})
    faults: list[str] = []
    shown.on("pageerror", lambda error: faults.append(str(error)))
    shown.goto((tmp_path / "diff.html").as_uri())
    assert shown.evaluate("document.documentElement.scrollWidth") == width
    assert shown.evaluate(MEETING) == []
    shown.click("#rows-table th[data-key=difference] button")
    assert faults == []


MEETING = """() => [...document.querySelectorAll("svg g")].filter(group => {
  const [label, value] = [...group.querySelectorAll("text")].map(t => t.getBoundingClientRect());
  return label.right > value.left;
}).map(group => group.textContent)"""
