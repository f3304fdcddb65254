"""Charts of what-if tables: what their dots say, and where they stand."""

from fractions import Fraction

from reportgen.aggregate import Scalar
from reportgen.formula import parse
from reportgen.html.line_charts import Dot, LineChart, line_charts
from reportgen.what_if import Reading, WhatIf

TIME = Reading("time", "Time", parse("1 / devices"), "ms")


def chart(devices: list[Scalar], time: list[Scalar]) -> LineChart:
    """Return the one chart of a table of times by the number of devices."""
    swept = WhatIf("Scaling", "", "Scaling", "devices", "devices", (), (TIME,), ("time",))
    (found,) = line_charts(swept, {"devices": devices, "time": time})
    return found


def test_a_dot_says_four_digits_or_all_before_the_point() -> None:
    times: list[Scalar] = [12_345.6, 999.96, 999.94, Fraction(20, 3), 0.00001234]
    (line,) = chart([1, 2, 4, 8, 16], times).lines
    assert [dot.label for dot in line.dots] == [
        "1: 12,346 ms", "2: 1,000 ms", "4: 999.9 ms", "8: 6.667 ms", "16: 0.00001234 ms"
    ]  # fmt: skip


def test_dots_stand_between_the_ends_of_the_axes_and_zeros_have_no_place() -> None:
    found = chart([1, 10, 100], [100, 10, 0])
    (line,) = found.lines
    assert line.dots == (Dot("64", "14", "1: 100 ms"), Dot("406", "182", "10: 10 ms"))
    assert found.description == "Time: 100 ms at 1, 10 ms at 10 devices."


def test_a_chart_without_any_place_has_no_lines() -> None:
    assert chart([1, 2], [0, 0]).lines == ()
