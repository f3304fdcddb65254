"""Whatever is wrong with what a user gives is told in a line per fault, with place and remedy."""

import os
from pathlib import Path

import pytest

from tests.engines import lint
from tests.refusing import GOOD, WHOLE, given, refuse
from tests.running import run

OWN = """
[inputs]
context_length = 16
num_layers = 2
width = 8
[[layer]]
name = "mix"
count = "num_layers"
[[layer.matmul]]
name = "up"
m = "tokens"
k = "width"
n = "4 * width"
weight = true
"""


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1e400", f"bad.toml: inputs.d_ff: {WHOLE} inf"),
        ("nan", f"bad.toml: inputs.d_ff: {WHOLE} nan"),
        ("-inf", f"{WHOLE} -inf"),
        ("-1", f"{WHOLE} -1"),
        ("0", f"{WHOLE} 0"),
        ("1.5", f"{WHOLE} 1.5"),
        ('"12"', f"{WHOLE} '12'"),
        ("true", f"{WHOLE} true"),
        ("[1]", f"{WHOLE} [1]"),
        ("1979-05-27", f"{WHOLE} 1979-05-27"),
        ("10000000000", f"{WHOLE} 10000000000"),
        ("9" * 5000, "bad.toml: not valid TOML: a number is too long"),
        ("0x" + "f" * 6000, f"{WHOLE} a number of thousands of digits"),
        ("{ value = 3, minimum = 10 }", "inputs.d_ff.value: must be a whole number from 10"),
        ("{ value = 3, colour = 1 }", "inputs.d_ff.colour: unknown key"),
        ("", "bad.toml: not valid TOML: Invalid value (at line 9, column 8)"),
    ],
)
def test_a_value_that_cannot_be(value: str, said: str) -> None:
    refuse(given(GOOD.replace("d_ff = 24", f"d_ff = {value}")), said)


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("d_ff = 24", "", "bad: d_ff: missing; give its value"),
        ("d_ff = 24", "d_ff = 24\nd_fff = 3", "inputs.d_fff: unknown input; did you mean 'd_ff'?"),
        ("architecture", "titel = 'x'\narchitecture", "titel: unknown key; did you mean 'title'?"),
        ("d_model = 16", "d_model = 18", "d_head = d_model / num_heads with d_model = 18"),
        ("d_ff = 24", "d_ff = 24\nnum_kv_heads = 3", "num_heads must be a multiple"),
        ("d_ff = 24", "d_ff = 24\nd_ff = 25", "Cannot overwrite a value (at line 10"),
        ("d_ff = 24", "d_ff = 24\ntie_embeddings = 2", "tie_embeddings: must be 0 or 1; got 2"),
        ("d_ff = 24", "d_ff = 24\nrc = 2", "inputs.rc: cannot be an input's name"),
        ("d_ff = 24", "d_ff = 24\ncausal_counting = 'full'", "must be one of dense, half, exact"),
        ("[inputs]", "inputs = 3\n[relations]", "inputs: must be a table, got 3"),
        ("[inputs]", "without = ['hed']\n[inputs]", "without: no layer or input is called 'hed'"),
        ("[inputs]", "[[constraint]]\nmessage = 'x'\n[inputs]", "constraint[1].condition: missing"),
        ("[inputs]", "[[published]]\nvalue = 1.5\nsource = 'x'\n[inputs]", "published[1].value: "),
        ("[inputs]", "[[published]]\nvalue = 1e400\nsource = 'x'\n[inputs]", "must be a finite"),
        ("d_ff = 24", "d_ff = { value = 3, kind = 'choice' }", "inputs.d_ff.choices: missing"),
        ("d_ff = 24", "d_ff = { value = 3, maximum = 0x" + "f" * 400 + " }", "maximum: must be a"),
    ],
)
def test_a_key_that_should_not_be(old: str, new: str, said: str) -> None:
    refuse(given(GOOD.replace(old, new, 1)), said)


@pytest.mark.usefixtures("own_folder")
def test_an_unknown_architecture_is_told_with_the_nearest() -> None:
    ended = given(GOOD.replace("llama", "lama"))
    assert ended.status == 2
    assert "architecture: unknown architecture 'lama'; did you mean 'llama'" in ended.faults[0]


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"4 * width"', '"4 * widht"', "mix, up.n: unknown input 'widht'; did you mean 'width'?"),
        ('"4 * width"', '"4 *"', "layer[1].matmul[1].n: "),
        ('"4 * width"', '"width / 3"', "n = width / 3 is 2.66667; it must be a whole number"),
        ('"4 * width"', '"width - 100"', "n = width - 100 is -92; it must not be negative"),
        ('"4 * width"', '"4 / (width - 8)"', "division by zero"),
        ('"4 * width"', "\"__import__('os')\"", "a name begins with a letter, at character 1"),
        ('"4 * width"', f'"{"(" * 900}1{")" * 900}"', "layer[1].matmul[1].n: "),
        ('"4 * width"', f'"{"width + " * 900}1"', "the formula is longer than 4000 characters"),
        ('"4 * width"', '"width ** 400"', "an exponent is a whole number from -8 to 64"),
        ('"4 * width"', "1.5", "n: must be a formula (text) or a whole number, got 1.5"),
        ("weight = true", 'weight = "yes"', "weight: must be true or false, got 'yes'"),
        (
            "[[layer]]",
            '[[layer]]\nuse = "ffn_gatd"\n[[layer]]',
            "unknown layer 'ffn_gatd'; did you",
        ),
        ("width = 8", 'width = { default = "width + 1" }', "(a cycle)"),
        ("width = 8", 'width = { default = "wide" }', "width = wide: unknown input 'wide'"),
        ("weight = true", 'weight = true\ncomponent = "=1+1"', "component: use letters, digits"),
        (
            "weight = true",
            f'weight = true\ncomponent = "{"x" * 61}"',
            "component: use at most 60 characters, got 'xxxxx",
        ),
        (
            "weight = true",
            'weight = true\ncomponent = "total"',
            "a column of the workbook is called",
        ),
        ("weight = true", 'weight = true\ncomponent = "x_share"', "choose another name"),
        (
            "weight = true",
            'weight = true\ncomponent = "seq_len"',
            "'seq_len': an input has this name",
        ),
        (
            "[[layer.matmul]]",
            '[[layer.parameter]]\nname = "g"\nshape = ["width"]\ncomponent = "Other"\n'
            "[[layer.matmul]]",
            "component 'Other': another differs only in capitals; choose another",
        ),
        ("width", "params_total", "inputs.params_total: cannot be an input's name"),
        ("width = 8", "width = 8\nspare = 1", "inputs.spare: no formula of the model uses it"),
    ],
)
def test_a_formula_that_cannot_be(old: str, new: str, said: str) -> None:
    ended = given(OWN.replace(old, new))
    assert ended.status == 2
    assert said in ended.err
    assert all(fault.isprintable() and fault.startswith("reportgen: bad") for fault in ended.faults)
    assert not Path("output").exists()


@pytest.mark.usefixtures("own_folder")
def test_inputs_that_wait_for_each_other_are_each_told() -> None:
    cycle = 'width = { default = "depth" }\ndepth = { default = "width" }'
    refuse(
        given(OWN.replace("width = 8", cycle).replace('"4 * width"', '"depth"')),
        "width = depth: waits for depth, which waits for it in turn (a cycle); give one a value",
        "depth = width: waits for width, which waits for it in turn (a cycle); give one a value",
    )


@pytest.mark.usefixtures("own_folder")
def test_every_fault_of_a_file_is_told_at_once() -> None:
    faulty = GOOD.replace("d_ff = 24", "d_ff = -1").replace("num_heads = 4", "num_heads = 1.5")
    refuse(given(f'name = "a b"{faulty}'), "name: 'a b'", "inputs.num_heads", "inputs.d_ff")


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    "name", ["=1+1", "</script><b>", "a/../b", "..", "", "a\x07b\x1b[31m", "x" * 300, "é", "a b"]
)
def test_a_name_that_cannot_name_files(name: str) -> None:
    quoted = name.encode("unicode_escape").decode().replace("\\x", "\\u00")
    ended = given(f'name = "{quoted}"{GOOD}')
    refuse(ended, *["bad.toml: name: "] * len(ended.faults))


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("title", ["=1+1", "</script><b>", "a/../b", "a\tb\nc", "x" * 40000])
def test_any_title_stands_in_workbook_and_page_as_text(title: str) -> None:
    quoted = title.encode("unicode_escape").decode().replace("\\x", "\\u00")
    assert given(f'title = "{quoted}"\nsource = "{quoted}"{GOOD}').status == 0
    page = Path("output/bad.html").read_text(encoding="utf-8")
    assert lint("output/bad.xlsx") == []
    assert "</script><b>" not in page
    assert "<title>" in page


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize("key", ["title", "source", "notes"])
def test_a_text_with_control_characters(key: str) -> None:
    text = '"a\\u0007b\\u001b[31m"'
    said = f"[{text}]" if key == "notes" else text
    refuse(given(f"{key} = {said}{GOOD}"), f"{key}: holds the control character '\\x07'")


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "needs an architecture ("),
        (bytes(range(256)), "not UTF-8 text (byte 128); save it as UTF-8"),
        (GOOD.encode("utf-16"), "not UTF-8 text (byte 0); save it as UTF-8"),
        (b"#" * 5_000_000, "larger than 4,000,000 bytes"),
        (b"a = " + b"[" * 10_000 + b"]" * 10_000, "not valid TOML: nested too deeply"),
        (b"a = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000, "not valid TOML: nested too deeply"),
        (b"a = \x00", "not valid TOML"),
    ],
    ids=["empty", "binary", "utf-16", "huge", "brackets", "braces", "null"],
)
def test_a_file_that_is_no_model_file(content: bytes, said: str) -> None:
    refuse(given(content), f"bad.toml: {said}")


@pytest.mark.usefixtures("own_folder")
def test_a_mark_at_the_beginning_of_a_file_does_not_matter() -> None:
    assert given(GOOD.encode("utf-8-sig")).status == 0


@pytest.mark.usefixtures("own_folder")
def test_paths_that_lead_to_no_file() -> None:
    Path("folder.toml").mkdir()
    Path("loop.toml").symlink_to("loop.toml")
    Path("dangling.toml").symlink_to("nothing")
    refuse(run("report", "missing.toml"), "missing.toml: cannot be read: No such file")
    refuse(run("report", "folder.toml"), "folder.toml: cannot be read: Is a directory")
    refuse(run("report", "loop.toml"), "loop.toml: cannot be read: Too many levels")
    refuse(run("report", "dangling.toml"), "dangling.toml: cannot be read: No such file")
    refuse(run("report", "missing.toml/x.toml"), "cannot be read")


@pytest.mark.usefixtures("own_folder")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_that_would_never_end_is_not_read() -> None:
    os.mkfifo("pipe.toml")
    refuse(run("report", "pipe.toml"), "pipe.toml: not a file that can be read as a whole")


@pytest.mark.usefixtures("own_folder")
@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("llama-3-8", "unknown model 'llama-3-8'; did you mean 'llama-3-8b'"),
        ("", "unknown model ''"),
        ("=1+1", "unknown model '=1+1'"),
        ("\x1b[31m", "unknown model '\\x1b[31m'"),
        ("a" * 5000, "unknown model"),
        ("a" * 5000 + ".toml", "cannot be read: File name too long"),
        ("\udcff.toml", "cannot be read: No such file"),
    ],
)
def test_a_reference_to_no_model(reference: str, said: str) -> None:
    refuse(run("report", reference), said)


@pytest.mark.usefixtures("own_folder")
def test_an_output_that_is_a_file_is_told_and_kept() -> None:
    Path("taken").write_text("mine", encoding="utf-8")
    ended = run("report", "gpt2", "--output", "taken")
    assert ended.status == 2
    assert len(ended.faults) == 1
    assert "cannot write taken/gpt2.xlsx" in ended.err
    assert Path("taken").read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("own_folder")
def test_figures_too_large_for_the_tables_are_told() -> None:
    large = GOOD.replace("d_ff = 24", "d_ff = 1000000000")
    for name in ("d_model", "num_layers", "vocab_size"):
        large = large.replace(f"{name} = ", f"{name} = 1000000000 # ")
    ended = given(large)
    assert ended.status == 2
    assert "choose smaller inputs" in ended.err
