from collections.abc import Mapping
from fractions import Fraction

import pytest

from reportgen.errors import FormulaError
from reportgen.formula import Either, Sentence, Value, evaluate, parse, parse_sentence

ENV = {"x": Fraction(1234567, 2), "share": Fraction(1, 14), "half": Fraction(5, 2), "mode": "full"}


def rendered(sentence: Sentence, env: Mapping[str, Value]) -> str:
    return sentence.said(lambda formula: evaluate(formula, env))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{x:,} parameters", "617,284 parameters"),
        ("{x:0}", "617284"),
        ("{x:0.0}", "617283.5"),
        ("{x:#,##0.00}", "617,283.50"),
        ("{share:%} of all", "7 % of all"),
        ("{share:0.0%}", "7.1 %"),
        ("{half:0}, {-half:0}, {0 - half:0.00}", "3, -3, -2.50"),
        ("{half - 2.4:0}", "0"),
        ("{2.675:0.00}", "2.68"),
        ("attention is {mode}", "attention is full"),
        ("{'a:b' if mode == 'full' else 'c{}'}", "a:b"),
        ("{{x}} and {{{mode}}}", "{x} and {full}"),
        ("", ""),
    ],
)
def test_a_sentence_with_its_figures(template: str, said: str) -> None:
    assert rendered(parse_sentence(template), ENV) == said


@pytest.mark.parametrize(
    ("template", "formula"),
    [
        ("A {x:,}.", '"A "&TEXT(x,"#,##0")&"."'),
        ("{x / y:0.0%} of it", 'TEXT(100*(x/y),"0.0")&" %"&" of it"'),
        ('He said "{mode}"', '"He said """&mode&""""'),
        ("plain", '"plain"'),
        ("", '""'),
    ],
)
def test_a_sentence_as_a_workbook_formula(template: str, formula: str) -> None:
    assert parse_sentence(template).to_excel() == formula


def test_a_long_text_is_cut_where_a_workbook_needs_it() -> None:
    pieces = parse_sentence("x" * 600).to_excel().split("&")
    assert [len(piece) - 2 for piece in pieces] == [250, 250, 100]


def test_the_names_of_a_sentence_are_those_of_its_figures() -> None:
    assert parse_sentence("{a + b:,} and {mode}").names == {"a", "b", "mode"}


@pytest.mark.parametrize(
    ("template", "position", "reason"),
    [
        ("a {x", 2, "partner"),
        ("a } b", 2, "partner"),
        ("a {}", 3, "empty"),
        ("a {x +:,}", 6, "does not read"),
        ("a {x + }", 6, "does not read"),
        ("a {x:.3f}", 5, "no style"),
        ("a {x + 1}", 3, "needs a style"),
        ("a {x > 1}", 3, "needs a style"),
        ("a {'b' if x == 1 else 'c':,}", 3, "for a number"),
        ("a\x07", 0, "printable"),
    ],
)
def test_a_refusal_points_into_the_template(template: str, position: int, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_sentence(template)
    assert reason in caught.value.problem
    assert caught.value.position == position


def test_a_text_where_a_number_is_shown_is_refused() -> None:
    with pytest.raises(FormulaError, match="cannot be shown"):
        rendered(parse_sentence("{mode:,}"), ENV)


def test_a_number_past_what_a_workbook_shows_is_shortened() -> None:
    sentence = parse_sentence("{x:,T} FLOPs")
    assert rendered(sentence, {"x": 149_522_795_724_800}) == "149,522,795,724,800 FLOPs"
    assert rendered(sentence, {"x": 97_247_405_430_276_096}) == "97,247.405 T FLOPs"


def test_one_of_two_sentences_is_said() -> None:
    many, one = parse_sentence("{x:,} tokens"), parse_sentence("one token, {mode}")
    said = Sentence((Either(parse("x > limit"), many, one), "."))
    assert rendered(said, {"x": 2, "limit": 1, "mode": "full"}) == "2 tokens."
    assert rendered(said, {"x": 1, "limit": 1, "mode": "full"}) == "one token, full."
    assert said.names == {"x", "limit", "mode"}
    assert said.to_excel() == 'IF(x>limit,TEXT(x,"#,##0")&" tokens","one token, "&mode)&"."'
