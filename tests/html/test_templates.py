import pytest
from jinja2 import UndefinedError

from reportgen.html.templates import environment, folder


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
