"""The page calculates: every text and chart follows its fields."""

import re
from itertools import zip_longest
from math import isclose
from pathlib import Path
from typing import Any

import pytest

from reportgen import build_report, load_model
from reportgen.html.page import page
from reportgen.model import read_model
from reportgen.spec import Value
from tests.engines import needs_chromium
from tests.html.reports import MARKUP, hostile
from tests.html.shown import SHOWN, Open, change, lead

pytestmark = needs_chromium

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?")


def alike(found: str, wanted: str) -> bool:
    """Tell whether two texts are the same, their numbers but for the last digits of a double."""
    found = found.replace("≈ ", "")
    if NUMBER.sub("#", found) != NUMBER.sub("#", wanted):
        return False
    pairs = zip(NUMBER.findall(found), NUMBER.findall(wanted), strict=True)
    return all(
        isclose(float(a.replace(",", "")), float(b.replace(",", "")), rel_tol=1e-9, abs_tol=1e-12)
        for a, b in pairs
    )


EDITS: dict[str, dict[str, Value]] = {
    "cs336-gpt2-xl": {"seq_len": 16_384, "optimizer": "muon", "d_model": 2000},
    "llama-3-8b": {"batch_size": 16, "hardware": "a100-sxm-80", "num_layers": 40, "dropout": 1},
    "mixtral-8x7b": {"embedding_as_matmul": 1, "experts_per_token": 3, "causal_counting": "exact"},
    "pythia-12b": {"kv_cache_page": 8, "seq_len": 32_768},
    "t5-base": {"decoder_seq_len": 64, "batch_size": 3, "gated_ffn": 1},
    "deepseek-v3": {"tensor_parallel": 8, "zero_stage": 3, "recompute": "full", "seq_len": 2048},
    "qwen3-next-80b-a3b": {"num_layers": 24, "lora_rank": 4, "lora_targets": "attention"},
}


@pytest.mark.parametrize("preset", EDITS)
def test_all_of_the_page_is_as_it_would_be_made_for_these_inputs(preset: str, opened: Open) -> None:
    of, settings = load_model(preset), EDITS[preset]
    link = "#" + "&".join(f"{name}={value}" for name, value in settings.items())
    found, wanted = opened(of, link).evaluate(SHOWN), opened(of, **settings).evaluate(SHOWN)
    assert len(wanted) > 2000
    pairs = zip_longest(found, wanted, fillvalue="nothing")
    assert [(a, b) for a, b in pairs if a != b and not alike(a, b)] == []


COMING_AND_GOING: list[tuple[str, str, Value, Value]] = [
    ("llama-3-8b", "price_per_device_hour", 0, 2),
    ("llama-3-8b", "price_per_device_hour", 2, 0),
    ("mixtral-8x7b", "experts_per_token", 8, 2),
    ("mixtral-8x7b", "experts_per_token", 2, 8),
]


@pytest.mark.parametrize(("preset", "name", "first", "then"), COMING_AND_GOING)
def test_what_shows_nothing_comes_and_goes_with_the_inputs(
    preset: str, name: str, first: Value, then: Value, opened: Open
) -> None:
    of = load_model(preset)
    edited, fresh = opened(of, f"#{name}={then}", **{name: first}), opened(of, **{name: then})
    assert edited.locator("figure:visible").count() == fresh.locator("figure:visible").count()
    pairs = zip_longest(edited.evaluate(SHOWN), fresh.evaluate(SHOWN), fillvalue="nothing")
    assert [(a, b) for a, b in pairs if a != b and not alike(a, b)] == []
    before = opened(of, **{name: first}).evaluate(SHOWN)
    edited.get_by_role("button", name="Reset").click()
    assert edited.evaluate(SHOWN) == before


def test_a_changed_field_changes_the_figures_and_the_address(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    assert "4,513,336,524,800 FLOPs" in lead(shown)
    change(shown, "seq_len", "16384")
    assert "149,522,795,724,800 FLOPs" in lead(shown)
    assert shown.url.endswith("#seq_len=16384")
    told = shown.locator(".changed").text_content()
    assert "seq_len = 16384 instead of 1024" in told
    assert "--set seq_len=16384" in shown.locator("footer").text_content()
    assert shown.locator("[name=context_length]").input_value() == "1024"


def test_an_input_that_follows_another_follows_until_it_is_set(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    shown.locator("summary", has_text="All other inputs").click()
    change(shown, "context_length", "2048")
    assert shown.locator("[name=seq_len]").input_value() == "2048"
    change(shown, "seq_len", "512")
    change(shown, "context_length", "4096")
    assert shown.locator("[name=seq_len]").input_value() == "512"
    change(shown, "seq_len", "")
    assert shown.locator("[name=seq_len]").input_value() == "4096"


def test_a_value_that_would_be_there_anyway_is_not_set(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    change(shown, "seq_len", "512")
    change(shown, "seq_len", "1024")
    assert shown.locator(".changed").is_hidden()
    assert "#" not in shown.url


def test_a_value_is_shown_as_it_was_read(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=2.000")
    assert "seq_len = 2 instead of 1024" in shown.locator(".changed").text_content()
    assert shown.locator("[name=seq_len]").input_value() == "2"


def test_a_closed_form_says_when_the_inputs_are_not_what_it_takes_for_granted(opened: Open) -> None:
    shown = opened(load_model("llama-3-8b"), "#batch_size=8")
    short = shown.locator(".form", has_text="where batch_size = 1")
    assert "does not hold for these inputs, but where batch_size = 1" in short.inner_text()
    assert "1,265,125,566,709,760" not in short.inner_text()
    change(shown, "batch_size", "1")
    assert "does not hold" not in short.inner_text()


def test_an_input_that_was_set_names_no_source(opened: Open) -> None:
    shown = opened(load_model("llama-3-8b"), "#d_model=2048")
    line = shown.locator(".inputs tr", has_text="width of the residual stream")
    assert line.locator("td").last.text_content() == "set for this report"
    shown.get_by_role("button", name="Reset").click()
    assert "config.json" in line.locator("td").last.text_content()


def test_reset_brings_everything_back_to_the_last_digit(opened: Open) -> None:
    shown = opened(load_model("deepseek-v3"), batch_size=123_457)
    before = shown.evaluate(SHOWN)
    change(shown, "seq_len", "4096")
    shown.locator("[name=hardware]").select_option("a100-sxm-80")
    assert shown.evaluate(SHOWN) != before
    shown.get_by_role("button", name="Reset").click()
    assert shown.evaluate(SHOWN) == before
    assert shown.locator("[name=hardware]").input_value() == "h100-sxm"
    assert "#" not in shown.url


def test_past_2_53_a_figure_says_that_it_is_rounded(opened: Open) -> None:
    shown = opened(load_model("llama-3-8b"), "#batch_size=1000003")
    exact = build_report(load_model("llama-3-8b"), {"batch_size": 1_000_003})
    forward = exact.figures["flops_forward"].value
    said = shown.locator(".lead b").nth(2).text_content()
    assert said.startswith("≈ 158,141,170,260,8")
    assert isclose(int(said.replace(",", "")[2:]), forward, rel_tol=1e-14)


def test_the_keyboard_is_enough(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    for _ in range(3):
        shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.name") == "seq_len"
    shown.keyboard.press("Control+A")
    shown.keyboard.type("2048")
    shown.keyboard.press("Tab")
    assert "2,048 tokens" in lead(shown)
    assert shown.evaluate("document.activeElement.name") == "batch_size"


def test_paper_shows_the_changed_figures_and_no_fields(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=16384")
    shown.emulate_media(media="print")
    assert "149,522,795,724,800" in lead(shown)
    assert shown.locator(".changed").is_visible()
    assert not shown.locator("form").is_visible()
    assert not shown.get_by_text("Reset").is_visible()


def test_sorted_rows_keep_their_figures(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    shown.locator("#matmuls-table th[data-key=k] button").click()
    change(shown, "seq_len", "2048")
    assert "2,048" in shown.locator("#r6").text_content()


def test_markup_in_a_model_file_stays_text(opened: Open) -> None:
    shown = opened(hostile().model, "#seq_len=77")
    assert "77 tokens" in lead(shown)
    assert shown.locator("h1").text_content().startswith(MARKUP)
    assert shown.locator("main b", has_text="Fish").count() == 0


def test_what_was_typed_stays_though_it_would_follow_for_a_while(opened: Open) -> None:
    shown = opened(load_model("llama-3-8b"))
    shown.locator("summary", has_text="All other inputs").click()
    for name, value in (
        ("seq_len", "4096"),
        ("context_length", "4096"),
        ("context_length", "16384"),
    ):
        change(shown, name, value)
    assert shown.locator("[name=seq_len]").input_value() == "4096"


@pytest.mark.parametrize("name", ["length", "elements", "constructor", "item", "style"])
def test_an_input_may_have_the_name_of_a_form_s_own_property(name: str, opened: Open) -> None:
    up = {"name": "up", "m": "tokens", "k": name, "n": "4", "weight": True}
    layer = [{"name": "a", "matmul": [up]}]
    said = {"name": "odd", "inputs": {"context_length": 8, name: 16}, "layer": layer}
    shown = opened(read_model(said, "odd.toml"), f"#{name}=32")
    assert "1,024 FLOPs" not in lead(shown)
    assert f"{name} = 32 instead of 16" in shown.locator(".changed").text_content()


def test_a_model_may_have_lengths_and_no_longest_context(opened: Open) -> None:
    up = {"name": "up", "m": "tokens", "k": "width", "n": "1", "weight": True}
    layer = [{"name": "a", "matmul": [up]}]
    said = {"name": "short", "inputs": {"seq_len": 4, "width": 3}, "layer": layer}
    assert "8 tokens" in lead(opened(read_model(said, "short.toml"), "#seq_len=8"))


def test_a_rounded_figure_is_copied_and_sorted_as_a_number(opened: Open) -> None:
    shown = opened(load_model("deepseek-v3"), "#batch_size=2")
    shown.locator("#matmuls-table th[data-key=flops] button").click()
    assert shown.locator("#matmuls-table tbody tr").first.get_attribute("id") == "r8"
    shown.get_by_role("button", name="Copy as CSV").click()
    shown.get_by_text("Copied.").wait_for()
    assert ",160968502306406000," in shown.evaluate("navigator.clipboard.readText()")


def test_of_components_with_one_title_the_title_is_copied(opened: Open) -> None:
    up = {"name": "up", "m": "seq_len", "k": "width", "n": "width", "weight": True}
    layer = [
        {"name": "a", "matmul": [{**up, "component": name}]}
        for name in ("embedding", "token_embedding", "feed_forward")
    ]
    said = {"name": "alike", "inputs": {"seq_len": 4, "width": 3}, "layer": layer}
    shown = opened(read_model(said, "alike.toml"))
    shown.get_by_role("button", name="Copy as CSV").click()
    shown.get_by_text("Copied.").wait_for()
    _, *rows = shown.evaluate("navigator.clipboard.readText()").splitlines()
    copied = [row.split(",")[2] for row in rows]
    assert copied == ["Token embedding", "Token embedding", "feed_forward"]


def test_the_command_says_each_setting_once_and_quotes_it(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=2048", seq_len=64)
    command = shown.locator("footer code").text_content()
    assert command == "reportgen report cs336-gpt2-xl --set seq_len=2048"


def test_a_page_that_is_not_ours_any_more_does_not_calculate(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    whole = page(build_report(load_model("cs336-gpt2-xl")))
    file.write_text(whole.replace("<p class=lead>", "<p class=lead><b>Note</b> "), "utf-8")
    shown = browser.new_page()
    shown.goto(f"{file.as_uri()}#seq_len=2048")
    assert not shown.locator("form").is_visible()
    assert shown.locator("h1").is_visible()
    shown.close()
