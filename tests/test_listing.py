"""Listings show a report's figures in forms that people and programs read."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

import pytest

from reportgen import Report, build_report
from reportgen.listing import LISTINGS, as_csv, as_json, as_markdown, as_text
from reportgen.listing.plain import plain
from reportgen.listing.screen import bar
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


def test_csv_of_nothing_is_empty() -> None:
    assert list(as_csv([])) == []


def test_text_begins_with_the_size_and_the_cost() -> None:
    text = "".join(as_text([build_report(tiny(), {"batch_size": 2})]))
    assert text.startswith("tiny: 2.232 k parameters; a forward pass")
    assert "2 sequences of 6 tokens" in text
    assert text.endswith("checks hold.\n")


def test_text_fits_the_terminal(report: Report) -> None:
    assert all(len(line) <= 100 for text in as_text([report]) for line in text.splitlines())


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
    assert bar(share, room=20) == drawn
