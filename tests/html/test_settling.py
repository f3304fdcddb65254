"""What is put in when a template is compiled is what would have been put out."""

from pathlib import Path

import pytest

from reportgen.html.templates import environment


def rendered(folder: Path, text: str, **parts: str) -> str:
    for name, part in parts.items():
        (folder / f"{name}.html").write_text(part)
    return environment(folder).from_string(text).render(name="<b>")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{% include "part.html" %}', "R&D"),
        ("{% filter upper %}r&d{% endfilter %}", "R&D"),
        ("{% filter wordwrap %}<b>{% endfilter %}", "<b>"),
        ('{% filter lower|replace("d", "<") %}{% include "part.html" %}{% endfilter %}', "r&&lt;"),
        ('{% filter lower %}{% include "part.html" %}{{ name }}{% endfilter %}', "r&d&lt;b&gt;"),
        ('{% if name %}{% include "part.html" %}{% endif %}', "R&D"),
    ],
)
def test_what_is_known_beforehand_is_put_out_alike(tmp_path: Path, text: str, said: str) -> None:
    assert rendered(tmp_path, text, part="R&D") == said


def test_a_part_with_an_expression_is_made_for_each_page(tmp_path: Path) -> None:
    text = '{% include "part.html" %}'
    assert rendered(tmp_path, text, part="{{ name }}") == "&lt;b&gt;"


def test_a_part_that_includes_another_is_whole(tmp_path: Path) -> None:
    text = '{% include "part.html" %}'
    assert rendered(tmp_path, text, part='1{% include "inner.html" %}', inner="2") == "12"


@pytest.mark.parametrize("names", ['"none.html" ignore missing', '["none.html", "part.html"]'])
def test_a_part_may_be_missing(tmp_path: Path, names: str) -> None:
    said = rendered(tmp_path, f"{{% include {names} %}}", part="found")
    assert said in ("", "found")


def test_what_is_not_reached_raises_nothing() -> None:
    text = '{% if false %}{% include "none.html" %}{% endif %}'
    assert environment().from_string(text).render() == ""
