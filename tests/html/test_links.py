"""A page's address carries the inputs that were changed, and leads to its rows."""

from reportgen import load_model
from tests.engines import needs_chromium
from tests.html.shown import SHOWN, Open, change, lead, message

pytestmark = needs_chromium


def test_the_link_is_copied_and_leads_to_the_same_figures(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    change(shown, "batch_size", "2")
    shown.get_by_role("button", name="Copy link").click()
    shown.get_by_text("The link is copied.").wait_for()
    link = shown.evaluate("navigator.clipboard.readText()")
    assert link.endswith(".html#batch_size=2")
    other = opened(load_model("cs336-gpt2-xl"), "#batch_size=2")
    assert lead(other) == lead(shown)


def test_a_link_into_the_page_is_no_setting(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#memory")
    assert message(shown) == ""
    assert shown.locator(".changed").is_hidden()


def test_a_link_may_lead_to_a_row_and_change_inputs(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=2048&r6")
    assert "2,048 tokens" in lead(shown)
    assert shown.locator("tr.at").get_attribute("id") == "r6"
    shown.locator("#r8 td a").click()
    shown.wait_for_function("location.hash === '#seq_len=2048&r8'")
    assert "2,048 tokens" in lead(shown)
    assert shown.locator("tr.at").get_attribute("id") == "r8"
    shown.get_by_role("button", name="Reset").click()
    assert "#" not in shown.url


def test_what_a_link_says_wrongly_is_ignored_and_told(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=2048&batch_size=0&<b>=1&hardware=%FF")
    assert "2,048 tokens" in lead(shown)
    said = message(shown)
    assert "batch_size = 0 (must be a whole number from 1 to 1,000,000,000)" in said
    assert "<b> = 1 (there is no such input)" in said
    assert "hardware = %FF (must be one of a100-sxm-40" in said
    assert shown.locator("form b").count() == 0


def test_back_to_the_bare_address_is_back_to_the_original(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"))
    before = shown.evaluate(SHOWN)
    shown.evaluate("location.hash = 'seq_len=2048'")
    shown.get_by_text("seq_len = 2048 instead of 1024").wait_for()
    shown.go_back()
    shown.locator(".changed").wait_for(state="hidden")
    assert shown.evaluate(SHOWN) == before


def test_a_link_leads_to_a_row_though_its_inputs_change_nothing(opened: Open) -> None:
    for link in ("#seq_len=1024&r5", "#num_heads=7&r5"):
        shown = opened(load_model("cs336-gpt2-xl"), link)
        assert shown.locator("tr.at").get_attribute("id") == "r5"


def test_another_place_of_the_page_leaves_the_inputs_as_they_are(opened: Open) -> None:
    shown = opened(load_model("cs336-gpt2-xl"), "#seq_len=2048")
    shown.evaluate("location.hash = 'top'")
    shown.wait_for_timeout(100)
    assert "2,048 tokens" in lead(shown)
