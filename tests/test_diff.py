"""Two models compared, against published totals; texts, files and workbooks of the comparison."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from reportgen import build_report, load_model
from reportgen.changes import Line
from reportgen.diff import Diff, diff
from tests.books import book, resaved
from tests.models import model, own, tiny
from tests.refusing import GOOD, refuse
from tests.reports import report
from tests.running import run

# The totals that the checkpoints hold: openai-community/gpt2 and gpt2-xl, Llama 13B and Llama 2 7B.
SMALL, LARGE = 124_439_808, 1_557_611_200
LLAMA_7B, LLAMA_13B = 6_738_415_616, 13_015_864_320


def compared(first: str, second: str, **settings: Any) -> Diff:
    return diff(report(first, **settings), report(second, **settings))


def lines(found: Diff, part: str) -> dict[tuple[str, ...], Line]:
    [chosen] = [each for each in found.parts if each.name == part]
    return {line.labels: line for line in chosen.lines}


def inputs(found: Diff) -> dict[str, tuple[object, object]]:
    return {labels[0]: (x.first, x.second) for labels, x in lines(found, "inputs").items()}


@pytest.mark.parametrize(
    ("first", "second", "totals"),
    [
        ("gpt2", "gpt2-xl", (SMALL, LARGE)),
        ("gpt2-xl", "gpt2", (LARGE, SMALL)),
        ("llama-2-7b", "llama-13b", (LLAMA_7B, LLAMA_13B)),
    ],
)
def test_totals_differ_by_what_was_published(
    first: str, second: str, totals: tuple[int, int]
) -> None:
    [total] = [x for x in compared(first, second).headline if x.labels[0] == "params_total"]
    assert (total.first, total.second) == totals
    assert total.difference == totals[1] - totals[0]
    assert total.relative == pytest.approx(totals[1] / totals[0] - 1, rel=1e-15)


def test_inputs_that_differ_and_no_others() -> None:
    assert inputs(compared("gpt2", "gpt2-xl")) == {
        "num_layers": (12, 48),
        "d_model": (768, 1600),
        "num_heads": (12, 25),
        "d_ff": (3072, 6400),
    }


def test_rows_are_matched_by_component_layer_and_name() -> None:
    found = lines(compared("gpt2", "gpt2-xl"), "rows")
    up = ("Feed-forward", "decoder.ffn", "up")
    assert (found[*up, "k"].first, found[*up, "k"].second) == (768, 1600)
    assert found[*up, "parameters"].first == 12 * (768 * 3072 + 3072)
    assert found[*up, "parameters"].second == 48 * (1600 * 6400 + 6400)
    assert (*up, "m") not in found


def test_differences_of_components_add_up_to_that_of_the_total() -> None:
    found = compared("llama-2-7b", "mixtral-8x7b")
    for total, name in (("parameters", "params_total"), ("forward FLOPs", "flops_forward")):
        parts = sum(x.difference for x in found.components if x.labels[1] == total)
        [whole] = [x.difference for x in found.headline if x.labels[0] == name]
        assert parts == whole


def test_a_row_that_only_one_has_counts_nothing_in_the_other() -> None:
    found = lines(compared("llama-2-7b", "mixtral-8x7b"), "rows")
    gate = ("Feed-forward", "decoder.ffn", "gate", "parameters")
    expert = ("Experts", "decoder.ffn", "expert_gate", "parameters")
    assert (found[gate].second, found[gate].relative) == (0, -1)
    assert (found[expert].first, found[expert].is_new) == (0, True)
    assert (*gate[:3], "k") not in found


def test_an_input_that_only_one_has_is_told_apart() -> None:
    found = compared("gpt2", "mixtral-8x7b")
    others = {other.name: (other.first, other.second) for other in found.others}
    assert others["num_experts"] == (None, 8)
    assert "num_experts" not in inputs(found)


def test_a_text_that_differs_is_among_its_kind() -> None:
    found = diff(report("gpt2"), report("gpt2", causal_counting="half", seq_len=64))
    [told] = [part for part in found.parts if part.name == "inputs"]
    assert [(x.labels[0], x.first, x.second) for x in told.differing] == [
        ("seq_len", 1024, 64),
        ("causal_counting", "dense", "half"),
    ]
    assert found.others == ()


def test_texts_alone_are_a_difference() -> None:
    found = diff(report("gpt2"), report("gpt2", hardware="a100-sxm-80"))
    assert not found.same


def test_new_is_what_the_first_lacks_and_not_what_is_none() -> None:
    stages = diff(report("gpt2"), report("gpt2", zero_stage=3))
    [line] = lines(stages, "inputs").values()
    assert (line.first, line.second, line.moved) == (0, 3, ("+3", "–"))


def test_a_model_does_not_differ_from_itself() -> None:
    found = compared("t5-3b", "t5-3b")
    assert found.same
    assert found.names == ("t5-3b (first)", "t5-3b (second)")
    assert all(part.compared and not part.lines for part in found.parts)


def test_one_layer_used_twice_is_matched_in_order() -> None:
    layer = {
        "name": "x",
        "matmul": [{"name": "a", "m": "tokens", "k": "size", "n": "size", "weight": True}] * 2,
    }
    first, second = (build_report(own(layer, size=n)) for n in (4, 8))
    rows = lines(diff(first, second), "rows")
    assert {labels[2] for labels in rows} == {"a", "a (2)"}


def test_other_parameters_than_active_ones_are_told_once() -> None:
    names = {labels[-1] for labels in lines(compared("gpt2", "gpt2-xl"), "totals")}
    assert names == {"parameters", "forward FLOPs"}
    names = {labels[-1] for labels in lines(compared("gpt2", "mixtral-8x7b"), "totals")}
    assert "active parameters" in names


def test_a_workbook_against_its_model(own_folder: Path) -> None:
    path = resaved(book(own_folder), seq_len=200)
    found = diff(report("gpt2"), build_report(load_model(str(path))))
    assert found.names == ("gpt2", "edited")
    assert inputs(found) == {"seq_len": (1024, 200)}


def test_numbers_past_what_a_cell_holds_are_those_of_a_cell() -> None:
    first, second = (build_report(tiny(d_model=n, num_heads=4)) for n in (400_000_000, 800_000_000))
    found = diff(first, second)
    assert all(isinstance(x.first, float) for x in found.headline if x.first > 2**53)
    assert found.headline


@pytest.mark.usefixtures("own_folder")
class TestCommand:
    """`reportgen diff`."""

    def test_text_fits_a_terminal(self) -> None:
        ended = run("diff", "gpt2", "mixtral-8x7b")
        assert (ended.status, ended.err) == (0, "")
        assert max(map(len, ended.out.splitlines())) <= 100
        assert "Inputs: 10 of 47 differ" in ended.out
        assert not Path("output").exists()

    def test_text_says_that_nothing_differs(self) -> None:
        ended = run("diff", "gpt2", "gpt2")
        assert "Nothing differs: 47 inputs, " in ended.out

    @pytest.mark.parametrize("listing", ["text", "csv", "md"])
    def test_a_text_that_differs_is_listed(self, listing: str) -> None:
        path = resaved(book(Path()), hardware="a100-sxm-80", seq_len=64)
        out = run("diff", "gpt2", str(path), "--format", listing).out
        [line] = [x for x in out.splitlines() if "a100-sxm-80" in x]
        assert line.strip("| ").startswith("inputs,hardware," if listing == "csv" else "hardware")
        assert listing == "csv" or "Inputs: 2 of 47 differ" in out

    def test_a_text_that_differs_is_an_input_of_json(self) -> None:
        path = resaved(book(Path()), hardware="a100-sxm-80")
        out = run("diff", "gpt2", str(path), "--format", "json").out
        [only] = json.loads(out)["inputs"]
        assert (only["input"], only["second"]) == ("hardware", "a100-sxm-80")
        assert (only["difference"], only["relative"]) == (None, None)

    def test_json_is_one_object(self) -> None:
        [line] = run("diff", "gpt2", "gpt2-xl", "--format", "json").out.splitlines()
        found = json.loads(line)
        assert (found["first"]["model"], found["second"]["model"]) == ("gpt2", "gpt2-xl")
        [total] = [x for x in found["figures"] if x["figure"] == "params_total"]
        assert (total["first"], total["second"], total["difference"]) == (
            SMALL,
            LARGE,
            LARGE - SMALL,
        )

    def test_csv_has_raw_numbers(self) -> None:
        text = run("diff", "gpt2", "gpt2-xl", "--format", "csv").out
        rows = {(row["part"], row["name"]): row for row in csv.DictReader(io.StringIO(text))}
        total = rows["figures", "params_total"]
        assert (total["first"], total["difference"]) == (str(SMALL), str(LARGE - SMALL))

    def test_markdown_has_tables(self) -> None:
        text = run("diff", "gpt2", "gpt2-xl", "--format", "md").out
        assert "| d_model, values | 768 | 1600 | +832 | +108.33 % |" in text

    def test_set_is_for_both(self) -> None:
        found = json.loads(
            run("diff", "gpt2", "llama-2-7b", "--set", "seq_len=64", "--format", "json").out
        )
        assert "seq_len" not in {each["input"] for each in found["inputs"]}

    def test_files_are_written_where_asked(self) -> None:
        ended = run("diff", "gpt2", "gpt2-xl", "--output", "out")
        assert ended.status == 0
        assert {file.name for file in Path("out").iterdir()} == {
            "gpt2-vs-gpt2-xl.html",
            "gpt2-vs-gpt2-xl.xlsx",
        }
        assert "out/gpt2-vs-gpt2-xl.xlsx" in ended.err

    def test_own_templates_are_used(self) -> None:
        Path("own").mkdir()
        Path("own/diff.html").write_text("OURS", encoding="utf-8")
        options = ("--output", "out", "--templates", "own")
        assert run("diff", "gpt2", "gpt2-xl", *options).status == 0
        assert Path("out/gpt2-vs-gpt2-xl.html").read_text(encoding="utf-8") == "OURS"

    def test_model_files_and_configs(self) -> None:
        Path("mine.toml").write_text(GOOD, encoding="utf-8")
        ended = run("diff", "mine.toml", "llama-2-7b")
        assert ended.status == 0
        assert "vocab_size" in ended.out

    @pytest.mark.parametrize("pair", [("gpt2", "gpt3"), ("gpt3", "gpt2"), ("gpt3", "gpt3.toml")])
    def test_a_wrong_model_is_told_and_nothing_shown(self, pair: tuple[str, str]) -> None:
        ended = run("diff", *pair)
        assert (ended.status, ended.out) == (2, "")
        assert all("gpt3" in fault for fault in ended.faults)
        assert len(ended.faults) == sum("gpt3" in each for each in pair)

    def test_a_missing_model_is_misuse(self) -> None:
        refuse(run("diff", "gpt2"), "Missing argument 'B'")

    def test_a_folder_that_cannot_be_written(self) -> None:
        Path("taken").write_text("", encoding="utf-8")
        ended = run("diff", "gpt2", "gpt2-xl", "--output", "taken")
        assert ended.status == 2
        assert "cannot write taken/gpt2-vs-gpt2-xl.html" in ended.faults[0]


@pytest.mark.parametrize("columns", [100, 80, 60, 50])
def test_labels_of_a_window_are_told_apart(columns: int) -> None:
    from reportgen.listing.differences import as_text
    from reportgen.listing.window import Window

    shown = as_text(compared("gpt2", "mixtral-8x7b"), Window(columns, whole=False))
    for title in ("Totals by component", "Figures", "Rows"):
        labels, above = list[str](), ""
        for line in shown.partition(f"\n{title}: ")[2].partition("\n\n")[0].splitlines():
            label, *values = re.split("  +", line.strip())
            if values:
                labels.append(above + label)
            else:
                above = label
        assert len(labels) > 15
        assert sorted(set(labels)) == sorted(labels)


EVIL = ('=HYPERLINK("http://x")', "</script><b>", "\u202egnp", "x" * 10_000, "\"\n'")


@pytest.mark.parametrize("title", EVIL)
def test_any_title_stands_as_text(title: str, own_folder: Path) -> None:
    from reportgen.batch import write_diff
    from reportgen.listing.differences import diff_listings
    from reportgen.listing.window import PIPE

    found = diff(build_report(model(title=title, source=title)), report("gpt2"))
    assert len(write_diff(found, own_folder)) == 2
    page = (own_folder / "tiny-vs-gpt2.html").read_text(encoding="utf-8")
    assert "</script><b>" not in page
    for name in ("text", "csv", "md"):
        assert all(line.isprintable() for line in diff_listings(PIPE)[name](found).splitlines())
