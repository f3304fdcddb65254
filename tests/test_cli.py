"""The command line as others rely on it: what it prints, writes and ends with."""

import json
import os
from pathlib import Path

import pytest

from reportgen import __version__
from reportgen.cli.usage import USAGE
from tests.refusing import GOOD
from tests.running import run


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def files(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.exists() else []


@pytest.mark.parametrize("arguments", [["--help"], ["-h"]])
def test_help_needs_nothing_but_its_text(arguments: list[str]) -> None:
    assert run(*arguments).out == USAGE


def test_help_through_click_is_the_same() -> None:
    assert run("--help", "--help").out == USAGE


def test_version() -> None:
    assert run("--version").out == f"reportgen {__version__}\n"


def test_nothing_asked_is_misuse() -> None:
    ended = run()
    assert (ended.status, ended.out, ended.err) == (2, "", USAGE)


@pytest.mark.parametrize("command", ["all-presets", "report", "show", "list"])
def test_every_command_has_help_and_is_in_the_overview(command: str) -> None:
    ended = run(command, "--help")
    assert ended.status == 0
    assert "Usage: reportgen" in ended.out
    assert f"  {command} " in USAGE


def test_show_json_is_one_object_per_model_in_the_order_asked() -> None:
    ended = run("show", "mixtral-8x7b", "gpt2", "--format", "json")
    models = [json.loads(line) for line in ended.out.splitlines()]
    assert ended.status == 0
    assert [model["model"] for model in models] == ["mixtral-8x7b", "gpt2"]
    assert models[1]["params"]["total"] == 124_439_808
    assert models[1]["flops"]["forward"] == 291_648_307_200


def test_show_writes_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("show", "gpt2").status == 0
    assert files(tmp_path) == []


def test_set_changes_an_input_and_the_last_one_counts() -> None:
    arguments = ("--set", "seq_len=2048", "--set", " seq_len = 128 ", "--format", "json")
    shown = json.loads(run("show", "gpt2", *arguments).out)
    assert shown["inputs"]["seq_len"] == 128
    assert shown["flops"]["forward"] == 32_228_179_968


def test_report_writes_a_workbook_and_a_page(model_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    ended = run("report", model_file, "--output", folder)
    assert ended.status == 0
    assert files(folder) == ["small.html", "small.xlsx"]
    assert [line.split("  ")[0] for line in ended.faults] == [
        str(folder / "small.xlsx"),
        str(folder / "small.html"),
    ]


def test_report_writes_to_output_unless_told_otherwise(
    model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("report", model_file, "--format", "html").status == 0
    assert files(tmp_path / "output") == ["small.html"]


def test_formats_may_be_chosen_and_repeated(model_file: Path, tmp_path: Path) -> None:
    assert run("report", model_file, "--output", tmp_path, "--format", "html, html").status == 0
    assert files(tmp_path) == ["small.html", "small.toml"]


@pytest.mark.parametrize("command", ["show", "report"])
def test_some_that_fail_do_not_stop_the_others(command: str, tmp_path: Path) -> None:
    output = ["--output", str(tmp_path)] if command == "report" else []
    ended = run(command, "gpt3", "gpt2", tmp_path / "none.toml", *output)
    assert ended.status == 1
    assert "gpt2" in ended.out + ended.err
    assert "reportgen: unknown model 'gpt3'; did you mean 'gpt2'" in ended.err
    assert "none.toml: cannot be read: No such file" in ended.faults[-1]


@pytest.mark.parametrize("command", ["show", "report"])
def test_the_only_model_that_fails_is_misuse(command: str) -> None:
    assert run(command, "gpt3").status == 2
    assert run(command, "gpt3", "gpt4").status == 2


def test_two_models_of_one_name_are_refused_before_anything_is_written(
    model_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Other.toml"
    other.write_text(f'name = "SMALL"{GOOD}', encoding="utf-8")
    ended = run("report", model_file, other, "--output", tmp_path / "out")
    assert ended.status == 2
    assert "would overwrite others of that name" in ended.err
    assert files(tmp_path / "out") == []


def test_a_model_that_is_named_twice_is_written_once(model_file: Path, tmp_path: Path) -> None:
    asked = "gpt2", model_file, "gpt2", model_file.parent / "." / model_file.name
    ended = run("report", *asked, "--output", tmp_path / "out", "--format", "html")
    assert ended.status == 0
    assert files(tmp_path / "out") == ["gpt2.html", "small.html"]


def test_a_model_may_not_take_the_name_of_an_overview(tmp_path: Path) -> None:
    (tmp_path / "index.toml").write_text(GOOD, encoding="utf-8")
    ended = run("report", tmp_path / "index.toml", "--output", tmp_path / "out")
    assert ended.status == 2
    assert "'index'" in ended.err
    assert files(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("said", "preset"),
    [("llama", "llama-2-7b"), ("gemma3_text", "gemma-3-12b"), ("qwen3-moe", "qwen3-235b-a22b")],
)
def test_list_takes_a_family_as_configs_spell_it(said: str, preset: str) -> None:
    ended = run("list", "presets", "--family", said)
    assert (ended.status, preset in ended.out) == (0, True)
    assert len(ended.out.splitlines()) < len(run("list").out.splitlines())


@pytest.mark.parametrize("said", ["esm", "Yi"])
def test_a_family_without_presets_is_told_apart_from_one_that_is_not_known(said: str) -> None:
    ended = run("list", "--family", said)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith(f"no preset is of the family {said}; 'reportgen new-model NAME")
    ended = run("list", "--family", "lama")
    assert (ended.status, ended.out) == (2, "")
    assert "unknown family 'lama'; did you mean 'llama'" in ended.err


@pytest.mark.parametrize(
    ("words", "begun", "wanted"),
    [
        ("reportgen new-model mine --like", "gpt", {"gpt2", "gpt2-xl", "gpt_neox"}),
        ("reportgen list --family", "qwen3", {"qwen3", "qwen3_moe"}),
    ],
)
def test_names_are_completed(words: str, begun: str, wanted: set[str]) -> None:
    from click.shell_completion import BashComplete

    from reportgen.cli.commands import commands

    complete = BashComplete(commands, {}, "reportgen", "_REPORTGEN_COMPLETE")
    found = {item.value for item in complete.get_completions(words.split()[1:], begun)}
    assert wanted <= found
    assert all(name.startswith(begun) for name in found)


def test_list_shows_names_and_titles() -> None:
    assert "gpt2-xl" in run("list").out
    assert run("list").out == run("list", "presets").out
    assert "llama " in run("list", "architectures").out
    assert "attention_gqa " in run("list", "layers").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["shw"], "No such command 'shw'. Did you mean 'show'?"),
        (["show"], "Missing argument 'MODEL...'"),
        (["show", "gpt2", "--formt", "json"], "No such option '--formt'"),
        (["show", "gpt2", "--format", "yaml"], "'yaml' is not one of 'text', 'json', 'csv', 'md'"),
        (["show", "gpt2", "--set", "seq_len"], "--set 'seq_len': write it as NAME=VALUE"),
        (["show", "gpt2", "--set", "=3"], "--set '=3': write it as NAME=VALUE"),
        (["show", "gpt2", "--set", "seqlen=3"], "unknown input 'seqlen'; did you mean 'seq_len'"),
        (["report", "gpt2", "--format", "pdf"], "unknown format 'pdf'; choose from xlsx, html"),
        (["report", "gpt2", "--format", ""], "unknown format ''; choose from xlsx, html"),
        (["all-presets", "--jobs", "0"], "0 is not in the range x>=1"),
        (["all-presets", "--jobs", "two"], "'two' is not a valid integer"),
        (["all-presets", "--only", "Lama*"], "no preset matches 'Lama*'; did you mean 'llama-"),
        (
            ["all-presets", "--only", "nosuch*"],
            "no preset matches 'nosuch*'; 'reportgen list' shows",
        ),
        (["all-presets", "--only", ""], "no preset matches ''; 'reportgen list' shows all"),
        (["list", "cakes"], "'cakes' is not one of 'presets'"),
    ],
)
def test_misuse_is_told_in_one_line(arguments: list[str], said: str) -> None:
    ended = run(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert len(ended.faults) == 1
    assert ended.err.startswith("reportgen: ")
    assert said in ended.err
