"""The cost on the page: its figures are the report's, its charts are told in words, all is seen."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from reportgen.figures import as_number
from reportgen.html.page import context, page
from reportgen.html.templates import environment
from reportgen.reporting import Report
from tests.engines import needs_chromium
from tests.html.reading import Read
from tests.html.reports import report

PRESETS = ["llama-3-8b", "mixtral-8x7b", "t5-base", "bert-base-uncased", "mamba2-2.7b"]
SHEETS = ("memory", "parallel", "training", "lora", "inference", "hardware")


def read(name: str) -> Read:
    return Read(page(report(name)))


def rows(read: Read) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for table in read.tables.values() for row in table]


def shown(name: str) -> list[Any]:
    found: list[Any] = context(report(name))["sections"]  # type: ignore[assignment]
    return found


@pytest.mark.parametrize("name", PRESETS)
def test_every_figure_that_is_no_detail_has_the_report_s_value(name: str) -> None:
    said = report(name)
    for section in shown(name):
        told = [figure for group in section.groups for figure in group.figures]
        wanted = [f for f in said.section(section.name) if not f.quantity.detail]
        assert [figure.title for figure in told] == [f.quantity.title for f in wanted]
        for figure, own in zip(told, wanted, strict=True):
            value = as_number(own.value)
            rounded = pytest.approx(value, rel=5e-6) if isinstance(value, float) else value
            assert figure.value == rounded, own.name
            assert (figure.unit, figure.meaning) == (own.quantity.unit, own.quantity.meaning)


@pytest.mark.parametrize("name", PRESETS)
def test_the_tables_of_the_page_hold_them(name: str) -> None:
    lines = rows(read(name))
    for section in shown(name):
        for group in section.groups:
            for figure in group.figures:
                shown_value = written(figure.value)
                assert (figure.title, shown_value, figure.unit, figure.meaning) in lines


def written(value: object) -> str:
    return unescape(str(environment().filters["grouped"](value)))


def test_all_parts_of_the_cost_are_there() -> None:
    names = [section.name for section in shown("llama-3-8b")]
    assert tuple(names) == SHEETS
    ids = read("llama-3-8b").values("id")
    assert {*names} <= {*ids}
    assert len(ids) == len({*ids})


def test_what_ifs_are_tables_of_the_report_s_values() -> None:
    said = report("llama-3-8b")
    lines = rows(read("llama-3-8b"))
    for what_if in said.what_ifs:
        table = what_if.table(said.scope)
        for point in table[what_if.swept]:
            assert any(line[0] == f"{point:,}" for line in lines)


@pytest.mark.parametrize("name", PRESETS)
def test_both_charts_have_a_title_and_a_description(name: str) -> None:
    markup = page(report(name))
    for chart in ("chart-memory", "chart-roof"):
        svg = markup.split(f"<svg id={chart} role=img ")[1]
        assert re.match(r"[^>]*>\s*<title>\w[^<]*</title>\s*<desc>\w[^<]*</desc>", svg)


@pytest.mark.parametrize("name", PRESETS)
def test_the_memory_chart_says_and_draws_what_the_parts_are(name: str) -> None:
    said: Report = report(name)
    chart: Any = context(said)["memory"]
    totals = {
        use.name: sum(float(said.value(f)) for f in use.amounts.values())
        for use in said.memory_parts.uses
    }
    widest = max(totals.values())
    for filling in chart.fillings:
        assert filling.total == pytest.approx(totals[filling.name])
        drawn = sum(piece.width for piece in filling.pieces)
        assert drawn == pytest.approx(100 * totals[filling.name] / widest, abs=0.05)
        assert all(piece.x >= 0 and piece.x + piece.width <= 100.02 for piece in filling.pieces)


@pytest.mark.parametrize("name", PRESETS)
def test_the_roofline_s_marks_are_on_the_drawing_and_under_the_roof(name: str) -> None:
    chart: Any = context(report(name))["roofline"]
    (_, left), (bend, top), (right, _) = [
        tuple(map(float, point.split(","))) for point in chart.roof.split()
    ]
    assert 70 <= bend <= right <= 628
    assert 12 <= top <= left <= 266
    for mark in chart.marks:
        assert 70 <= mark.x <= 628
        assert top - 0.2 <= mark.y <= 266.2
    kinds = {mark.kind for mark in chart.marks}
    assert kinds == ({"pass"} if name == "bert-base-uncased" else {"pass", "step"})


# In a browser: texts of a chart that touch each other or leave it, and texts cut off in a cell.
FAULTS = """() => {
  const found = [];
  const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1
    && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  const touch = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  for (const svg of document.querySelectorAll("#memory svg, #inference svg")) {
    const ground = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    texts.forEach((text, i) => {
      if (!inside(boxes[i], ground)) found.push(`leaves the chart: ${text.textContent}`);
      if (boxes[i].height < 10) found.push(`too small to read: ${text.textContent}`);
      for (let j = 0; j < i; j++) {
        if (touch(boxes[i], boxes[j]))
          found.push(`overlap: ${text.textContent} and ${texts[j].textContent}`);
      }
    });
    for (const mark of svg.querySelectorAll("circle, rect, polyline")) {
      if (!inside(mark.getBoundingClientRect(), ground)) found.push(`leaves: ${mark.outerHTML}`);
    }
  }
  const parts = "#memory, #parallel, #training, #lora, #inference, #hardware";
  for (const cell of document.querySelectorAll(parts.split(", ").map((p) => p + " td").join(", ")))
    if (cell.scrollWidth > cell.clientWidth + 1) found.push(`cut off: ${cell.textContent}`);
  for (const block of document.querySelectorAll(parts))
    for (const part of block.querySelectorAll(":scope > *")) {
      const box = part.getBoundingClientRect();
      if (box.right > innerWidth + 1) found.push(`wider than the screen: ${part.className}`);
    }
  const blocks = [...document.querySelectorAll("#memory > *, #inference > *")]
    .map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => box.height);
  for (let i = 1; i < blocks.length; i++)
    if (blocks[i - 1][0].parentElement === blocks[i][0].parentElement
        && blocks[i][1].top < blocks[i - 1][1].bottom - 1)
      found.push(`blocks overlap: ${blocks[i][0].tagName} ${blocks[i][0].className}`);
  return found;
}"""


@needs_chromium
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", [*PRESETS, "deepseek-v3"])
def test_nothing_overlaps_or_is_cut_off(
    name: str, width: int, browser: Any, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(page(report(name)), "utf-8")
    opened = browser.new_page(viewport={"width": width, "height": 844})
    try:
        opened.goto((tmp_path / "page.html").as_uri())
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.evaluate(FAULTS) == []
    finally:
        opened.close()
