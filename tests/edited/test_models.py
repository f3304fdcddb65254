"""A workbook read back is the model that it was made of, with its inputs as they stand."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen import Report, build_report, load_model
from tests.books import PRESET, book, resaved
from tests.configs import LLAMA
from tests.edited.reading import back, shown, written
from tests.engines import LibreBook, needs_libreoffice
from tests.models import one_per_architecture
from tests.refusing import refuse
from tests.running import run
from tests.xlsx.edits import random_edits

pytestmark = pytest.mark.usefixtures("own_folder")
OWN = """
title = "A decoder with an adapter"
[inputs]
vocab_size = 1000
context_length = 64
num_layers = 2
d_model = 32
num_heads = 4
d_head = 8
rank = { value = 8, meaning = "inner width of an adapter" }
[[layer]]
use = "token_embedding"
[[layer]]
name = "block.attention"
use = "attention_gqa"
count = "num_layers"
[[layer]]
name = "block.adapter"
count = "num_layers"
[[layer.matmul]]
name = "down"
m = "tokens"
k = "d_model"
n = "rank"
weight = true
[[quantity]]
name = "adapter_width"
title = "Width of an adapter"
formula = "2 * rank"
unit = "values"
meaning = "both sides"
source = "made up, _x0041_ = 'A' and all"
"""


def everything(report: Report) -> dict[str, Any]:
    """Return all figures of a report, and all rows."""
    figures = {name: figure.value for name, figure in report.figures.items()}
    tables = (report.matmuls, report.other_parameters, report.activations, report.cache)
    return figures | {str(i): dict(table.exact) for i, table in enumerate(tables)}


@pytest.mark.parametrize("preset", one_per_architecture()[::3])
def test_any_settings_of_any_family_come_back(preset: str) -> None:
    *_, (_, report) = random_edits(load_model(preset), 4, seed=len(preset))
    assert everything(back(written(report))) == everything(report)


@pytest.mark.parametrize("preset", ["cs336-gpt2-xl", "t5-3b", "mixtral-8x7b", "bert-base-uncased"])
def test_a_workbook_of_a_workbook_is_the_same_to_the_byte(preset: str) -> None:
    first = written(build_report(load_model(preset), {"seq_len": 96, "batch_size": 2}))
    assert written(back(first), "again.xlsx").read_bytes() == first.read_bytes()


def test_a_model_file_comes_back_without_the_file() -> None:
    Path("own.toml").write_text(OWN, encoding="utf-8")
    report = build_report(load_model("own.toml"), {"rank": 16})
    path = written(report)
    Path("own.toml").unlink()
    assert everything(back(path)) == everything(report)
    assert back(path).figures["adapter_width"].value == 32
    assert written(back(path), "again.xlsx").read_bytes() == path.read_bytes()


@pytest.mark.parametrize("kind", ["LlamaForCausalLM", "LlamaForSequenceClassification"])
def test_a_config_comes_back_with_its_class(kind: str) -> None:
    Path("own").mkdir()
    labels = {str(i): f"LABEL_{i}" for i in range(7)}
    config = {**LLAMA, "architectures": [kind], "id2label": labels, "notes": "\ud800 _x0041_"}
    Path("own/config.json").write_text(json.dumps(config), encoding="utf-8")
    report = build_report(load_model("own"), {"seq_len": 100})
    path = written(report)
    Path("own/config.json").unlink()
    assert back(path).model.name == "own"
    assert everything(back(path)) == everything(report)


def test_a_config_with_many_labels_takes_several_cells() -> None:
    labels = {str(i): f"the label with the number {i}" for i in range(5000)}
    config = {**LLAMA, "architectures": ["LlamaForSequenceClassification"], "id2label": labels}
    Path("config.json").write_text(json.dumps(config), encoding="utf-8")
    path = written(build_report(load_model("config.json")))
    assert "model_definition_5" in load_workbook(path).defined_names
    assert back(path).inputs.values["num_labels"] == 5000


def test_a_definition_that_is_too_large_says_so() -> None:
    config = {**LLAMA, "notes": "long " * 400_000}
    Path("config.json").write_text(json.dumps(config), encoding="utf-8")
    refuse(run("show", written(build_report(load_model("config.json")))), "too large to be kept")


def test_what_is_typed_over_counts_and_what_follows_follows() -> None:
    path = resaved(book(Path()), d_model=1536, seq_len=200, bytes_per_value=0.5)
    settings = ("--set", "d_model=1536", "--set", "seq_len=200", "--set", "bytes_per_value=0.5")
    assert shown(str(path)) == shown(PRESET, *settings)
    assert back(path).model.settings == {"d_model": 1536, "seq_len": 200, "bytes_per_value": 0.5}


def test_a_setting_comes_after_the_workbook() -> None:
    path = resaved(book(Path()), seq_len=200)
    assert shown(str(path), "--set", "seq_len=300") == shown(PRESET, "--set", "seq_len=300")


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("", "it does not say what model it is of"),
        ("{", "of its model cannot be read; make the workbook anew"),
        ("[]", "cannot be read"),
        ("[" * 30_000, "cannot be read"),
        ("{}", "model_definition does not say what model it is of"),
        ('{"preset": "gpt3"}', "unknown model 'gpt3'"),
        ('{"preset": ["gpt2"]}', "does not say"),
        ('{"preset": {}}', "does not say"),
        ('{"presets": []}', "does not say"),
        ('{"presets": "gpt2"}', "unknown model 'g'"),
        ('{"presets": 3}', "does not say"),
        ('{"file": "a.toml"}', "does not say"),
        ('{"file": "a.toml", "model": 3}', "does not say"),
        ('{"file": "a\\u001b.toml", "model": {"name": "a"}}', "a\\x1b.toml: needs an architecture"),
        ('{"file": "c.json", "name": "c", "config": {"model_type": "no"}}', "unknown family 'no'"),
        ('{"file": "c.json", "name": 3, "config": {"model_type": "gpt2"}}', "does not say"),
    ],
)
def test_a_definition_that_says_nothing(definition: str, said: str) -> None:
    refuse(run("show", resaved(book(Path()), model_definition=definition)), said)


def test_the_files_are_called_like_the_workbook_and_leave_it_alone() -> None:
    path = resaved(book(Path()), seq_len=200)
    kept = path.read_bytes()
    assert run("report", path, "--output", ".", "--format", "html").status == 0
    page = re.sub("<[^>]*>", "", Path("edited.html").read_text(encoding="utf-8"))
    assert "200 tokens" in page
    refuse(run("report", path, "--output", "."), "edited.xlsx: is the workbook that the report is")
    assert path.read_bytes() == kept
    assert run("report", path, PRESET).status == 0
    assert {file.name for file in Path("output").iterdir()} == {
        *("edited.html", "edited.xlsx", "gpt2.html", "gpt2.xlsx"),
    }


@needs_libreoffice
def test_what_libreoffice_saves_comes_back() -> None:
    path = book(Path())
    with LibreBook(path) as office:
        office.set("d_model", 1536)
        office.set("bytes_per_value", 0.7)
        office.set("causal_counting", "half")
        office.save("saved.xlsx")
    settings = ("d_model=1536", "bytes_per_value=0.7", "causal_counting=half")
    assert shown("saved.xlsx") == shown(PRESET, *(f"--set={each}" for each in settings))


@needs_libreoffice
def test_what_libreoffice_saves_of_a_model_file_comes_back() -> None:
    Path("own.toml").write_text(OWN, encoding="utf-8")
    report = build_report(load_model("own.toml"))
    with LibreBook(written(report)) as office:
        office.set("rank", 4)
        office.save("saved.xlsx")
    assert everything(back(Path("saved.xlsx"))) == everything(
        build_report(load_model("own.toml"), {"rank": 4})
    )
