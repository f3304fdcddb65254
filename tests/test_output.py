"""Standard output that is full, closed, or of another encoding; names that a locale cannot read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.refusing import GOOD
from tests.running import run

PROGRAM = [sys.executable, "-m", "reportgen"]


def test_control_characters_of_a_message_are_shown_not_sent() -> None:
    ended = run("show", "a\x1b[31m\x07\nb.toml")
    assert len(ended.faults) == 1
    assert "a\\x1b[31m\\x07\\nb.toml" in ended.err


def test_a_reader_that_has_enough_is_no_fault() -> None:
    command = f"{sys.executable} -m reportgen show gpt2 llama-3-8b --format csv | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("model,")
    assert done.stderr == ""


PRINTING = [
    ["--help"],
    ["--version"],
    ["show", "--help"],
    ["show", "gpt2"],
    ["show", "gpt2", "--format", "json"],
    ["show", "gpt2", "--format", "cost"],
    ["diff", "gpt2", "gpt2-xl"],
    ["list"],
    ["schema"],
    ["mail", "gpt2", "--to", "a@example.org", "--from", "b@example.org", "--dry-run"],
    ["new-model", "mine"],
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_full_standard_output_is_told_in_one_line(arguments: list[str], tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path
        )
    assert done.returncode == 2
    assert done.stderr == "reportgen: cannot write the output: No space left on device\n"


def without_output(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = f'exec "{sys.executable}" -m reportgen "$@" >&-'
    program = ["/bin/sh", "-c", command, "sh", *arguments]
    return subprocess.run(program, stderr=subprocess.PIPE, text=True, cwd=folder)


@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_a_closed_standard_output_is_told_in_one_line(arguments: list[str], tmp_path: Path) -> None:
    done = without_output(arguments, tmp_path)
    assert done.returncode == 2
    assert done.stderr == "reportgen: cannot write the output: it is closed\n"
    assert list(tmp_path.iterdir()) == []


def test_what_prints_nothing_needs_no_standard_output(tmp_path: Path) -> None:
    done = without_output(["report", "gpt2", "--output", "here", "--format", "html"], tmp_path)
    assert done.returncode == 0
    assert [file.name for file in (tmp_path / "here").iterdir()] == ["gpt2.html"]


def test_output_is_never_refused_for_its_characters() -> None:
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*PROGRAM, "show", "gpt2"], capture_output=True, env=environment)
    assert done.returncode == 0
    assert done.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
@pytest.mark.parametrize("command", ["show {} --format json", "diff gpt2 {} --format json"])
def test_json_is_json_in_any_encoding(command: str, encoding: str, tmp_path: Path) -> None:
    title = "É · \U0001f389"
    model = tmp_path / "model.toml"
    model.write_text(f'title = "{title}"{GOOD}', encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    arguments = command.format(model).split()
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, env=environment)
    assert title in str(json.loads(done.stdout.decode(encoding)))


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["mail", "gpt2", "--from", "a@example.org", "--dry-run", "--to", "jösé@example.org"],
        ["show", "modèle"],
        ["show", "gpt2", "--set", "séq_len=4"],
        ["show", "gpt2", "--format", "jsön"],
    ],
    ids=lambda arguments: arguments[0] + arguments[-1].encode("ascii", "ignore").decode(),
)
def test_what_a_locale_cannot_read_is_told_with_a_remedy(arguments: list[str]) -> None:
    given = [each.encode() for each in [*PROGRAM, *arguments]]
    done = subprocess.run(given, capture_output=True, text=True, env=os.environ | ASCII)
    assert done.returncode == 2
    assert "cannot be seen" not in done.stderr
    assert done.stderr.endswith("locale; set LC_ALL=C.UTF-8 or PYTHONUTF8=1\n")


def test_a_file_whose_name_a_locale_cannot_read_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "café.toml"
    path.write_text(f'name = "small"{GOOD}', encoding="utf-8")
    given = [*PROGRAM, "show", path, "--format", "json"]
    done = subprocess.run(given, capture_output=True, text=True, env=os.environ | ASCII)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["model"] == "small"
