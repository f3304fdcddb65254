"""Axes: where values stand, and what the lines of the grid say."""

import pytest

from reportgen.html.axes import decades, labels


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.1, 1, 10, 1000, 10_000], ["0.1", "1", "10", "1,000", "10,000"]),
        ([100, 1000, 10_000, 100_000, 1e6], ["100", "1 k", "10 k", "100 k", "1 M"]),
        ([1e12, 1e13, 1e15], ["1 T", "10 T", "1 P"]),
        ([1024, 16_384, 1_048_576], ["1,024", "16,384", "1,048,576"]),
        ([1e-6, 1e-5, 0.01], ["0.000001", "0.00001", "0.01"]),
        ([1e-8, 1e-5, 0.01, 10], ["10^-8", "10^-5", "10^-2", "10^1"]),
        ([25, 2_500, 250_000], ["25", "2.5 k", "250 k"]),
    ],
)
def test_the_ticks_of_an_axis_speak_one_language(values: list[float], said: list[str]) -> None:
    assert labels(values) == said


def test_decades_begin_and_end_at_powers_of_ten() -> None:
    axis = decades([3, 45_000], 0, 100)
    assert (axis.low, axis.high) == (1, 100_000)
    assert [(tick.at, tick.label) for tick in axis.ticks()][-2:] == [(80, "10 k"), (100, "100 k")]
    assert axis.places([1]) == [0]
