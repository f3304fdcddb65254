"""The pages in a browser: what a reader can do with them, on any screen and on paper."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen import catalog
from reportgen.html.index import index
from reportgen.html.page import page
from reportgen.summary import summarize
from tests.engines import needs_chromium
from tests.html.reports import hostile, page_of, report

pytestmark = needs_chromium

PAGES = ["cs336-gpt2-xl", "mixtral-8x7b", "hostile", "index"]
READABLE = 4.5  # WCAG 2.2, 1.4.3
Open = Callable[..., Any]

CONTRASTS = """() => {
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parsed = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const found = parsed(getComputedStyle(e).backgroundColor);
      if (found.length < 4 || found[3] === 1) return found;
    }
  };
  const ratio = (a, b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const texts = [...document.querySelectorAll("body *")].filter((e) => !e.closest("svg, script"))
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => ratio(parsed(getComputedStyle(e).color), ground(e)));
  const fill = (e) => parsed(getComputedStyle(e).fill);
  const tiles = [...document.querySelectorAll(".map text")]
    .map((e) => ratio(fill(e), fill(e.previousElementSibling)));
  const layers = [...document.querySelectorAll(".stack path")].map((e) => ratio(
    fill(e.closest(".stack").querySelector("text")), parsed(getComputedStyle(e).stroke)));
  return [texts.length, Math.min(...texts, ...tiles, ...layers)];
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name in PAGES[:2]:
        (folder / f"{name}.html").write_text(page_of(name), "utf-8")
    (folder / "hostile.html").write_text(page(hostile()), "utf-8")
    summaries = [summarize(report(name)) for name in PAGES[:2]] + [summarize(hostile())]
    (folder / "index.html").write_text(index(summaries), "utf-8")
    return folder


@pytest.fixture
def opened(browser: Any, folder: Path) -> Iterator[Open]:
    """Open a page; at the end nothing may have gone wrong on it, nor been fetched."""
    contexts, faults = [], list[str]()

    def open_page(name: str, link: str = "", **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: fetched(request.url))
        page.goto(f"{(folder / f'{name}.html').as_uri()}{link}")
        return page

    def fetched(url: str) -> None:
        if not url.startswith(("file:", "data:")) or not re.search(r"\.html(#|$)|^data:,$", url):
            faults.append(url)

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def column(page: Any, number: int) -> list[str]:
    rows = f"#matmuls-table tbody tr:not([hidden]) > :nth-child({number})"
    return [text.strip() for text in page.locator(rows).all_text_contents()]


def sort_of(page: Any, key: str) -> str | None:
    found: str | None = page.locator(f"#matmuls-table th[data-key={key}]").get_attribute(
        "aria-sort"
    )
    return found


def test_a_number_column_sorts_from_the_largest_and_back(opened: Open) -> None:
    page = opened("cs336-gpt2-xl")
    button = page.locator("#matmuls-table th[data-key=k] button")
    button.click()
    assert sort_of(page, "k") == "descending"
    assert column(page, 6)[:2] == ["50,257", "6,400"]
    button.click()
    assert sort_of(page, "k") == "ascending"
    assert column(page, 6)[0] == "64"


def test_a_text_column_sorts_from_a(opened: Open) -> None:
    page = opened("cs336-gpt2-xl")
    page.locator("#matmuls-table th[data-key=k] button").click()
    page.locator("#matmuls-table th[data-key=matmul] button").click()
    assert sort_of(page, "matmul") == "ascending"
    assert sort_of(page, "k") is None
    assert column(page, 3) == sorted(column(page, 3))


def test_sorting_works_from_the_keyboard(opened: Open) -> None:
    page = opened("cs336-gpt2-xl")
    page.locator("#matmuls-table th[data-key=flops] button").focus()
    page.keyboard.press("Enter")
    assert sort_of(page, "flops") == "descending"


def test_the_filter_hides_rows_and_counts_them(opened: Open) -> None:
    page = opened("cs336-gpt2-xl")
    page.get_by_label("Filter the matmuls").fill("attention PROJ")
    assert column(page, 3) == ["q_proj", "k_proj", "v_proj", "o_proj"]
    assert page.locator(".tools output").first.text_content() == "4 of 11 rows"
    page.get_by_label("Filter the matmuls").fill("")
    assert len(column(page, 3)) == 11


def test_csv_has_the_values_in_full(opened: Open) -> None:
    page = opened("cs336-gpt2-xl", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as CSV").click()
    page.get_by_text("Copied.").wait_for()
    head, *rows = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert head == "layer,matmul,component,m,k,n,count,stored,params,flops,share"
    assert len(rows) == 11
    q_proj = "decoder.attention,q_proj,attention_projections,1024,1600,1600,48,48,122880000"
    assert rows[1].startswith(f"{q_proj},251658240000,0.0557")


def test_csv_is_copied_without_a_clipboard_and_runs_no_formula(opened: Open) -> None:
    page = opened("hostile")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy as CSV").click()
    page.get_by_text("Copied.").wait_for()
    page.get_by_label("Filter the matmuls").focus()
    page.keyboard.press("Control+V")
    copied = page.get_by_label("Filter the matmuls").input_value()
    assert "block0,'=2+2,part_1,4096" in copied
    assert "\"'=1+1 </script>" in copied
    assert '""Fish""' in copied


def test_a_row_has_an_address(opened: Open) -> None:
    page = opened("hostile")
    page.locator("#r57 td a").click()
    assert page.url.endswith("#r57")
    assert page.locator("#r57").evaluate("row => row.matches(':target')")


def copied(page: Any, first: str, last: str) -> str:
    """Return what is copied where the selection is from one element to another."""
    page.evaluate(
        """([first, last]) => {
          const found = (selector) => document.querySelector(selector);
          getSelection().setBaseAndExtent(found(first), 0, found(last), 1);
        }""",
        [first, last],
    )
    page.keyboard.press("Control+C")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_short_figure_is_copied_in_full(opened: Open) -> None:
    page = opened("cs336-gpt2-xl", permissions=["clipboard-read", "clipboard-write"])
    q_proj = "#r2 td:nth-child(11)"
    assert page.locator(q_proj).text_content().strip() == "251.7 G"
    assert copied(page, q_proj, q_proj) == "251,658,240,000"
    assert copied(page, "#r2 td:nth-child(10)", "#r2 td:nth-child(12)") == (
        "122,880,000\t251,658,240,000\t5.58 %"
    )
    columns = copied(page, "#r2", "#r3 td:nth-child(2)").splitlines()
    assert columns[0].split("\t")[9:11] == ["122,880,000", "251,658,240,000"]
    assert columns[1] == "3\tdecoder.attention"
    assert copied(page, ".lead b", ".lead b") == page.locator(".lead b").first.text_content()


def test_a_row_far_down_is_seen_below_the_head_of_its_table(opened: Open) -> None:
    page = opened("hostile", viewport={"width": 1100, "height": 500}, reduced_motion="reduce")
    page.locator("#r2 td a").evaluate("link => { location.hash = 'r30' }")
    page.wait_for_function("document.querySelector('#matmuls .scroll').scrollTop > 0")
    head, row = (
        page.locator(place).evaluate("e => [e.getBoundingClientRect().top, e.offsetHeight]")
        for place in ("#matmuls-table thead th:first-child", "#r30")
    )
    assert row[0] >= head[0] + head[1] - 1


@pytest.mark.parametrize("width", [1024, 1100, 1440])
def test_the_index_of_all_presets_fits(width: int, browser: Any) -> None:
    page = browser.new_page(viewport={"width": width, "height": 500})
    page.set_content(index([summarize(report(name)) for name in catalog.presets()]))
    beyond = "table => table.scrollWidth - table.parentElement.clientWidth"
    assert page.eval_on_selector("#models-table", beyond) == 0
    page.close()


def test_the_index_sorts_too(opened: Open) -> None:
    page = opened("index")
    page.locator("th[data-key=params_total] button").click()
    first = page.locator("#models-table tbody th a").first
    assert first.text_content() == "mixtral-8x7b"


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_everything_is_there_and_no_dead_control(opened: Open, name: str) -> None:
    page = opened(name, java_script_enabled=False)
    assert page.locator("tbody tr").count() == page.locator("tbody tr:not([hidden])").count()
    assert page.locator("button:visible, input:visible").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_narrow_screen_scrolls_tables_not_the_page(opened: Open, name: str) -> None:
    page = opened(name, viewport={"width": 390, "height": 844})
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    boxes = page.locator(".scroll, .plot")
    for box in boxes.all():
        assert box.get_attribute("tabindex") == "0"
        assert box.get_attribute("aria-label")


@pytest.mark.parametrize("name", ["mixtral-8x7b", "cs336-gpt2-xl"])
def test_on_a_narrow_screen_what_numbers_mean_is_seen_without_scrolling(
    opened: Open, name: str
) -> None:
    page = opened(name, viewport={"width": 390, "height": 844})
    widths = "boxes => boxes.map(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
    beyond = page.locator(".scroll:has(> :is(.figures, .inputs, .checks))").evaluate_all(widths)
    assert beyond
    assert not any(beyond)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["mixtral-8x7b", "cs336-gpt2-xl", "index"])
def test_text_can_be_read_on_its_ground(opened: Open, name: str, scheme: str) -> None:
    page = opened(name, color_scheme=scheme)
    texts, worst = page.evaluate(CONTRASTS)
    assert texts > 20
    assert worst >= READABLE


def test_dark_is_dark(opened: Open) -> None:
    page = opened("cs336-gpt2-xl", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert all(int(channel) < 40 for channel in ground.strip("rgb()").split(","))


@pytest.mark.parametrize("link", ["", "#seq_len=4096", "#seq_len=4096&r6"])
def test_nothing_shifts_while_the_page_loads(opened: Open, link: str) -> None:
    page = opened("mixtral-8x7b", link)
    shifts = """new Promise(done => {
      let sum = 0;
      new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value }))
        .observe({type: "layout-shift", buffered: true});
      setTimeout(() => done(sum), 150);
    })"""
    assert page.evaluate(shifts) == 0


def test_paper_shows_everything(opened: Open) -> None:
    page = opened("cs336-gpt2-xl", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="light")
    box = page.locator("#matmuls .scroll")
    assert box.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert (
        page.locator("thead th").first.evaluate("th => getComputedStyle(th).position") == "static"
    )
    assert page.locator("details td").first.evaluate("td => td.getBoundingClientRect().height") > 0
    assert page.locator("nav, .tools").first.is_hidden()


def test_the_page_prints(opened: Open) -> None:
    page = opened("cs336-gpt2-xl")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    assert page.locator("details[open]").count() == 0
