"""Scripts and styles without what only readers need: the same to a browser."""

import pytest

from reportgen.html.compact import compact_script, compact_style

SCRIPTS = {
    "const a = (b) => b + 1;\n  // why\n  f(a);\n": "let a=(b)=>b+1;f(a);",
    'const said = "a = b  // c";': 'let said="a = b  // c";',
    "const said = `${a} = ${b}`;": "let said=`${a} = ${b}`;",
    'text.replace(/[",\\r]  x/g, "; ")': 'text.replace(/[",\\r]  x/g,"; ")',
    'return /[= ]"/.test(a) ? 1 : 2;': 'return /[= ]"/.test(a)?1:2;',
    "a + +b - -c": "a + +b - -c",
    "return value in list": "return value in list",
    "if (a) {\n  b();\n}\n": "if(a){b()}",
    "f()\n  .then(g)": "f().then(g)",
    "let a\nlet b": "let a\nlet b",
}
STYLES = {
    "a { color: red; margin: 0 auto }\n  b > i, p { width: calc(1px + 2%) }": (
        "a{color:red;margin:0 auto}b>i,p{width:calc(1px + 2%)}"
    ),
    '@media (min-width: 9px) and (hover) { p::after { content: "\\a0↑" } }': (
        '@media (min-width:9px) and (hover){p::after{content:"\\a0↑"}}'
    ),
}


@pytest.mark.parametrize(("text", "compact"), SCRIPTS.items())
def test_scripts(text: str, compact: str) -> None:
    assert compact_script(text) == compact


@pytest.mark.parametrize(("text", "compact"), STYLES.items())
def test_styles(text: str, compact: str) -> None:
    assert compact_style(text) == compact
