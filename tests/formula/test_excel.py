import pytest

from reportgen.errors import FormulaError
from reportgen.formula import Number, parse, to_excel


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("2 * m * k * n", "2*m*k*n"),
        ("a - (b - c) - d", "a-(b-c)-d"),
        ("a / (b * c) / d", "a/(b*c)/d"),
        ("a * (b / c)", "a*(b/c)"),
        ("-a ** 2", "(0-a^2)"),
        ("(-a) ** 2", "(0-a)^2"),
        ("-(a * b) ** 2", "(0-(a*b)^2)"),
        ("6 / -(a + b)", "6/(0-(a+b))"),
        ("a ** -1", "a^(0-1)"),
        ("(a ** 2) ** 3", "(a^2)^3"),
        ("a // b", "INT(a/b)"),
        ("(a + b) // (c * d)", "INT((a+b)/(c*d))"),
        ("x - a % b", "x-(a-b*INT(a/b))"),
        ("ceil(a / b)", "ROUNDUP(a/b,0)"),
        ("ceil_div(a + 1, b)", "ROUNDUP((a+1)/b,0)"),
        ("round_up(a, 64)", "CEILING(a,64)"),
        ("floor(a)", "INT(a)"),
        ("min(a, b, 3) + max(a, b)", "MIN(a,b,3)+MAX(a,b)"),
        ("sqrt(a) + log2(b) + abs(c)", "SQRT(a)+LOG(b,2)+ABS(c)"),
        ("a if b == 1 and c != 2 or not d > 3 else e", "IF(OR(AND(b=1,c<>2),NOT(d>3)),a,e)"),
        ("mode == 'half'", 'mode="half"'),
        ("sum(T.a) / sum_where(T.a, T.b, 'x')", 'SUM(T[a])/SUMIFS(T[a],T[b],"x")'),
        ("sum_where(T.a, T.b, key)", "SUMIFS(T[a],T[b],key)"),
        ("0.1 * 1e9", "0.1*1000000000"),
        ("lookup(T.a, T.b, 'x')", 'INDEX(T[a],MATCH("x",T[b],0))'),
        ("2 / lookup(T.a, T.b, key) ** 2", "2/INDEX(T[a],MATCH(key,T[b],0))^2"),
        ("power(a + 1, -b)", "(a+1)^(0-b)"),
        ("power(power(a, b), c / 2)", "(a^b)^(c/2)"),
        ("-power(a, b)", "(0-a^b)"),
    ],
)
def test_a_formula_in_the_language_of_a_workbook(text: str, formula: str) -> None:
    assert to_excel(parse(text)) == formula


def test_names_are_written_as_the_sheet_refers_to_them() -> None:
    ref = {"m": "Matmuls[[#This Row],[m]]", "k": "B3"}.__getitem__
    assert to_excel(parse("m * k"), ref) == "Matmuls[[#This Row],[m]]*B3"


def test_a_large_number_keeps_all_digits_or_is_refused() -> None:
    assert to_excel(Number(3 * 10**23)) == "3E+23"
    with pytest.raises(FormulaError, match="digits"):
        to_excel(Number(2**60))


def test_a_formula_longer_than_a_cell_takes_is_refused() -> None:
    with pytest.raises(FormulaError, match="8000 characters"):
        to_excel(parse("a" + " % (a + b)" * 50 + " % a" * 5), lambda name: name * 500)


def test_remainders_of_remainders_do_not_grow_without_end() -> None:
    with pytest.raises(FormulaError, match="8000 characters"):
        to_excel(parse("a" + " % b" * 55))
