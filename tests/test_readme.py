"""What the README says works as it says."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reportgen.catalog import shelf
from reportgen.cli.usage import USAGE

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "tests" / "pictures"
LARGEST_PICTURE = 80_000  # bytes
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAM = f"{sys.executable} -m reportgen"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)


# A model file begins with a comment that names it; the other block is an architecture's.
MODEL_FILES = [text for text in blocks("toml") if text.startswith("# ")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the README's model files."""
    for text in MODEL_FILES:
        name = text.split()[1]
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(command: str, folder: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        ["/bin/sh", "-c", command.replace("reportgen", PROGRAM, 1)],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    return done.stdout


def test_the_first_screen_has_two_commands() -> None:
    first, second = blocks("sh")
    assert README.index(second) < README.index("\n## ")
    assert first.endswith("reportgen all-presets\n")
    assert "pytest" in second
    assert all(len(command.splitlines()) == 1 for command in (first, second))


def test_the_ci_runs_the_same_tests() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == blocks("sh")[1].strip()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("session", blocks("console"), ids=lambda text: text.split("\n")[0])
def test_a_session_prints_what_it_shows(session: str, folder: Path) -> None:
    command, printed = session.removeprefix("$ ").split("\n", 1)
    assert run(command, folder) == printed


@pytest.mark.parametrize("text", MODEL_FILES, ids=lambda text: text.split()[1])
def test_a_model_file_can_be_shown(text: str, folder: Path) -> None:
    assert "checks hold." in run(f"reportgen show {text.split()[1]}", folder)


@pytest.mark.parametrize("session", blocks("python"), ids=["cost", "count"])
def test_a_python_session_gives_the_figures_beside_it(session: str) -> None:
    scope: dict[str, object] = {}
    lines = session.splitlines()
    exec("\n".join(line for line in lines if "#" not in line), scope)  # noqa: S102
    for line in lines:
        expression, _, said = line.partition("#")
        if said:
            value = eval(expression, scope)  # noqa: S307
            assert value is not None
            assert not said.strip().isdecimal() or value == int(said)


def test_the_family_is_the_catalogue_s_own() -> None:
    [shown] = [text for text in blocks("toml") if text not in MODEL_FILES]
    said, kept = tomllib.loads(shown), shelf.FOLDER / "architectures" / "mistral.toml"
    found = tomllib.loads(kept.read_text("utf-8"))
    assert said["extends"] == found["extends"]
    assert said["layer"][0] == found["layer"][0]
    assert said["huggingface"]["inputs"].keys() <= found["huggingface"]["inputs"].keys()


def test_every_picture_is_there_small_and_said_in_words() -> None:
    shown = re.findall(r"!\[(.*?)\]\((.*?)\)", README)
    assert {ROOT / path for _, path in shown} == set(PICTURES.glob("*.png"))
    for words, path in shown:
        content = (ROOT / path).read_bytes()
        assert len(words) > 40
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(content) < LARGEST_PICTURE
        assert int.from_bytes(content[16:20], "big") >= 600  # pixels of width


def test_every_command_is_described() -> None:
    commands = USAGE.split("Commands:\n")[1].split("\n\n")[0]
    for command in re.findall(r"^  ([a-z][a-z-]+)", commands, re.MULTILINE):
        assert f"`reportgen {command} " in README


def test_the_rooms_are_there() -> None:
    rooms = README.split("## The code, room by room")[1].split("\n## ")[0]
    for name in re.findall(r"`([a-z_]+\.py|[a-z]+/)`", rooms):
        places = (ROOT, ROOT / "reportgen", ROOT / "reportgen" / "catalog")
        assert any((place / name).exists() for place in places), name


def test_the_blocks_of_templates_are_the_ones_that_there_are() -> None:
    [sentence] = re.findall(r"\nThe blocks are (.*?)\. What a template", README, re.DOTALL)
    shown = sentence.replace("the page", "`page.html`").replace("the mail", "`email.html`")
    for clause in shown.split(";"):
        names = re.findall(r"`([a-z.]+)`", clause)
        templates = [name for name in names if "." in name]
        assert templates
        for name in templates:
            text = (ROOT / "templates" / name).read_text(encoding="utf-8")
            assert set(names) - set(templates) == set(re.findall(r"{% block (\w+) %}", text)), name
