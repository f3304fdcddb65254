"""One formula in the spellings of several programs, and formulas that are not the same."""

import pytest

from reportgen.edited.formulas import same_formula


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a+b", "a + b"),
        ("SUM(Matmuls[flops])", "sum(Matmuls[flops])"),
        ("IF(a<1E+15,1,2)", "IF(a<1000000000000000,1,2)"),
        ("Totals!$C$3", "'Totals'!C3"),
        ("Matmuls[[#This Row],[m]]*2", "Matmuls[[#this row],[m]]*2.0"),
        ("_xlfn.CEILING(a,2)", "CEILING(a,2)"),
        ('"a b"&x', '"a b" & x'),
        ("(", "("),
    ],
)
def test_the_same_formula(one: str, other: str) -> None:
    assert same_formula(one, other)
    assert same_formula(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a+b", "a-b"),
        ("a+b", "b+a"),
        ("2*a", "2.0001*a"),
        ('"A"', '"a"'),
        ('"a b"', '"ab"'),
        ("(a+b)*c", "a+b*c"),
        ("(", ")"),
        ("a", None),
        (None, "a"),
    ],
)
def test_another_formula(one: str | None, other: str | None) -> None:
    assert not same_formula(one, other)


def test_no_formula_is_no_formula() -> None:
    assert same_formula(None, None)
