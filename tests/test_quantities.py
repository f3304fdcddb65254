"""Quantities: those of the catalogue can be said, and a model file adds and overrides its own."""

import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from reportgen import build_report, catalog, load_model
from reportgen.calculator import calculator
from reportgen.errors import SpecError
from reportgen.expand import expand
from reportgen.figures import OF_GENERATION, counted, sayable
from reportgen.formula import parse, to_text
from reportgen.html.page import context, page
from reportgen.inputs import resolve
from reportgen.spec import Quantity
from tests.engines import IronBook, lint
from tests.models import model, one_per_architecture, own
from tests.running import Run, run

FILE = """
architecture = "llama"
[inputs]
vocab_size = 10
context_length = 6
num_layers = 3
d_model = 8
num_heads = 4
d_ff = 20
"""
LAYER = """
[[layer]]
name = "extra"
[[layer.matmul]]
name = "up"
m = "tokens"
k = "d_model"
n = "d_ff"
weight = true
"""
OWN = """
[[quantity]]
name = "{name}"
title = "A figure of mine"
formula = "{formula}"
unit = "tonnes"
meaning = "made up for a test"
source = "a test"
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def given(*said: tuple[str, str], file: str = FILE) -> Path:
    text = file + "".join(OWN.format(name=name, formula=formula) for name, formula in said)
    Path("mine.toml").write_text(text, "utf-8")
    return Path("mine.toml")


def shown(*said: tuple[str, str]) -> dict[str, float]:
    ended = run("show", given(*said), "--format", "json")
    assert (ended.status, ended.err) == (0, "")
    return {name: figure["value"] for name, figure in json.loads(ended.out)["figures"].items()}


def refused(ended: Run) -> str:
    assert ended.status == 2
    assert ended.out == ""
    [fault] = ended.faults
    return fault


def quantity(name: str, formula: str) -> Quantity:
    return Quantity(name, "", parse(formula), "", "", "")


def test_every_quantity_of_the_catalogue_is_said_of_some_model() -> None:
    """A name that is written wrong would hide a quantity from every report."""
    waiting = {id(each): each for each in catalog.quantities()}
    layer = {"name": "x", "matmul": [{"name": "x", "m": "1", "k": "wide", "n": "1"}]}
    bare = own(layer, wide=3), own({**layer, "count": "num_heads"}, wide=3, num_heads=2)
    many = calculator(["llama-2-7b", "deepseek-v3"])
    for each in (*map(load_model, one_per_architecture()), *bare, many):
        for said in counted(each, resolve(each), expand(each).generate).values():
            waiting.pop(id(said), None)
    assert [(each.name, to_text(each.formula)) for each in waiting.values()] == []


def test_what_a_quantity_needs_besides_its_formula_is_a_quantity() -> None:
    needed = frozenset().union(*(quantity.needs for quantity in catalog.quantities()))
    assert needed == {"generates"}


@pytest.mark.parametrize("name", ["bert-base-uncased", "modernbert-base", "deberta-v3-base"])
def test_an_encoder_has_no_figure_of_generation(name: str) -> None:
    report = build_report(load_model(name))
    assert report.rows.caches == report.decode_rows == ()
    for figure in report.figures.values():
        assert figure.quantity.tables.isdisjoint(OF_GENERATION)
        text = " ".join((figure.name, figure.quantity.title, figure.quantity.group)).lower()
        assert not {"decode", "output", "step's", "kv"} & {*text.replace("_", " ").split()}, text
    assert not {"generates", "cache_bytes", "longest_context"} & {*report.figures}
    assert report.cache.frame.height == report.decode.frame.height == 0


@pytest.mark.parametrize("name", ["t5-base", "bart-base", "gpt2", "mamba2-2.7b"])
def test_what_generates_has_all_of_its_figures(name: str) -> None:
    report = build_report(load_model(name))
    of_generation = (
        q for q in catalog.quantities() if q.needs or not q.tables.isdisjoint(OF_GENERATION)
    )
    wanted = {quantity.name for quantity in of_generation}
    assert wanted - {*report.figures} <= {"experts_read"}
    assert report.figures["time_per_output_token"].number > 0


def test_a_quantity_of_an_encoder_s_own_file_cannot_use_a_cache() -> None:
    bert = load_model("bert-base-uncased")
    for formula, problem in (
        ("2 * sum(Cache.bytes)", "the model generates no tokens, so it has no table Cache"),
        ("2 * cache_gb", "cache_gb cannot be said of this model"),
    ):
        with pytest.raises(SpecError, match=problem):
            build_report(replace(bert, quantities=(quantity("twice", formula),)))


def test_no_input_of_the_catalogue_is_called_like_a_figure() -> None:
    known = {name.lower() for name in catalog.fields()}
    for name in catalog.architectures():
        known |= {spec.name.lower() for spec in catalog.architecture(name).inputs}
    assert known & catalog.taken_names() == set()


def test_the_first_that_can_be_said_counts_however_much_it_needs() -> None:
    first, second = quantity("found", "deep * 2"), quantity("found", "1")
    deep = quantity("deep", "deeper + 1"), quantity("deeper", "given")
    said = sayable((first, second, *deep), ["given"])
    assert said["found"] is first
    assert sayable((first, second), ["given"])["found"] is second


def test_a_model_file_adds_a_quantity() -> None:
    said = shown(("carbon", "training_energy * 0.4 / 1000"))
    assert said["carbon"] == pytest.approx(said["training_energy"] * 0.4 / 1000, rel=1e-12)


def test_a_model_file_overrides_a_quantity_and_others_follow() -> None:
    usual, said = shown(), shown(("training_days", "3"))
    assert said["training_days"] == 3
    assert usual["training_days"] != 3
    report = build_report(load_model("mine.toml"))
    assert report.figures["training_days"].quantity.source == "a test"
    [devices] = [each for each in report.what_ifs if each.name == "Devices"]
    assert devices.table(report.scope)["days_taken"][0] == 3


def test_an_override_may_need_what_is_said_late() -> None:
    said = shown(("peak_flops", "num_devices * 1e14"))
    assert said["peak_flops"] == said["num_devices"] * 10**14


def test_the_workbook_and_the_page_show_it() -> None:
    report = build_report(load_model(str(given(("carbon", "num_layers * 7")))))
    [told] = [each for each in context(report)["sections"] if each.name == "own"]  # type: ignore[attr-defined]
    [[figure]] = [group.figures for group in told.groups]
    assert (figure.title, figure.value, figure.unit) == ("A figure of mine", 21, "tonnes")
    assert "A figure of mine" in page(report)
    assert run("report", "mine.toml", "--format", "xlsx").status == 0
    [path] = Path("output").glob("*.xlsx")
    assert lint(path) == []
    [(sheet, _)] = openpyxl.load_workbook(path).defined_names["carbon"].destinations
    assert sheet == "Totals"
    book = IronBook(path)
    book.set("num_layers", 5)
    assert book.get("carbon") == 35


@pytest.mark.parametrize("more", ["", LAYER])
def test_an_input_may_be_for_a_quantity_alone(more: str) -> None:
    file = FILE + "grams = 7\nper_layer = { default = 'grams * 2' }\n" + more
    given(("carbon", "num_layers * per_layer"), file=file)
    assert run("report", "mine.toml", "--set", "num_layers=5", "--output", "out").status == 0
    book = IronBook(Path("out/mine.xlsx"))
    assert book.get("carbon") == 70
    book.set("grams", 8)
    assert book.get("carbon") == 80
    assert "grams" in Path("out/mine.html").read_text("utf-8")


@pytest.mark.parametrize("more", ["", LAYER])
def test_an_input_that_no_quantity_uses_either_is_a_slip(more: str) -> None:
    given(("carbon", "num_layers * grams"), file=f"{FILE}grams = 7\ngarms = 7\n{more}")
    assert "inputs.garms: " in refused(run("show", "mine.toml"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([("carbon", "training_day * 2")], "unknown name 'training_day'; did you mean"),
        ([("training_days", "no_such * 2")], "quantity training_days = no_such * 2: unknown name"),
        ([("carbon", "carbon + 1")], "waits for carbon"),
        ([("training_seconds", "training_days * 86400")], "waits for itself (training_seconds <- "),
        ([("carbon", "1 / (num_layers - 3)")], "carbon: division by zero"),
        ([("carbon", "sum(Nothing.flops)")], "there is no column Nothing.flops"),
        ([("carbon", "lookup(Accelerators.power, Accelerators.accelerator, 'x')")], "no 'x' in"),
        ([("carbon", "num_layers *")], "mine.toml: quantity[1].formula: "),
        ([("num_layers", "3")], "quantity[1].name: an input has the name 'num_layers'"),
        ([("Batch_Size", "3")], "quantity[1].name: an input has the name 'Batch_Size'"),
        ([("Training_Days", "3")], "quantity[1].name: write it 'training_days'"),
        ([("Batches", "3")], "quantity[1].name: a table has the name 'Batches'; choose another"),
        ([("optimizers", "3")], "quantity[1].name: a table has the name 'optimizers'"),
        ([("matmuls", "3")], "quantity[1].name: cannot be a quantity's name: the report's own"),
        ([("check_it", "3")], "quantity[1].name: cannot be a quantity's name: the report's own"),
        ([("flops_linear", "3")], "quantity[1].name: cannot be a quantity's name: the report's"),
        ([("weights_gib", "3")], "quantity weights_gib: a total has this name; choose another"),
        ([("power", "3")], "quantity[1].name: cannot be a quantity's name: the word is reserved"),
    ],
)
def test_a_quantity_that_cannot_be(said: list[tuple[str, str]], words: str) -> None:
    for command in (("show", given(*said), "--format", "json"), ("report", "mine.toml")):
        fault = refused(run(*command))
        assert fault.startswith("reportgen: mine")
        assert words in fault


def test_two_that_wait_for_each_other_are_each_told() -> None:
    ended = run("show", given(("carbon", "soot + 1"), ("soot", "carbon + 1")))
    assert ended.status == 2
    assert [line.split(":")[2].split(" =")[0] for line in ended.faults] == [
        " quantity carbon",
        " quantity soot",
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("num_devices", "Num_Devices", "training_days", "DECODE_BYTES", "peak_flops", "carbon_x"),
        *("batches", "Devices", "roofline", "accelerators", "Presets", "activations", "cache"),
        *("memoryparts", "decode", "optimizers", "total", "shape", "other_share"),
    ],
)
def test_an_input_cannot_be_called_like_a_figure_or_a_table(name: str) -> None:
    layer = '[[layer]]\nname = "x"\n[[layer.matmul]]\nname = "x"\nm = "1"\nk = "1"\nn = "{0}"\n'
    path = given(file=FILE + f"{name} = 3\n" + layer.format(name))
    if name == "carbon_x":
        assert run("show", path).status == 0
    else:
        assert f"mine.toml: inputs.{name}: cannot be an input's name" in refused(run("show", path))


def test_preset_files_and_help_do_not_read_what_names_are_taken() -> None:
    catalog.taken_names.cache_clear()
    model()
    load_model("mixtral-8x7b")
    assert catalog.taken_names.cache_info().currsize == 0
