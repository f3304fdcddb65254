"""What was laid out before is not done again, and nothing else is in its place."""

from pathlib import Path

import pytest
from markupsafe import Markup

from reportgen.html.laying_out import by, each, shown
from reportgen.html.templates import environment, render


@pytest.mark.parametrize("length", [1, 100])
def test_a_text_is_escaped_whatever_its_length(length: int) -> None:
    assert shown("<" * length) == "&lt;" * length


def test_markup_is_not_escaped_even_where_an_equal_text_is() -> None:
    long = "<b>" * 100
    safe = Markup(long)  # noqa: S704
    assert shown(long) != shown(safe) == long


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (True, "True"), (-0.0, "-0.0"), (None, "None")]
)
def test_what_is_no_text_is_shown_as_python_writes_it(value: object, text: str) -> None:
    assert shown(value) == text


def test_equal_values_are_laid_out_once() -> None:
    asked: list[object] = []

    def layout(value: object) -> str:
        asked.append(value)
        return Markup("<td>{}").format(value)

    assert each([1, 2, 1], layout) == "<td>1<td>2<td>1"
    assert by(2, layout) == "<td>2"
    assert asked == [1, 2]


def test_a_truth_is_not_taken_for_a_number() -> None:
    assert (by(1, repr), by(True, repr)) == ("1", "True")


def test_a_layout_that_escapes_nothing_is_escaped() -> None:
    assert each(["<b>"], "{}".format) == "&lt;b&gt;"


def test_a_list_is_laid_out_each_time() -> None:
    assert by([1, 2], str) == "[1, 2]"


def test_templates_of_ones_own_lay_out_rows_for_themselves(tmp_path: Path) -> None:
    (tmp_path / "_rows.html").write_text(
        "{% macro input_row(name) %}mine: {{ name }}{% endmacro %}"
    )
    row = '{% from "_rows.html" import input_row %}{{ "x"|by(input_row) }}'
    assert environment(tmp_path).from_string(row).render() == "mine: x"


def test_a_macro_that_is_remembered_escapes() -> None:
    box = '{% from "_macros.html" import box_start %}{{ label|by(box_start) }}'
    assert 'aria-label="&lt;x&gt;"' in environment().from_string(box).render(label="<x>")


def test_a_users_macro_knows_the_numbers_of_a_row(tmp_path: Path) -> None:
    body = "{{ row[0]|grouped if row[0] is number else 'none' }}{{ '!' if row[0] > 1 }} "
    (tmp_path / "own.html").write_text(
        f"{{% macro it(row) %}}{body}{{% endmacro %}}{{{{ [[1], [2000]]|rows(it) }}}}", "utf-8"
    )
    assert render("own.html", {}, tmp_path) == "1 2,000! "


def test_a_condition_that_does_not_hold_shows_nothing_and_may_have_a_default() -> None:
    template = environment().from_string(
        "{{ 'a' if held }}{{ 'b' if not held }}{{ ('c' if held)|default('d') }}"
    )
    assert template.render(held=False) == "bd"
