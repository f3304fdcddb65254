"""Named tuples that are made in one go are those that one by one would be."""

from typing import NamedTuple

from reportgen.html.tuples import tuples


class Spot(NamedTuple):
    """A place and what stands there."""

    x: int
    label: str


def test_rows_become_named_tuples_in_their_order() -> None:
    found = tuples(Spot, zip((3, 1), ("three", "one"), strict=True))
    assert found == [Spot(3, "three"), Spot(1, "one")]
    assert [(spot.label, type(spot)) for spot in found] == [("three", Spot), ("one", Spot)]


def test_no_rows_become_none() -> None:
    assert tuples(Spot, []) == []
