"""Closed forms are derived from the rows and read as the literature writes them."""

import re

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.closed_form import ClosedForm
from reportgen.formula import evaluate, parse


def form(preset: str, name: str) -> ClosedForm:
    forms = build_report(load_model(preset)).closed_forms
    return next(form for form in forms if form.name == name)


def test_the_seed_s_parameters_read_as_in_the_exercise() -> None:
    found = form("cs336-gpt2-xl", "params_short_form")
    assert found.text == "2·vocab_size·d_model + 16·num_layers·d_model²"
    assert found.letters == "2·v·h + 16·l·h²"
    assert "d_ff = 4 * d_model" in found.given


def test_the_seed_s_flops_read_as_they_should() -> None:
    assert form("cs336-gpt2-xl", "flops_short_form").letters == "2·c·v·h + l·(32·c·h² + 4·c²·h)"


def test_norms_stand_apart() -> None:
    assert form("cs336-gpt2-xl", "norms_short_form").letters == "h + 2·l·h"


def test_gpt2_s_feed_forward_has_two_matrices_and_biases() -> None:
    """Known since 2019: 12 l h^2 + 13 l h: 9 of biases, 4 of norms."""
    found = form("gpt2", "params_short_form")
    assert "num_layers·(12·d_model² + 9·d_model)" in found.text


@pytest.mark.parametrize("preset", catalog.presets())
def test_closed_forms_give_the_totals(preset: str) -> None:
    figures = build_report(load_model(preset)).figures
    assert figures["params_closed_form"].value == figures["params_total"].value
    assert figures["flops_closed_form"].value == figures["flops_forward"].value
    norms = figures["norms_short_form"].value if "norms_short_form" in figures else 0
    assert figures["params_short_form"].value + norms == figures["params_total"].value
    assert figures["flops_short_form"].value == figures["flops_forward"].value


def test_a_short_form_says_which_case_it_is() -> None:
    """DeepSeek-V2-Lite does not compress its queries: q_lora_rank is null."""
    assert "q_lora_rank = 0" in form("deepseek-v2-lite", "params_short_form").given
    found = form("deepseek-v3", "params_short_form")
    assert "q_lora_rank > 0" in found.given
    assert "num_layers·(d_model·q_lora_rank + q_lora_rank·num_heads·d_head_nope" in found.text


def test_a_short_form_that_no_longer_holds_says_so() -> None:
    changed = build_report(load_model("cs336-gpt2-xl"), {"d_ff": 6000})
    given = next(f.given for f in changed.closed_forms if f.name == "params_short_form")
    assert "d_ff" not in given


SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def as_written(text: str) -> str:
    """Return a form as a formula spells it."""
    text = re.sub("[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda found: f" ** ({found[0].translate(SUPERSCRIPTS)})", text)
    return text.replace("·", " * ").replace("−", "-")


@pytest.mark.parametrize("preset", catalog.presets())
def test_what_a_form_says_is_what_it_is_worth(preset: str) -> None:
    report = build_report(load_model(preset))
    for form in report.closed_forms:
        said = evaluate(parse(as_written(form.text)), report.inputs.values)
        assert said == report.figures[form.name].value, form.name


def test_the_layers_of_a_hybrid_are_counted_apart() -> None:
    """Granite 4.0: Mamba-2 mixers in most layers, attention in the others."""
    found = form("granite-4.0-h-small", "params_short_form").text
    mixers, attention = "(num_layers − num_attention_layers)·(", "num_attention_layers·("
    assert found.count(mixers) == 1
    assert found.replace(mixers, "").count(attention) == 1
    assert "num_attention_layers" not in found.replace(mixers, "").replace(attention, "")


@pytest.mark.parametrize("preset", catalog.presets())
def test_a_form_can_be_read(preset: str) -> None:
    forms = build_report(load_model(preset)).closed_forms
    assert max(len(form.text) for form in forms if form.condition) < 1100
    assert max(form.text.count(" − ") for form in forms if form.condition) <= 6
