from pathlib import Path

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from reportgen.errors import TemplateError
from reportgen.html.templates import environment, folder, render


def test_templates_are_found_in_a_checkout() -> None:
    assert (folder() / "page.html").is_file()


def test_text_is_escaped() -> None:
    template = environment().from_string("{{ text }}")
    assert template.render(text="<b>&\"'") == "&lt;b&gt;&amp;&#34;&#39;"


def test_a_name_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ figurs }}").render()


def test_filters_show_numbers_as_everywhere() -> None:
    template = environment().from_string("{{ n|grouped }} {{ n|si('FLOP') }} {{ p|percent }}")
    shown = template.render(n=4_513_336_524_800, p=0.0714)
    assert shown == "4,513,336,524,800 4.513 TFLOP 7.14 %"


def test_what_is_included_alike_for_all_is_rendered_once(tmp_path: Path) -> None:
    (tmp_path / "all.js").write_text("{% filter upper %}{% include 'part.js' %}{% endfilter %}")
    (tmp_path / "part.js").write_text("{{ 1 + 1 }}, it's {{ 'two'|trim }}")
    template = environment(tmp_path).from_string("{% include 'all.js' %}, {{ n }}")
    assert [template.render(n=n) for n in (1, 2)] == ["2, IT'S TWO, 1", "2, IT'S TWO, 2"]


@pytest.mark.parametrize(
    "part",
    [
        "{{ n }}",
        "{% include 'inner.js' %}",
        "{% import 'inner.js' as inner with context %}{{ inner }}",
        "{% extends 'inner.js' %}",
    ],
)
def test_what_is_included_may_take_from_the_page(part: str, tmp_path: Path) -> None:
    (tmp_path / "part.js").write_text(part)
    (tmp_path / "inner.js").write_text("{{ n }}")
    template = environment(tmp_path).from_string("{% include 'part.js' %}")
    assert [template.render(n=n) for n in (1, 2)] == ["1", "2"]


def test_what_is_not_there_is_told_where_it_is_included(tmp_path: Path) -> None:
    template = environment(tmp_path).from_string("{% if n %}{% include 'none.js' %}{% endif %}")
    assert template.render(n=0) == ""
    with pytest.raises(TemplateNotFound, match=r"none\.js"):
        template.render(n=1)


def test_a_script_of_ones_own_may_tell_of_the_report(tmp_path: Path) -> None:
    (tmp_path / "_live.js").write_text("const told = {{ title|tojson }};")
    page = environment(tmp_path).from_string("{% include '_scripts.html' %}")
    assert ['"A"' in page.render(title="A"), '"B"' in page.render(title="B")] == [True, True]


def test_a_part_may_be_one_of_several(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% include ["none.html", "part.html"] %}', "utf-8")
    (tmp_path / "part.html").write_text("here", "utf-8")
    assert render("page.html", {}, tmp_path) == "here"


def test_a_part_that_is_no_text_is_told_where_it_is_included(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('\n{% include "part.html" %}', "utf-8")
    (tmp_path / "part.html").write_bytes(b"\xff")
    with pytest.raises(TemplateError, match=r"page\.html:2: not UTF-8 text"):
        render("page.html", {}, tmp_path)


def test_templates_that_include_each_other_are_told(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('{% include "part.html" %}', "utf-8")
    (tmp_path / "part.html").write_text('{% include "page.html" %}', "utf-8")
    with pytest.raises(TemplateError, match="itself without end"):
        render("page.html", {}, tmp_path)
