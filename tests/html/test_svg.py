import pytest

from reportgen.html.svg import BAR_PITCH, STACK_HEIGHT, bars, stacks, strip


def test_bars_are_as_wide_as_their_shares_and_none_is_empty() -> None:
    drawn = bars([("a", 0.25, 0), ("b", 0.0, 1), ("c", 0.75, 2)])
    assert [(bar.label, bar.colour, bar.width, bar.y) for bar in drawn] == [
        ("a", 0, 25.0, 0),
        ("c", 2, 75.0, BAR_PITCH),
    ]


def test_a_stack_is_filled_from_the_bottom_to_the_top() -> None:
    low, high = stacks([0, 4], {"one": [0.25, 0.75]}).layers
    assert (low.colour, low.path) == (0, "M0,1000V750")
    assert (high.colour, high.path) == (4, "M0,750V0")


def test_the_top_of_a_stack_is_not_below_zero() -> None:
    """Of 300, these parts of it leave -1e-14."""
    drawn = stacks([0, 1, 2], {"one": [0.461, 0.24, 0.299]})
    assert drawn.layers[-1].path == "M0,299V0"


def test_a_layer_has_a_part_of_each_stack_that_has_it() -> None:
    first, second = stacks([1, 1], {"one": [0.5, 0.5], "two": [0.0, 1.0]}).layers
    assert first.path == "M0,1000V500"
    assert second.path == "M0,500V0M100,1000V0"


def test_stacks_stand_side_by_side_within_the_drawing() -> None:
    drawn = stacks([0], {str(i): [1.0] for i in range(4)})
    assert [column.x for column in drawn.columns] == [12.5, 37.5, 62.5, 87.5]


def test_a_segment_too_low_for_text_is_not_labelled() -> None:
    (stack,) = stacks([0, 1], {"one": [0.01, 0.99]}).columns
    assert [share for _, share in stack.figures] == [0.99]


def test_a_figure_stands_in_the_middle_of_its_part() -> None:
    (stack,) = stacks([0, 1], {"one": [0.5, 0.5]}).columns
    middles = [y - 4.5 for y, _ in stack.figures]
    assert middles == pytest.approx([STACK_HEIGHT * 0.75, STACK_HEIGHT * 0.25], abs=0.5)


def test_a_strip_is_a_hundred_wide_and_skips_zeros() -> None:
    pieces = strip([(1, 0.2), (2, 0.0), (3, 0.8)])
    assert [(piece.colour, piece.x, piece.width) for piece in pieces] == [
        (1, 0.0, 20.0),
        (3, 20.0, 80.0),
    ]
    assert sum(piece.width for piece in pieces) == pytest.approx(100)


def test_no_points_make_no_stacks() -> None:
    assert stacks([0], {}) == ((), ())
