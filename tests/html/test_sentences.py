"""Sentences on a page: what is live has an element, of an alternative both sides are there."""

import pytest

from reportgen import build_report
from reportgen.formula import Either, Sentence, parse, parse_sentence
from reportgen.html.sentences import live_parts, told
from tests.html.reports import report
from tests.models import model

LAYERS = parse_sentence("{num_layers:,} layers")
NONE = parse_sentence("none")


def either(condition: str, then: Sentence, otherwise: Sentence) -> Sentence:
    return Sentence((Either(parse(condition), then, otherwise),))


def test_a_figure_is_an_element_and_texts_are_escaped() -> None:
    sentence = parse_sentence(
        "<5 % & 100%s of {num_layers:,}: {'a<b' if d_model > 0 else ''}, {1 / 14:0.0%}."
    )
    assert told(report("gpt2"), sentence) == (
        "&lt;5 % &amp; 100%s of <i>12</i>: <i>a&lt;b</i>, <i>7.1 %</i>."
    )


def test_of_an_alternative_the_side_that_does_not_count_is_hidden() -> None:
    few, many = (either(f"num_layers {sign} 20", LAYERS, NONE) for sign in "<>")
    assert told(report("gpt2"), few) == "<i><i>12</i> layers</i><i hidden>none</i>"
    assert told(report("gpt2"), many) == "<i hidden><i>12</i> layers</i><i>none</i>"


def test_an_alternative_may_stand_in_another() -> None:
    inner = either("d_model > 1000", NONE, LAYERS)
    outer = either("num_layers < 20", inner, NONE)
    assert told(report("gpt2"), outer) == (
        "<i><i hidden>none</i><i><i>12</i> layers</i></i><i hidden>none</i>"
    )
    assert [way for way, _ in live_parts(report("gpt2"), outer)] == [
        "some", "some", "none", "#,##0", "none"
    ]  # fmt: skip


def test_what_no_input_changes_is_settled_wherever_it_stands() -> None:
    settled = either("generates == 1", either("generates == 0", NONE, LAYERS), NONE)
    inside = either("num_layers < 20", NONE, settled)
    assert told(report("gpt2"), settled) == "<i>12</i> layers"
    assert told(report("gpt2"), inside) == "<i>none</i><i hidden><i>12</i> layers</i>"


@pytest.mark.parametrize("generates", ["2", "1 / 2", "0"])
def test_what_a_models_own_figure_says_counts_on_the_page_as_elsewhere(generates: str) -> None:
    own = {"name": "generates", "title": "", "formula": generates, "unit": "", "meaning": ""}
    said = build_report(model(quantity=[{**own, "source": "made up for a test"}]))
    settled = either("generates == 1", LAYERS, NONE)
    assert told(said, settled) == said.scope.text(settled) == "none"


def test_each_element_of_the_answers_has_a_formula() -> None:
    for name in ("llama-3-8b", "t5-base", "bert-base-uncased"):
        of = report(name)
        for answer in of.answers:
            html, parts = told(of, answer.sentence), list(live_parts(of, answer.sentence))
            assert html.count("<i") == len(parts)
