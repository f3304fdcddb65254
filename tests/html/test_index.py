from reportgen.html.index import index
from reportgen.summary import Summary, summarize
from tests.html.reading import Read
from tests.html.reports import MARKUP, hostile, report

NAMES = ["gpt2-xl", "cs336-gpt2-xl", "mixtral-8x7b"]


def summaries() -> list[Summary]:
    return [summarize(report(name)) for name in NAMES]


def test_every_model_has_a_row_with_its_figures() -> None:
    head, *rows = Read(index(summaries())).tables["models-table"]
    at = {cell.text: i for i, cell in enumerate(head)}
    assert [row[0].raw for row in rows] == NAMES
    assert [row[at["params"]].raw for row in rows] == ["1557611200", "2127057600", "46702792704"]
    assert rows[1][at["forward FLOPs"]].raw == "4513336524800"
    assert rows[2][at["active"]].raw == "12879925248"
    assert rows[1][at["weights"]].text == "8.508 GB"


def test_every_model_leads_to_its_files() -> None:
    links = Read(index(summaries())).values("href")
    for name in NAMES:
        assert f"{name}.html" in links
        assert f"{name}.xlsx" in links
        assert f"{name}.eml" in links
    assert {"comparison.xlsx", "calculator.xlsx"} <= set(links)


def test_nothing_leads_to_files_that_are_not_there() -> None:
    page = Read(index(summaries(), there={"gpt2-xl.xlsx", "calculator.xlsx"}))
    assert set(page.values("href")) - {"data:,"} == {"gpt2-xl.xlsx", "calculator.xlsx"}


def test_links_stay_within_the_folder() -> None:
    page = Read(index([*summaries(), summarize(hostile())], {MARKUP: MARKUP}))
    assert not page.values("src")
    assert not [link for link in page.values("href") if "//" in link or "<" in link]


def test_failures_are_listed_with_their_messages() -> None:
    page = Read(index(summaries(), {"broken": f"d_model: {MARKUP}"}))
    assert "1 failed" in page.text
    assert f"d_model: {MARKUP}" in page.text
    assert "failed" not in Read(index(summaries())).text


def test_strips_are_told_in_words() -> None:
    labels = Read(index(summaries())).values("aria-label")
    assert any("Feed-forward 66.9 %" in label and "LM head 3.6 %" in label for label in labels)


def test_an_index_of_nothing_is_a_page() -> None:
    assert "0" in Read(index([])).text


def test_the_same_summaries_give_the_same_bytes() -> None:
    assert index(summaries()) == index(summaries())
