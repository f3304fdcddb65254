from itertools import pairwise

import pytest

from reportgen.html.svg import BAR_PITCH, STACK_HEIGHT, bars, stacks, strip


def test_bars_are_as_wide_as_their_shares_and_none_is_empty() -> None:
    drawn = bars([("a", 0.25, 0), ("b", 0.0, 1), ("c", 0.75, 2)])
    assert [(bar.label, bar.colour, bar.width, bar.y) for bar in drawn] == [
        ("a", 0, 25.0, 0),
        ("c", 2, 75.0, BAR_PITCH),
    ]


def test_a_stack_is_filled_from_the_bottom_to_the_top() -> None:
    (stack,) = stacks({"one": [(0, 0.5), (3, 0.0), (4, 0.5)]})
    low, high = stack.segments
    assert (low.colour, low.y, low.height) == (0, STACK_HEIGHT / 2, STACK_HEIGHT / 2)
    assert (high.colour, high.y, high.height) == (4, 0, STACK_HEIGHT / 2)


def test_the_top_of_a_stack_is_not_below_zero() -> None:
    """Of 300, these parts of it leave -1e-14."""
    (stack,) = stacks({"one": [(0, 0.461), (1, 0.24), (2, 0.299)]})
    assert f"{stack.segments[-1].y}" == "0.0"


def test_stacks_stand_side_by_side_within_the_drawing() -> None:
    drawn = stacks({str(i): [(0, 1.0)] for i in range(11)})
    for left, right in pairwise(drawn):
        assert left.x + left.width < right.x
    assert drawn[0].x > 0
    assert drawn[-1].x + drawn[-1].width < 100


def test_a_segment_too_low_for_text_is_not_labelled() -> None:
    (stack,) = stacks({"one": [(0, 0.01), (1, 0.99)]})
    assert [segment.labelled for segment in stack.segments] == [False, True]


def test_a_strip_is_a_hundred_wide_and_skips_zeros() -> None:
    pieces = strip([(1, 0.2), (2, 0.0), (3, 0.8)])
    assert [(piece.colour, piece.x, piece.width) for piece in pieces] == [
        (1, 0.0, 20.0),
        (3, 20.0, 80.0),
    ]
    assert sum(piece.width for piece in pieces) == pytest.approx(100)


def test_no_points_make_no_stacks() -> None:
    assert stacks({}) == ()
