"""A starter file is a model file that works as it is, with the numbers of a model that there is."""

import json
import tomllib
from pathlib import Path

import pytest

from reportgen import Report, ReportgenError, build_report, catalog, load_model
from reportgen.loading import pruned
from reportgen.model import Model, read_model
from reportgen.starter import starter
from tests.running import run
from tests.test_remote_families import PUBLISHED

DATA = Path(__file__).parent / "data" / "class_defaults.json"
# What the class of each family is with the values that it takes for missing keys.
DEFAULTS: dict[str, int] = json.loads(DATA.read_text("utf-8"))["models"]
# Families whose class comes with the checkpoint, and the one whose values are taken.
REMOTE = {
    "baichuan": "baichuan-inc/Baichuan2-7B-Base",
    "chatglm": "zai-org/chatglm3-6b",
    "deepseek": "deepseek-ai/deepseek-moe-16b-base",
    "internlm": "internlm/internlm-7b",
    "internlm2": "internlm/internlm2-7b",
    "llama_copies": "01-ai/Yi-6B",
    "minicpm": "openbmb/MiniCPM-2B-sft-bf16",
    "qwen": "Qwen/Qwen-7B",
}


def made(like: str) -> Model:
    return pruned(read_model(tomllib.loads(starter("mine", like)), "mine.toml"))


def report(like: str) -> Report:
    return build_report(made(like))


@pytest.mark.parametrize("like", catalog.architectures())
def test_every_architecture_has_a_starter_whose_report_can_be_made(like: str) -> None:
    found = report(like)
    assert (found.model.name, found.model.architecture) == ("mine", like)
    assert found.figures["params_total"].value > 5_000_000
    assert found.figures["flops_forward"].value > found.figures["params_total"].value


@pytest.mark.parametrize("like", DEFAULTS)
def test_it_begins_with_the_values_that_the_class_takes(like: str) -> None:
    assert report(like).figures["params_total"].value == DEFAULTS[like]


@pytest.mark.parametrize("like", REMOTE)
def test_it_begins_with_a_published_model_where_the_class_takes_none(like: str) -> None:
    _, total = PUBLISHED[REMOTE[like]]
    assert report(like).figures["params_total"].value == total


@pytest.mark.parametrize("like", catalog.presets())
def test_a_starter_like_a_preset_counts_the_same(like: str) -> None:
    ours, theirs = report(like).figures, build_report(load_model(like)).figures
    same = ("params_total", "flops_forward", "cache_bytes")
    assert [ours[n].value for n in same if n in ours] == [
        theirs[n].value for n in same if n in theirs
    ]


def test_a_starter_like_gpt2_xl_has_its_published_size() -> None:
    assert report("gpt2-xl").figures["params_total"].value == 1_557_611_200


def test_a_family_may_be_named_as_configs_name_it() -> None:
    assert starter("mine", "Yi") == starter("mine", "llama_copies")


def test_what_follows_a_formula_goes_on_following_it() -> None:
    text = starter("mine", "camembert").replace("num_positions = 512", "num_positions = 130")
    model = read_model(tomllib.loads(text), "mine.toml")
    assert build_report(pruned(model)).inputs.values["context_length"] == 128


def test_the_command_writes_a_file_that_show_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new-model", "mine", "--like", "qwen").status == 0
    shown = run("show", "mine.toml")
    assert (shown.status, "7,721,324,544" in shown.out) == (0, True)


@pytest.mark.parametrize(("name", "like"), [("a/b", "llama"), ("mine", "lama"), ("=1", "llama")])
def test_what_cannot_be_is_refused(name: str, like: str) -> None:
    with pytest.raises(ReportgenError):
        starter(name, like)
