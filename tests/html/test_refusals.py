"""What a field cannot be is told beside it, and changes nothing on the page."""

import pytest

from reportgen import load_model
from tests.engines import needs_chromium
from tests.html.shown import SHOWN, Open, change, message
from tests.models import model

pytestmark = needs_chromium


@pytest.mark.parametrize("wrong", ["0", "1.5", "many", "-3", "1e300"])
def test_a_value_that_is_not_allowed_changes_nothing(wrong: str, opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    before = shown.evaluate(SHOWN)
    change(shown, "seq_len", wrong)
    field = shown.locator("[name=seq_len]")
    assert field.get_attribute("aria-invalid") == "true"
    label = shown.locator("label", has=field).text_content()
    assert f"must be a whole number from 1 to 1,000,000,000; got {wrong}" in label
    assert message(shown).startswith("Nothing has changed: seq_len must be")
    assert shown.evaluate(SHOWN) == before
    assert "#" not in shown.url
    change(shown, "seq_len", "1,024")
    assert (message(shown), field.get_attribute("aria-invalid")) == ("", "false")


@pytest.mark.parametrize("wrong", ["0,125", "1,500", "2,5"])
def test_a_comma_is_no_decimal_point(wrong: str, opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    shown.locator("summary", has_text="All other inputs").click()
    change(shown, "price_per_device_hour", wrong)
    assert f"got {wrong}" in message(shown)
    assert shown.locator(".changed").is_hidden()


def test_inputs_that_do_not_go_together_change_nothing(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    shown.locator("summary", has_text="All other inputs").click()
    change(shown, "tensor_parallel", "7")
    assert message(shown).startswith("Nothing has changed: tensor_parallel must divide num_heads")
    change(shown, "num_heads", "28")
    assert "d_head" in message(shown)
    change(shown, "d_model", "1792")
    assert "tensor_parallel must divide d_ff" in message(shown)
    change(shown, "d_ff", "7168")
    assert message(shown) == ""
    assert "tensor_parallel = 7" in shown.locator(".changed").text_content()


def test_what_does_not_go_together_is_told_beside_the_field_that_was_changed(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    shown.locator("summary", has_text="All other inputs").click()
    change(shown, "tensor_parallel", "3")
    field = shown.locator("[name=tensor_parallel]")
    assert field.get_attribute("aria-invalid") == "true"
    label = shown.locator("label", has=field).text_content()
    assert "tensor_parallel must divide num_heads" in label
    assert "tensor_parallel must divide d_ff" in label


def test_a_whole_number_that_no_longer_is_one_is_refused(opened: Open) -> None:
    halves = [
        {"name": "ffn", "matmul": [{"name": "up", "m": "seq_len", "k": "d_ff / 2", "n": "4"}]}
    ]
    shown = opened(model(layer=halves))
    shown.locator("summary", has_text="All other inputs").click()
    change(shown, "d_ff", "21")
    assert "ffn up: a size would be 10.5, no whole number from 0 up" in message(shown)


def test_a_refusal_is_told_only_where_it_is_made(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    change(shown, "seq_len", "0")
    change(shown, "batch_size", "2")
    assert shown.locator("[name=batch_size]").get_attribute("aria-invalid") == "false"
