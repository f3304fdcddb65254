"""Numbers are written by the script as they are by Python."""

import json
from random import Random

import pytest

from reportgen.html.axes import labels
from reportgen.html.templates import folder, ten_digits
from reportgen.numbers import grouped, percent, plain, si
from tests.engines import needs_chromium
from tests.engines.browser import script_value

pytestmark = needs_chromium
HALVES = [0.5, 2.5, 0.03125, 0.00005, 0.125, 1234.5, 1_000_500, 123_456.5, 999.96, 999_950, 9.9996]
EDGES = [0, 1, -1, 10, 100, 1000, 1e-7, 1 / 3, -2 / 3, 99.995, 2**53, 7e10 / 3, 12.0]
LARGE = [77_152_415_721_586.81, 4_503_599_627_370_495.5]
TINY = [1e-30, -1.5e-96, 1e-128, 5e-324]
HUGE = [1e30, 9.9996e32, 4.946304938030441e33, -5.187092785081372e35, 1e45]
BEYOND = {
    2**53 + 2: "≈ 9,007,199,254,740,990",
    -(2**60): "≈ -1,152,921,504,606,850,000",
    6.02214076e23: "≈ 602,214,076,000,000,000,000,000",
    1.5e45: "≈ 1.5000 × 10^45",
}


def values() -> list[float]:
    random = Random(3)
    scattered = [random.uniform(1, 10) * 10.0 ** random.randint(-6, 14) for _ in range(600)]
    return [
        *HALVES,
        *EDGES,
        *LARGE,
        *TINY,
        *HUGE,
        *scattered,
        *map(round, scattered),
        *(-x for x in scattered[:50]),
    ]


def written(function: str, numbers: list[float]) -> list[str]:
    scripts = [
        (folder() / name).read_text("utf-8") for name in ("_scope.js", "_numbers.js", "_charts.js")
    ]
    said = f"{json.dumps(numbers)}.map((value) => {function})"
    found: list[str] = script_value(f"(() => {{{''.join(scripts)} return {said}}})()")
    return found


@pytest.mark.parametrize(
    ("function", "wanted"),
    [
        ("grouped(value)", grouped),
        ("plain(value)", lambda value: grouped(plain(value))),
        ("si(value)", si),
        ('si(value, "FLOP")', lambda value: si(value, "FLOP")),
        ("percent(value)", percent),
        ("tenths(value)", "{:,.1f}".format),
        ('percent(value, "0.0%")', lambda value: percent(value, 1)),
    ],
)
def test_numbers_are_written_alike(function: str, wanted: object) -> None:
    assert callable(wanted)
    most = 1e50 if function.startswith("si") else 2**53
    numbers = [value for value in values() if abs(value) <= most]
    pairs = zip(numbers, written(function, numbers), strict=True)
    assert [(v, found, wanted(v)) for v, found in pairs if found != wanted(v)] == []


def test_shares_of_bars_are_spelled_alike() -> None:
    numbers = [0, 1, 0.5, 1 / 3, 2 / 3, 1e-7, 1.23456789012e-9, 0.0000305, 0.12345678905]
    assert written("tenDigits(value)", numbers) == list(map(ten_digits, numbers))


@pytest.mark.parametrize(
    "values",
    [
        [1e-9, 1e-5, 0.1, 10],
        [1e-6, 1, 100],
        [1, 1e3, 1e6],
        [1024, 131_072],
        [25, 2.5e5],
        [1e33, 1e36],
    ],
)
def test_axes_are_labelled_alike(values: list[float]) -> None:
    assert written(f"labels({json.dumps(values)})", [0]) == [labels(values)]


def test_past_2_53_numbers_are_rounded_and_say_so() -> None:
    assert written("grouped(value)", list(BEYOND)) == list(BEYOND.values())
    assert written("tenths(value)", [5.5e23]) == ["≈ 550,000,000,000,000,000,000,000"]
    assert written("percent(value)", [2.5e16]) == ["≈ 2,500,000,000,000,000,000 %"]
    assert written('styled(value, ",T")', [8.448200460959344e26]) == [
        "≈ 844,820,046,095,934,000,000,000,000"
    ]
