"""Scripts in fewer characters: the same to a browser."""

import pytest

from reportgen.html.compact.script import compact_script
from reportgen.html.templates import folder
from tests.engines import needs_chromium
from tests.engines.browser import browser

SHORT = {
    "const value = 1;\nf(value);": "let a=1;f(a);",
    "const one = 1;\nlet two = one;\nf(two);": "let a=1,b=a;f(b);",
    "const sum = (left, right) => left + right;\nsum(1, 2);": "let a=(b,c)=>b+c;a(1,2);",
    "list.map((each) => each.size);": "list.map(a=>a.size);",
    "for (const line of lines) {\n  // why\n  show(line);\n}": "for(let a of lines){show(a)}",
    "function f(one) {\n  return g(one);\n}\nfunction g(two) {\n  return two;\n}": (
        "function f(a){return b(a)}function b(a){return a}"
    ),
    "function outside() {\n  return true;\n}": "function outside(){return!0}",
    "f([1, 2,], [, 3]);": "f([1,2],[,3]);",
    "a + +b - -c": "a+ +b- -c",
    "a / /b/.exec(c)": "a/ /b/.exec(c)",
    '"a = b  // c"': '"a = b  // c"',
    "return value in list": "return value in list",
    "Number(Number(a) + Number(b) + Number(c))": "let d=Number;d(d(a)+d(b)+d(c))",
    "f() /* why\n */\n  .then(g)": "f().then(g)",
    "f(a.textContent + b?.textContent, c.textContent, {textContent: 1})": (
        'let d="textContent";f(a[d]+b?.[d],c[d],{textContent:1})'
    ),
}
SAME = [
    "function f(a) { const name = (two) => { const t = a + two; return t; }; return name(a); }\n"
    "return f(2);",
    "let sum = 0;\nfor (const each of [1, 2]) { const own = each; for (const each of [own, 3]) { "
    "sum += each * own; } }\nreturn sum;",
    "function f(origin) { return origin; }\nreturn [f(1), typeof origin, typeof f(origin)];",
    "const f = (list, make) => list.map((each) => { const t = make(each); return [t, each]; });\n"
    "return f([1, 2], (each) => { const twice = each * 2; return twice; });",
    "const {size, name: title = 2, ...others} = {size: 1, more: 3};\nreturn [size, title, others];",
    "const size = 1;\nconst made = {size, title: size, get: size};\nreturn made;",
    "const swap = ([left, right] = [1, 2]) => [right, left];\nreturn [swap(), swap([3, 4])];",
    "const far = ({deep: {names: [one = 5]}}) => one + one;\nreturn far({deep: {names: []}});",
    "const f = (a, b = [1, 2], [d] = `x`) => [a, b, d];\nreturn f(1);",
    "const name = 3;\nreturn `${name} ${[1, 2].map((name) => `<${name}${`-${name}`}>`)} {name}`;",
    "let text = 'name';\nconst name = /[/\"]\\/(?:name){1,2}/g;\nreturn text.replace(name, text);",
    "const box = {textContent: 1}, text = (box) => box?.textContent;\nbox.textContent += 1;\n"
    "return [text(box), text(null), text({textContent: box.textContent}), typeof box.textContent];",
    "let half = 4, other = 3;\nhalf /= 2;\nreturn half / other / 2 + half ** -1;",
    "let up = 1;\nconst down = up++ + ++up - --up - -up;\nreturn [up, down];",
    "const pick = (list, at) => at ? list : {at, list: at};\nreturn [pick(1, 2), pick(3, 0)];",
    "const do_ = 1, in$ = 2;\nreturn {do_, in$, no: typeof do_, yes: 'do_' in {do_}};",
    "function twice(value) { if (value > 9) return value; else { return twice(2 * value); } }\n"
    "return twice(1);",
    "const box = {\n  width(by) {\n    return by * 2;\n  },\n};\nreturn box.width(3);",
    "try { throw new Error('it'); } catch (error) { const {message} = error; return {message}; }",
    "const of = [1, 2];\nlet sum = 0;\nfor (const get of of) sum += get;\nreturn sum;",
    "const none = null;\nreturn [none?.name, none ?? true, none?.[0], true ? .5 : none];",
    "let sum = 0; for (let i = 0, z = 3; i < z; i++) { if (!i) continue; sum += i; }\nreturn sum;",
    "let list = [], size = 2; while (size) list.push(() => size, size--);\nreturn list.length;",
    "return [1, 2].map((a) => ({a})).map(({a}) => a).filter((a) => a - 1).map(String);",
    "const $ = 1, _ = 2, a = 3, b = 4, name = (b) => a + b + _ + $;\nreturn name(b) + name(a);",
]
BEYOND = [
    "class A {}",
    "let a = 1\nlet b",
    "let a = 1\nb()",
    "switch (a) { case 1: b() }",
    "var name = 1;",
    "with (scope) name;",
    "name: { let other = 1; }",
    "f({get name() { return 1 }});",
    "while (next());",
    "const f = () => {}\nf();",
    "if (name) /a/.exec(name);",
    "let name = 1; }",
    "let name = (1];",
    "let name = `${1",
    "let name = 'it\n';",
    "let näme = 1; f(näme);",
    "return\nname",
    "const = name",
    "f(left < !--right);",
    "const f = (get = () => other) => { const other = 8; return get() + other; };",
]


@pytest.mark.parametrize(("text", "short"), SHORT.items())
def test_what_a_script_becomes(text: str, short: str) -> None:
    assert compact_script(text) == short


@needs_chromium
def test_scripts_come_to_the_same_values() -> None:
    scripts = [f"(() => {{{text}}})()" for text in SAME]
    with browser() as launched:
        page = launched.new_page()
        for script in scripts:
            short = compact_script(script)
            assert short != script
            assert page.evaluate(short) == page.evaluate(script), short


@pytest.mark.parametrize("text", BEYOND)
def test_what_is_not_understood_stays(text: str) -> None:
    assert compact_script(text) == text


def test_the_shipped_scripts_are_understood() -> None:
    scripts = [path.read_text("utf-8") for path in folder().glob("*.js")]
    assert len(scripts) > 5
    for script in scripts:
        assert len(compact_script(script)) < 0.65 * len(script)
