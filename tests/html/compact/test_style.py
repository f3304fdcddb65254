"""Style sheets without what only readers need: the same to a browser."""

import pytest

from reportgen.html.compact.style import compact_style

STYLES = {
    'p::after { content: "a ; b: c" }': 'p::after{content:"a ; b: c"}',
    "a { color: red; margin: 0 auto }\n  b > i, p { width: calc(1px + 2%) }": (
        "a{color:red;margin:0 auto}b>i,p{width:calc(1px + 2%)}"
    ),
    '@media (min-width: 9px) and (hover) { p::after { content: "\\a0↑" } }': (
        '@media (min-width:9px) and (hover){p::after{content:"\\a0↑"}}'
    ),
}


@pytest.mark.parametrize(("text", "compact"), STYLES.items())
def test_styles(text: str, compact: str) -> None:
    assert compact_style(text) == compact
