"""Formulas as JavaScript: the order of the tree, names, and texts that end no script."""

from fractions import Fraction

import pytest

from reportgen.formula import Number, Text, parse, to_javascript

WRITTEN = {
    "2 * m * k * n * count": "2*m*k*n*count",
    "a * (b * c)": "a*(b*c)",
    "a - (b - c) + d": "a-(b-c)+d",
    "a - -b": "a-(0-b)",
    "(-a) ** 2": "(0-a)**2",
    "(a ** 2) ** 3": "(a**2)**3",
    "2 ** -1": "2**(-1)",
    "a // b + a % b": "floor(a/b)+mod(a,b)",
    "ceil_div(a + 1, b)": "ceil((a+1)/b)",
    "round_up(a, b + 1) / c": "ceil(a/(b+1))*(b+1)/c",
    "power(a, 1 / 3)": "pow(a,1/3)",
    "a if b > 1 else c if b == 1 else d": "b>1?a:b==1?c:d",
    "(a if b > 1 else c) + d": "(b>1?a:c)+d",
    "1 if a > 1 and (b < 2 or not c == 3) else 0": "a>1&&(b<2||!(c==3))?1:0",
    "1 if mode != 'full' else 0": '!$e(mode,"full")?1:0',
    "1 if mode == other else 0": "$e(mode,other)?1:0",
    "sum(Rows.flops) / 1e12": "sum(Rows.flops)/1e12",
    "sum_where(Rows.flops, Rows.kind, 'head')": '$s(Rows.flops,Rows.kind,"head")',
    "lookup(Rows.flops, Rows.kind, mode)": "$l(Rows.flops,Rows.kind,mode)",
}


@pytest.mark.parametrize(("text", "written"), WRITTEN.items())
def test_formulas(text: str, written: str) -> None:
    assert to_javascript(parse(text)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (2, "2"),
        (1000, "1e3"),
        (300_000_000_000, "3e11"),
        (-5, "(-5)"),
        (Fraction(1, 10), ".1"),
        (Fraction(1, 10**12), "1e-12"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "(1/3)"),
    ],
)
def test_numbers_are_as_short_as_they_read(value: int | Fraction, written: str) -> None:
    assert to_javascript(Number(value)) == written


def test_a_text_ends_neither_the_script_nor_the_line() -> None:
    assert to_javascript(Text("</script>\u2028")) == '"\\x3c/script>\\u2028"'


def test_names_may_be_called_otherwise() -> None:
    formula = parse("a * sum(Rows.flops)")
    assert to_javascript(formula, {"a": "x", "Rows": "y", "flops": "z"}.get) == "x*sum(y.z)"


def test_a_shared_part_is_written_by_its_name() -> None:
    part = parse("a * b")
    assert to_javascript(parse("c / (a * b)"), shared={part: "p"}) == "c/p"
    assert to_javascript(part, shared={part: "p"}) == "a*b"
