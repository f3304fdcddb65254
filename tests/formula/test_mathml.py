from random import Random
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.formula import parse, to_mathml
from tests.formula.random_formulas import Maker, random_env

# The elements of MathML Core that are drawn without script or style.
CORE = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup", "msub", "munder", "msqrt"),
    *("mtable", "mtr", "mtd"),
}
PAIRS = {"mfrac", "msup", "msub", "munder"}


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("2 * a", "<mn>2</mn><mo>⋅</mo><mi>a</mi>"),
        ("a + b + c", "<mi>a</mi><mo>+</mo><mi>b</mi><mo>+</mo><mi>c</mi>"),
        ("a / (b + 1)", "<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>"),
        ("a ** 2", "<msup><mi>a</mi><mn>2</mn></msup>"),
        ("1e9", "<msup><mn>10</mn><mn>9</mn></msup>"),
        ("a // b", "<mrow><mo>⌊</mo><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>⌋</mo></mrow>"),
        ("sqrt(a)", "<msqrt><mi>a</mi></msqrt>"),
        (
            "sum(T.flops)",
            "<munder><mo>∑</mo><mi>T</mi></munder><mi>flops</mi>",
        ),
        ("power(a, b)", "<msup><mi>a</mi><mi>b</mi></msup>"),
        (
            "lookup(T.a, T.b, 'x')",
            "<msub><mi>a</mi><mrow><mi>b</mi><mo>=</mo><mtext>x</mtext></mrow></msub>",
        ),
        (
            "a / max(b, 1)",
            "<mfrac><mi>a</mi><mrow><mi>max</mi><mrow><mo>(</mo>"
            "<mi>b</mi><mo>,</mo><mn>1</mn><mo>)</mo></mrow></mrow></mfrac>",
        ),
        (
            "a + b * -c",
            "<mi>a</mi><mo>+</mo><mi>b</mi><mo>⋅</mo>"
            "<mrow><mo>(</mo><mrow><mo>−</mo><mi>c</mi></mrow><mo>)</mo></mrow>",
        ),
        (
            "max(a, b) ** 2",
            "<msup><mrow><mi>max</mi><mrow><mo>(</mo><mi>a</mi><mo>,</mo><mi>b</mi><mo>)</mo>"
            "</mrow></mrow><mn>2</mn></msup>",
        ),
        ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ],
)
def test_a_formula_as_mathematics(text: str, markup: str) -> None:
    assert to_mathml(parse(text)) == f'<math display="block">{markup}</math>'


def _said(text: str) -> str:
    return "".join(ElementTree.fromstring(to_mathml(parse(text))).itertext())  # noqa: S314


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(a + b) * c", "(a+b)⋅c"),
        ("a - (b - c)", "a−(b−c)"),
        ("(a * b) ** 2", "(a⋅b)2"),
        ("(a / b) ** 2", "(ab)2"),
        ("-(a + b)", "−(a+b)"),
        ("a * -b", "a⋅(−b)"),
        ("2 * sum(T.a)", "2⋅(∑Ta)"),
        ("max(a, b + 1)", "max(a,b+1)"),
        ("power(a + 1, -b)", "(a+1)−b"),
        ("power(power(a, b), 2 + c)", "(ab)2+c"),
        ("2 * lookup(T.a, T.b, key)", "2⋅ab=key"),
    ],
)
def test_brackets_stand_where_they_change_the_meaning(text: str, said: str) -> None:
    assert _said(text) == said


def test_a_chain_of_choices_is_one_table() -> None:
    root = ElementTree.fromstring(to_mathml(parse("a if x == 1 else b if x == 2 else c")))  # noqa: S314
    rows = ["".join(row.itertext()) for row in root.iter("mtr")]
    assert rows == ["aif\xa0x=1", "bif\xa0x=2", "cotherwise"]


def test_labels_are_text_not_markup() -> None:
    markup = to_mathml(parse("a == '<b>'"), lambda name: f"<script>{name}&")
    assert "<mi>&lt;script&gt;a&amp;</mi>" in markup
    assert "<mtext>&lt;b&gt;</mtext>" in markup


@given(st.randoms(use_true_random=False))
def test_markup_is_well_formed_and_of_the_core(random: Random) -> None:
    formula = Maker(random, random_env(random)).formula(4)
    elements = list(ElementTree.fromstring(to_mathml(formula)).iter())  # noqa: S314
    assert {element.tag for element in elements} <= CORE
    assert {len(element) for element in elements if element.tag in PAIRS} <= {2}
