"""Templates without what only readers need: the same pages."""

import pytest

from reportgen.html.compact.markup import compact_markup

TEMPLATES = {
    '<ul class="a">\n<li>b</li>\n</ul>\n': "<ul class=a><li>b</ul>\n",
    '<p title="a b" lang="en">c</p>\n<dl><dt>d</dt><dd>e</dd></dl>': (
        '<p title="a b" lang=en>c<dl><dt>d<dd>e</dl>'
    ),
    '<p id="{{ a }}">b</p> c\n<b>d</b>': '<p id="{{ a }}">b</p> c\n<b>d</b>',
    '{# a\n<p class="b"> #}c\n{% if d == "e" %}f{% endif %}\n<path d="g"/>': (
        '{# a\n<p class="b"> #}c{% if d == "e" %}f{% endif %}<path d="g"/>'
    ),
    '<script>\n{% include "a" %}\n{% include "b" %}\n</script>': (
        '<script>\n{% include "a" %}\n{% include "b" %}</script>'
    ),
}


@pytest.mark.parametrize(("template", "compact"), TEMPLATES.items())
def test_templates(template: str, compact: str) -> None:
    found = compact_markup(template)
    assert found.replace("{#\n#}", "") == compact
    assert found.count("\n") == template.count("\n")
