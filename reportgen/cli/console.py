"""The console around the commands: how a run ends, and what is said of what went wrong."""

from __future__ import annotations

import atexit
import gc
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType
from typing import NoReturn

import click

from reportgen.cli.commands import commands
from reportgen.cli.streams import give_up_output, tell
from reportgen.cli.tally import Tally
from reportgen.errors import ReportgenError, faults_of

# What Python makes of bytes that are no text (PEP 383).
UNREAD = re.compile("[\udc80-\udcff]")
DONE, IN_PART, MISUSE, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143


def run(arguments: Sequence[str]) -> int:
    """Run a command and return the exit status: 0 done, 1 in part, 2 misuse or nothing done."""
    _prepare()
    status = _ended(arguments)
    if status in (IN_PART, MISUSE):
        tell(_unread(arguments))
    return status


def _ended(arguments: Sequence[str]) -> int:
    try:
        return _status(commands.main(list(arguments), "reportgen", standalone_mode=False))
    except click.ClickException as error:
        return _fail([_usage(error)])
    except ReportgenError as error:
        return _fail(faults_of(error))
    except (RecursionError, MemoryError):
        return _fail(["the model is too large or nested too deeply; make it smaller"])
    except OSError as error:
        return _unreachable(error)
    except click.Abort:
        return INTERRUPTED


def _prepare() -> None:
    """Let output hold any character, and a request to end clean up as an interrupt does."""
    # A run is short and makes no cycles worth looking for; by default that takes a tenth of it.
    gc.set_threshold(1_000_000)
    # Nor at its end, when the system takes all memory back anyway.
    atexit.register(gc.freeze)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def _status(result: object) -> int:
    """Return the status of a command that came to its end; `--help` gives a number itself."""
    if not isinstance(result, Tally):
        return result if isinstance(result, int) else DONE
    tell(result.faults)
    if not result.faults:
        return DONE
    return IN_PART if result.done else MISUSE


def _fail(faults: Iterable[str]) -> int:
    tell(faults)
    return MISUSE


def _unread(arguments: Sequence[str]) -> Iterator[str]:
    """Yield what can be done of arguments that are shown as escapes for want of UTF-8 (PEP 540)."""
    encoding = sys.getfilesystemencoding()
    if encoding != "utf-8" and any(map(UNREAD.search, arguments)):
        problem = rf"\udc.. is a byte of an argument that cannot be read as {encoding}"
        yield f"{problem}, the encoding of this locale; set LC_ALL=C.UTF-8 or PYTHONUTF8=1"


def _usage(error: click.ClickException) -> str:
    """Return what click says of a misuse in one line, with the command whose help has more."""
    message = error.format_message().replace("\n", " ")
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{message} (see {context.command_path} --help)" if context else message


def _unreachable(error: OSError) -> int:
    """Tell which file could not be reached; without a name it is the standard output."""
    output = give_up_output(error)
    return _fail([f"{error.filename}: {error.strerror or error}" if error.filename else output])
