import pytest

import reportgen
from reportgen.html.page import page
from tests.html.reading import Read
from tests.html.reports import MARKUP, hostile, page_of, report, sixty_rows

PRESETS = ["cs336-gpt2-xl", "gpt2-xl", "mixtral-8x7b"]
PAGES = [*PRESETS, "hostile"]


def read(name: str) -> Read:
    return Read(page(hostile()) if name == "hostile" else page_of(name))


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("gpt2-xl", ["1,557,611,200"]),
        ("cs336-gpt2-xl", ["2,127,057,600", "4,513,336,524,800", "8,508,230,400"]),
        ("mixtral-8x7b", ["46,702,792,704", "12,879,925,248"]),
    ],
)
def test_the_first_sentence_has_the_exact_figures(name: str, figures: list[str]) -> None:
    lead = page_of(name).split("class=lead>")[1].split("</p>")[0]
    for figure in figures:
        assert f"<b>{figure}</b>" in lead


def test_active_parameters_are_shown_only_where_they_differ() -> None:
    assert "<dt>Active parameters" in page_of("mixtral-8x7b")
    assert "<dt>Active parameters" not in page_of("gpt2-xl")


@pytest.mark.parametrize("name", PRESETS)
def test_the_matmul_table_has_the_reports_numbers(name: str) -> None:
    exact = report(name).matmuls.exact
    columns = ("m", "k", "n", "count", "stored", "params", "flops", "share")
    _, *rows, total = read(name).tables["matmuls-table"]
    assert len(rows) == len(exact["m"])
    for i, row in enumerate(rows):
        layer, matmul, component = (cell.raw for cell in row[1:4])
        assert layer == exact["layer"][i]
        assert matmul == exact["matmul"][i]
        assert component == report(name).titles[str(exact["component"][i])]
        *whole, share = (float(cell.raw) for cell in row[4:])
        assert [*whole] == [float(exact[c][i]) for c in columns[:-1]]
        assert share == pytest.approx(float(exact["share"][i]), rel=1e-9)
    assert float(total[-2].raw) == report(name).figures["flops_forward"].number


@pytest.mark.parametrize("name", PRESETS)
def test_the_totals_are_the_reports(name: str) -> None:
    totals, figures = report(name).totals.exact, report(name).figures
    _, *rows, last = read(name).tables["totals-table"]
    assert [row[0].text for row in rows] == list(totals["title"])
    assert [int(row[1].raw) for row in rows] == list(totals["params"])
    assert int(last[1].raw) == figures["params_total"].value
    assert last[-1].text == "100.00 %"


def test_every_input_shows_its_value_and_what_it_follows() -> None:
    page = read("cs336-gpt2-xl")
    rows = {row[0].text: row for table in page.tables.values() for row in table if len(row) == 5}
    assert rows["d_model"][1].text == "1,600"
    assert rows["d_head"][4].text.startswith("= d_model / num_heads")


def test_sentences_and_answers_are_told_in_full() -> None:
    text = read("cs336-gpt2-xl").text
    for answer in report("cs336-gpt2-xl").answers:
        assert answer.question in text
        assert answer.text in text
    for line in report("cs336-gpt2-xl").lines:
        assert report("cs336-gpt2-xl").text(line.reason) in text


def test_every_check_is_shown() -> None:
    text = page_of("cs336-gpt2-xl")
    assert text.count(">TRUE<") == len(report("cs336-gpt2-xl").checks)
    assert ">FALSE<" not in text


def test_charts_leave_out_what_is_zero_and_tables_do_not() -> None:
    page = page_of("cs336-gpt2-xl")
    chart = page.split("id=chart-flops ")[1].split("</svg>")[0]
    assert "Token embedding" not in chart
    assert "Feed-forward" in chart
    titles = [row[0].text for row in read("cs336-gpt2-xl").tables["totals-table"]]
    assert "Token embedding" in titles


def test_the_crossover_is_told() -> None:
    assert "From <b>13,324</b> tokens" in page_of("cs336-gpt2-xl")
    assert "never takes more FLOPs" in page(hostile())


@pytest.mark.parametrize("name", PAGES)
def test_the_markup_is_sound(name: str) -> None:
    page = read(name)
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    references = {label for value in page.values("aria-labelledby") for label in value.split()}
    anchors = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert references | anchors <= set(ids)
    assert page.tags[0] == ("html", {"lang": "en"})


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_fetched(name: str) -> None:
    page = read(name)
    assert not page.values("src")
    assert all(href.startswith("#") or href == "data:," for href in page.values("href"))
    assert "url(" not in page.markup
    assert "@import" not in page.markup


def test_texts_of_a_model_never_become_markup() -> None:
    page = read("hostile")
    assert MARKUP in page.title
    assert MARKUP in page.text
    assert not any(tag == "b" and "Fish" in str(found) for tag, found in page.tags)
    assert page.markup.count("</script>") == page.markup.count("<script>") == 3
    assert MARKUP not in page.markup


def test_the_same_report_gives_the_same_bytes() -> None:
    assert page(report("gpt2-xl")) == page(report("gpt2-xl"))
    again = reportgen.build_report(reportgen.load_model("gpt2-xl"))
    assert page(again) == page_of("gpt2-xl")


def test_sixty_rows_that_all_differ_fit_into_150_kilobytes() -> None:
    matmuls = sixty_rows().rows.matmuls
    assert len({(row.k, row.n) for row in matmuls}) == len(matmuls) == 60
    assert len(page(sixty_rows()).encode()) < 150_000
