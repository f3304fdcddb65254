"""What a terminal is sent: the window's width, colours only where they are wanted, no traceback."""

import os
import pty
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from reportgen.listing.widths import width

PROGRAM = [sys.executable, "-m", "reportgen"]
ESCAPE, STYLE = "\x1b", re.compile("\x1b\\[[0-9]+m")
SET_BY_USERS = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")


def environment(said: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in SET_BY_USERS}
    return {**kept, "TERM": "xterm", "PYTHONIOENCODING": "utf-8", **said}


def terminal(columns: int, *arguments: str, **said: str) -> str:
    """Return what a terminal of so many columns is sent."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*PROGRAM, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment(said)
    ):
        os.close(theirs)
        sent = b"".join(_received(ours))
    os.close(ours)
    return sent.decode("utf-8").replace("\r\n", "\n")


def _received(end: int) -> Iterator[bytes]:
    try:
        while part := os.read(end, 65_536):
            yield part
    except OSError:  # so Linux says that the other end is closed
        return


def piped(*arguments: str, **said: str) -> str:
    done = subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, env=environment(said), encoding="utf-8"
    )
    assert done.stderr == ""
    return done.stdout


def widest(text: str) -> int:
    return max(width(STYLE.sub("", line)) for line in text.splitlines())


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_several_models_fit_the_window(columns: int) -> None:
    shown = terminal(columns, "show", "mixtral-8x7b", "t5-base")
    assert widest(shown) <= columns
    assert shown.count("checks hold.") == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "gpt2", "--format", "cost"),
        ("diff", "llama-3-8b", "mixtral-8x7b"),
        ("list",),
        ("list", "architectures"),
        ("list", "layers"),
        ("list", "hardware"),
    ],
    ids=" ".join,
)
def test_every_table_fits_a_window_of_60_columns(arguments: tuple[str, ...]) -> None:
    assert 50 < widest(terminal(60, *arguments)) <= 60


def test_a_verified_workbook_fits_the_window(tmp_path: Path) -> None:
    subprocess.run([*PROGRAM, "report", "gpt2", "--output", tmp_path, "--format", "xlsx"])
    shown = terminal(40, "verify", str(tmp_path / "gpt2.xlsx"))
    assert "Every figure is what the inputs give." in shown
    assert widest(shown) <= 40


def test_columns_of_the_environment_outdo_the_window() -> None:
    assert 60 < widest(terminal(200, "show", "gpt2", COLUMNS="70")) <= 70


def test_a_terminal_has_colours() -> None:
    assert ESCAPE in terminal(80, "show", "gpt2")


@pytest.mark.parametrize("said", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_a_terminal_has_no_colours_where_they_are_not_wanted(said: dict[str, str]) -> None:
    assert ESCAPE not in terminal(80, "show", "gpt2", **said)


def test_an_empty_no_color_says_nothing() -> None:
    assert ESCAPE in terminal(80, "show", "gpt2", NO_COLOR="")


@pytest.mark.parametrize("listing", ["text", "cost", "md", "csv", "json"])
def test_a_pipe_has_no_colours(listing: str) -> None:
    assert ESCAPE not in piped("show", "gpt2", "--format", listing)


def test_a_pipe_has_colours_where_they_are_forced() -> None:
    plain, styled = piped("show", "gpt2"), piped("show", "gpt2", FORCE_COLOR="1")
    assert ESCAPE in styled
    assert STYLE.sub("", styled) == plain


def test_no_color_outdoes_force_color() -> None:
    assert ESCAPE not in piped("show", "gpt2", FORCE_COLOR="1", NO_COLOR="1")


def test_a_pipe_gets_the_same_whatever_the_window() -> None:
    assert piped("show", "gpt2", COLUMNS="40") == piped("show", "gpt2", COLUMNS="200")


@pytest.mark.parametrize("listing", ["md", "csv", "json"])
def test_what_programs_read_is_the_same_in_a_terminal(listing: str) -> None:
    arguments = ("show", "gpt2", "--format", listing)
    assert terminal(60, *arguments) == piped(*arguments)


def test_a_terminal_without_block_characters_gets_ascii() -> None:
    shown = terminal(80, "show", "mixtral-8x7b", PYTHONIOENCODING="ascii")
    assert shown.isascii()
    assert "##" in shown
    assert widest(shown) <= 80


def test_a_reader_that_closes_early_is_no_fault() -> None:
    command = f"{sys.executable} -m reportgen show gpt2 llama-3-8b | head -n 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)
    assert done.stdout.startswith("GPT-2 (124M) (gpt2)")
    assert done.stderr == ""
