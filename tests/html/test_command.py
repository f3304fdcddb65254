"""The command at a page's foot makes that page, whatever its model was read from."""

import json
import re
import shlex
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from reportgen.html.page import command
from tests.books import resaved
from tests.configs import LLAMA
from tests.html.reports import report
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")


def model_file(name: str) -> Path:
    assert run("new-model", "eq").status == 0
    return Path("eq.toml").rename(name)


def config() -> Path:
    Path("a folder").mkdir()
    Path("a folder/config.json").write_text(json.dumps(LLAMA), "utf-8")
    return Path("a folder")


def edited(reference: str | Path) -> str:
    """Return the workbook of a model, two of whose inputs were changed."""
    assert run("report", reference, "--format", "xlsx", "--output", "books").status == 0
    [file] = Path("books").iterdir()
    return str(resaved(file.rename("Q3 & Q4.xlsx"), seq_len=96, batch_size=2))


def written(*arguments: str) -> str:
    """Return the page that `reportgen report` writes."""
    assert run("report", *arguments, "--format", "html", "--output", "out").status == 0
    [file] = Path("out").iterdir()
    whole = file.read_text("utf-8")
    file.unlink()
    return whole


def told(whole: str) -> list[str]:
    [found] = re.findall("<footer>.*<code>(.*)</code>", whole, re.DOTALL)
    program, name, *arguments = shlex.split(unescape(found))
    assert (program, name) == ("reportgen", "report")
    return arguments


@pytest.mark.parametrize("settings", [[], ["--set", "batch_size=3"]])
@pytest.mark.parametrize("given", [lambda: model_file("it's mine.toml"), config, lambda: "gpt2"])
def test_the_command_makes_the_page(given: Callable[[], object], settings: list[str]) -> None:
    reference = str(given())
    whole = written(reference, *settings)
    assert told(whole) == [reference, *settings]
    assert written(*told(whole)) == whole


@pytest.mark.parametrize("settings", [[], ["--set", "batch_size=1"]])
def test_of_a_workbook_it_says_what_stands_otherwise_in_it(settings: list[str]) -> None:
    own = edited(model_file("eq.toml"))
    whole = written(own, *settings)
    assert told(whole)[:3] == [own, "--set", "seq_len=96"]
    assert written(*told(whole)) == whole


def test_the_workbook_of_a_preset_needs_no_file() -> None:
    arguments = told(written(edited("gpt2")))
    assert arguments == ["gpt2", "--set", "seq_len=96", "--set", "batch_size=2"]


def test_the_folders_of_whoever_made_the_page_are_not_told() -> None:
    assert told(written(str(Path.cwd() / model_file("own.toml")))) == ["own.toml"]


def test_the_command_repeats_the_settings() -> None:
    set_up = report("gpt2", seq_len="512", causal_counting="half")
    assert command(set_up) == "reportgen report gpt2 --set seq_len=512 --set causal_counting=half"


def test_a_file_whose_name_cannot_be_shown_is_told_by_escapes() -> None:
    file = model_file("a\nb\N{RIGHT-TO-LEFT OVERRIDE}<b>.toml")
    assert told(written(str(file)))[-1] == r"a\nb\u202e<b>.toml"
