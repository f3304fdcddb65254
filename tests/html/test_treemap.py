from itertools import combinations

import pytest

from reportgen.html.treemap import HEIGHT, WIDTH, Part, squarified, treemap
from tests.engines import needs_chromium
from tests.html.reports import page_of, report


def drawn(*amounts: float, component: str = "a") -> list[str]:
    found = [Part(component, "layer", f"row{i}", amount) for i, amount in enumerate(amounts)]
    return [
        tile.said
        for region in treemap(found, {"a": 0}, {"a": "Experts"}, "FLOP")
        for tile in region.tiles
    ]


def test_the_example_of_the_paper() -> None:
    """Bruls, Huizing and van Wijk 2000, figure 4: areas 6 to 1 in 6 by 4, here a hundredfold."""
    assert squarified([6, 6, 4, 3, 2, 2, 1], (0, 0, 600, 400)) == [
        (0, 0, 300, 200),
        (0, 200, 300, 200),
        (300, 0, 171, 233),
        (471, 0, 129, 233),
        (300, 233, 120, 167),
        (420, 233, 120, 167),
        (540, 233, 60, 167),
    ]


@pytest.mark.parametrize("areas", [[1], [5, 5, 5], [90, 5, 3, 1, 1], list(range(40, 0, -1))])
def test_boxes_fill_the_whole_and_do_not_overlap(areas: list[int]) -> None:
    boxes = squarified(areas, (0, 0, WIDTH, HEIGHT))
    assert sum(width * height for _, _, width, height in boxes) == WIDTH * HEIGHT
    for (x, y, width, height), (left, top, wide, high) in combinations(boxes, 2):
        apart = x + width <= left or left + wide <= x or y + height <= top or top + high <= y
        assert apart


def test_areas_too_small_for_a_pixel_have_empty_boxes() -> None:
    first, *rest = squarified([10**6, 1, 1], (0, 0, WIDTH, HEIGHT))
    assert first == (0, 0, WIDTH, HEIGHT)
    assert all(width * height == 0 for _, _, width, height in rest)


def test_small_rows_of_a_component_are_one_tile() -> None:
    said = drawn(990, 4, 3, 2, 1)
    assert said == ["layer row0: 990 FLOP, 99.00 %", "4 rows of Experts: 10 FLOP, 1.00 %"]


def test_one_small_row_keeps_its_name() -> None:
    assert drawn(995, 5)[1] == "layer row1: 5 FLOP, 0.50 %"


def test_of_many_rows_only_those_that_stand_out_have_tiles() -> None:
    assert len(drawn(*range(101, 84, -1))) == 17
    assert drawn(300, *[20] * 20) == [
        "20 rows of Experts: 400 FLOP, 57.14 %",
        "layer row0: 300 FLOP, 42.86 %",
    ]


def test_what_takes_nothing_has_no_tile() -> None:
    assert drawn(0, 5) == ["layer row1: 5 FLOP, 100.00 %"]
    assert drawn(0, 0) == []
    assert treemap([], {"a": 0}, {"a": "Experts"}, "FLOP") == ()


def test_regions_stand_from_the_largest_on_in_the_colours_of_their_components() -> None:
    found = [Part("a", "one", "x", 1), Part("b", "two", "y", 3)]
    regions = treemap(found, {"a": 4, "b": 7}, {"a": "A", "b": "B"}, "FLOP")
    assert [region.colour for region in regions] == [7, 4]


def test_a_label_stands_only_where_it_fits() -> None:
    wide, narrow = [Part("a", "one", "n" * length, 1) for length in (5, 50)]
    (region,) = treemap([wide, narrow], {"a": 0}, {"a": "Experts"}, "FLOP")
    assert [tile.label for tile in region.tiles] == ["nnnnn", ""]


@needs_chromium
def test_labels_stay_within_their_tiles(browser: object) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    for width in (390, 900, 1600):
        page.set_viewport_size({"width": width, "height": 900})
        page.set_content(page_of("mixtral-8x7b"))
        cut = page.evaluate("""() => [...document.querySelectorAll(".map text")].filter((text) => {
          const [own, tile] = [text, text.previousElementSibling]
            .map((e) => e.getBoundingClientRect());
          return own.right > tile.right || own.bottom > tile.bottom || own.left < tile.left;
        }).map((text) => text.textContent)""")
        assert cut == []
    page.close()


def test_every_component_with_parameters_is_on_the_map() -> None:
    totals = report("mixtral-8x7b").totals.exact
    some = [t for t, p in zip(totals["title"], totals["params_share"], strict=True) if p > 0.001]
    figure = page_of("mixtral-8x7b").split("<figure class=map>")[1].split("</figure>")[0]
    assert figure.count("<g class=c") >= len(some)
