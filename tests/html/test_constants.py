"""Constants of templates are put in where they are named, and nothing else is."""

from pathlib import Path

import pytest
from markupsafe import Markup

from reportgen.html.templates import breakable, environment


def rendered(source: str, **values: object) -> str:
    return environment().from_string(source).render(values)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('{% set a = "x" %}{{ a }}', "x"),
        ('{% set a, b = "x", 2 %}{% block c %}{{ a }}{{ b }}{% endblock %}', "x2"),
        ('{% set a = "<" %}{% macro m() %}{{ a }}{% endmacro %}{{ m() }}', "&lt;"),
        ('{% set a = "x" %}{% for a in [1, 2] %}{{ a }}{% endfor %}', "12"),
        ('{% set a = "x" %}{% macro m(a) %}{{ a }}{% endmacro %}{{ m("y") }}{{ a }}', "yx"),
        ('{% set a = "x" %}{{ a }}{% set a = "y" %}{{ a }}', "xy"),
        ('{% set a = given or "x" %}{{ a }}', "y"),
        ('{{ given }}{% set given = "x" %}{{ given }}', "yx"),
        ('{% set a = "x" %}{% macro a() %}y{% endmacro %}{{ a() }}', "y"),
        ('{% set a = "x" %}{% set b = a %}{{ b }}', "x"),
        ('{% if true %}{% set a = "x" %}{% endif %}{{ a }}', "x"),
    ],
)
def test_a_name_means_what_it_means_without(source: str, text: str) -> None:
    assert rendered(source, given="y") == text


def test_a_constant_is_text_of_the_page() -> None:
    code = environment().compile('{% set a = "red" %}<b {{ a }}>', raw=True)
    assert "<b red>" in code


def test_a_page_that_extends_another_has_the_values_of_that(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text('{% set a = "theirs" %}{% block b %}{% endblock %}')
    (tmp_path / "page.html").write_text(
        '{% extends "base.html" %}{% set a = "mine" %}{% block b %}{{ a }}{% endblock %}'
    )
    assert environment(tmp_path).get_template("page.html").render() == "theirs"


def test_markup_is_not_taken_for_its_text() -> None:
    assert breakable(Markup("<i>")) == "<i>"
    assert breakable("<i>") == "&lt;i&gt;"
