"""Listings show a report's figures in forms that people and programs read."""

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import pytest

from reportgen import Report, build_report, load_model
from reportgen.listing import LISTINGS, as_csv, as_json, as_markdown, as_text, listings
from reportgen.listing.columns import bar
from reportgen.listing.plain import plain
from reportgen.listing.widths import width
from reportgen.listing.window import PIPE, Window
from reportgen.numbers import grouped, si
from tests.models import model, own, tiny

Listing = Callable[[Iterable[Report]], Iterator[str]]
HOSTILE = '=1+1</script><b>|`x`\nnext "line"'


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(tiny())


@pytest.fixture(scope="module")
def hostile() -> Report:
    return build_report(model(title=HOSTILE, source=HOSTILE))


def document(report: Report) -> dict[str, object]:
    (line,) = as_json([report])
    found: dict[str, object] = json.loads(line)
    return found


def test_json_has_what_programs_rely_on(report: Report) -> None:
    shown = document(report)
    assert shown.keys() >= {"model", "inputs", "params", "flops", "matmuls", "other_parameters"}
    assert shown["model"] == "tiny"
    assert shown["inputs"] == dict(report.inputs.values)
    assert shown["params"] == {
        "total": 2_232,
        "active": 2_232,
        "by_component": {
            "embedding": 80,
            "attention_projections": 576,
            "attention_core": 0,
            "feed_forward": 1_440,
            "norms": 56,
            "lm_head": 80,
        },
    }


def test_json_rows_are_the_rows_of_the_tables(report: Report) -> None:
    shown = document(report)
    assert shown["matmuls"] == report.matmuls.frame.to_dicts()
    assert shown["other_parameters"] == report.other_parameters.frame.to_dicts()


def test_json_is_one_line_whatever_a_title_holds(hostile: Report) -> None:
    (line,) = as_json([hostile])
    assert line.count("\n") == 1
    assert json.loads(line)["title"] == HOSTILE


def test_json_says_how_the_count_compares_with_others(report: Report) -> None:
    reconciliation = document(report)["reconciliation"]
    assert isinstance(reconciliation, dict)
    rule = next(r for r in reconciliation["rules"] if r["name"] == "rule_two_n")
    assert rule["difference"] == rule["value"] - rule["exact"]
    assert rule["why"]
    assert reconciliation["lines"] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, 3),
        (3.0, 3),
        (Fraction(7, 2), 3.5),
        (2**53, 2**53),
        (2**53 + 1, 2**53 + 1),
        (Fraction(10**22), 10**22),
        (1e300, 1e300),
        (True, True),
        ("dense", "dense"),
    ],
)
def test_numbers_are_whole_where_no_reader_would_round_them(value: object, shown: object) -> None:
    found = plain(value)  # type: ignore[arg-type]
    assert found == shown
    assert type(found) is type(shown)


def test_json_has_numbers_of_json_only(report: Report) -> None:
    def numbers(value: object) -> list[float]:
        if isinstance(value, dict):
            return [n for inner in value.values() for n in numbers(inner)]
        if isinstance(value, list):
            return [n for inner in value for n in numbers(inner)]
        return [value] if isinstance(value, float) else []

    assert all(math.isfinite(number) for number in numbers(document(report)))


def test_csv_has_the_rows_of_every_model_under_one_heading(report: Report) -> None:
    text = "".join(as_csv([report, build_report(tiny(d_ff=24))]))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text.count("model,layer,matmul") == 1
    assert len(rows) == 2 * report.matmuls.frame.height
    assert rows[1]["flops"] == str(report.matmuls.exact["flops"][1])
    assert {row["model"] for row in rows} == {"tiny"}


def test_csv_runs_nothing_in_a_spreadsheet() -> None:
    product = {"name": "-2+3", "m": "tokens", "k": "2", "n": "3", "weight": True}
    layer = {"name": "=1+1", "source": "@SUM(A1)", "matmul": [product]}
    (row,) = csv.DictReader(io.StringIO("".join(as_csv([build_report(own(layer))]))))
    assert (row["layer"], row["matmul"], row["source"]) == ("'=1+1", "'-2+3", "'@SUM(A1)")


@pytest.fixture(scope="module")
def large() -> Report:
    """A model with one product, whose FLOPs are past 2**53 and no Float64."""
    product = {"name": "w", "m": "3", "k": "2**40 + 1", "n": "3001", "weight": True}
    return build_report(own({"name": "layer", "matmul": [product]}))


LARGE_FLOPS = 2 * 3 * (2**40 + 1) * 3001


@pytest.mark.parametrize("name", ["json", "csv", "md"])
def test_a_whole_number_of_any_size_has_all_its_digits(name: str, large: Report) -> None:
    assert float(LARGE_FLOPS) != LARGE_FLOPS
    assert str(LARGE_FLOPS) in "".join(LISTINGS[name]([large]))


@pytest.mark.parametrize("name", ["csv", "md"])
def test_a_whole_number_has_no_exponent(name: str, large: Report) -> None:
    text = "".join(LISTINGS[name]([large]))
    assert not re.search(r"\de\+\d", text)


def test_markdown_tables_have_numbers_that_programs_read() -> None:
    text = "".join(as_markdown([build_report(tiny(vocab_size=32_000, d_model=4_096))]))
    cells = [cell for line in text.splitlines() if line[:1] == "|" for cell in line.split("|")]
    assert " 131072000 " in cells
    assert not any(re.search(r"\d,\d", cell) for cell in cells)


def test_csv_keeps_a_name_with_line_breaks_in_one_cell() -> None:
    product = {"name": 'a\n"b",|c', "m": "tokens", "k": "2", "n": "3", "weight": True}
    (row,) = csv.DictReader(
        io.StringIO("".join(as_csv([build_report(own({"name": "x", "matmul": [product]}))])))
    )
    assert row["matmul"] == 'a\n"b",|c'


def test_csv_of_nothing_is_empty() -> None:
    assert list(as_csv([])) == []


def test_text_begins_with_the_size_and_the_cost() -> None:
    text = "".join(as_text([build_report(tiny(), {"batch_size": 2})]))
    assert text.startswith("tiny: 2.232 k parameters; a forward pass")
    assert "2 sequences of 6 tokens" in text
    assert text.endswith("checks hold.\n")


def test_text_fits_the_terminal(report: Report) -> None:
    assert all(len(line) <= 100 for text in as_text([report]) for line in text.splitlines())


@pytest.mark.parametrize("name", ["text", "cost"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("preset", ["llama-3-8b", "deepseek-v3", "bert-base-uncased", "jamba-v0.1"])
def test_no_line_is_wider_than_the_window(preset: str, columns: int, name: str) -> None:
    listing = listings(Window(columns, whole=False))[name]
    (text,) = listing([build_report(load_model(preset))])
    assert max(map(width, text.splitlines())) <= columns


def numbers_of_rows(report: Report) -> set[str]:
    """Return the sizes and counts of a report's rows as text has them, exact ones and rounded."""
    found = {grouped(value) for key in "mkn" for value in report.matmuls.exact[key]}  # type: ignore[arg-type]
    for key in ("params", "flops"):
        found |= {si(value) for value in report.matmuls.exact[key]}  # type: ignore[arg-type]
    return found | {grouped(value) for value in report.totals.exact["params"]}  # type: ignore[arg-type]


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_a_window_of_80_columns_has_every_number(columns: int) -> None:
    report = build_report(load_model("deepseek-v3"))
    (text,) = listings(Window(columns, whole=False))["text"]([report])
    assert {each for each in numbers_of_rows(report) if each not in text} == set()


def test_a_number_that_finds_no_room_is_missing_as_a_whole_and_told(report: Report) -> None:
    (text,) = listings(Window(40, whole=False))["text"]([report])
    assert "no room for m, k, n" in text
    assert "…" not in "".join(re.findall(r"\S*\d\S*", text))


def test_a_pipe_gets_columns_that_a_window_leaves_out(report: Report) -> None:
    assert "no room" not in "".join(as_text([report]))


def test_wide_characters_leave_columns_aligned() -> None:
    product = {"name": "積", "m": "tokens", "k": "2", "n": "3", "weight": True}
    latin = {**product, "name": "product"}
    made = build_report(own({"name": "層", "matmul": [product, latin]}))
    (text,) = as_text([made])
    wide, narrow = [line for line in text.splitlines() if line.startswith("層")]
    assert width(wide) == width(narrow)


def test_a_mark_that_turns_text_around_does_not_reach_the_terminal() -> None:
    made = build_report(model(title="a\u202eb"))
    (text,) = listings(Window(80, whole=False))["text"]([made])
    assert "\u202e" not in text


def test_a_window_without_block_characters_has_bars_of_ascii(report: Report) -> None:
    (text,) = listings(Window(encoding="ascii"))["text"]([report])
    assert text.isascii()
    assert "##" in text


def test_styles_add_no_text(report: Report) -> None:
    plain_text, styled = (
        "".join(listings(Window(80, whole=False, styled=each))["text"]([report]))
        for each in (False, True)
    )
    assert re.sub("\x1b\\[[0-9]+m", "", styled) == plain_text


def test_headings_and_totals_are_bold(report: Report) -> None:
    (text,) = listings(Window(80, whole=False, styled=True))["text"]([report])
    bold = re.findall("\x1b\\[1m(.*?)\x1b", text)
    assert [each.split()[0] for each in bold[:3]] == ["tiny", "Component", "Total"]


def test_active_parameters_are_told_where_they_are_fewer() -> None:
    product = {"name": "w", "m": "tokens", "k": "4", "n": "4", "weight": True}
    experts = {**product, "stored": "8", "active": "2", "count": "2"}
    text = "".join(as_text([build_report(own({"name": "moe", "matmul": [experts]}))]))
    assert "128 parameters, 32 of them active;" in text


@pytest.mark.parametrize("listing", [as_text, as_markdown])
def test_a_title_of_two_lines_is_shown_in_one(listing: Listing, hostile: Report) -> None:
    assert not any(line.startswith("next") for line in "".join(listing([hostile])).splitlines())


def test_markdown_shows_markup_as_text(hostile: Report) -> None:
    heading = "".join(as_markdown([hostile])).splitlines()[0]
    assert r"\</script\>\<b\>\|\`x\`" in heading


def test_markdown_tables_have_as_many_cells_in_every_row(report: Report) -> None:
    tables = [line for text in as_markdown([report]) for line in text.splitlines() if "|" in line]
    assert {line.count("|") for line in tables} <= {3, 6, 7, 10}
    assert len(tables) > 20


@pytest.mark.parametrize("name", ["text", "md"])
def test_two_models_have_a_line_between_them(name: str, report: Report) -> None:
    one, two = LISTINGS[name]([report, report])
    assert two == "\n" + one


@pytest.mark.parametrize(
    ("share", "drawn"), [(0, ""), (1, "█" * 20), (0.5, "█" * 10), (0.0714, "█▍"), (0.001, "")]
)
def test_a_bar_is_as_long_as_its_share(share: float, drawn: str) -> None:
    assert bar(share, 20, PIPE) == drawn
