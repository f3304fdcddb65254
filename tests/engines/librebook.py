"""A workbook recalculated by LibreOffice, forced, since on its own it believes cached values.

One office runs for the whole test process, behind `uno_driver.py`: only that file needs
LibreOffice's bridge, and it runs under whichever Python has it.
"""

import atexit
import json
import select
import subprocess
from collections.abc import Iterable
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any, Self

from tests.engines.available import missing_reason, python_with_uno, soffice

DRIVER = Path(__file__).with_name("uno_driver.py")
PATIENCE_SECONDS = 120

Value = int | float | bool | str | None


def libreoffice_values(path: str | PathLike[str]) -> dict[str, dict[str, Value]]:
    """Return every recalculated value, by sheet and cell; truth values come as 1.0 and 0.0."""
    with LibreBook(path) as book:
        return book.values()


class LibreBook:
    """A workbook whose named inputs can be changed and whose cells are then recalculated."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._ask = _office()
        self._id = self._ask("open", path=str(Path(path).resolve(strict=True)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def set(self, name: str, value: Value) -> None:
        """Type a value into the cell that bears this name."""
        self._ask("set", book=self._id, name=name, value=value)

    def set_cell(self, sheet: str, ref: str, value: Value) -> None:
        """Type a value into a cell."""
        self._ask("set_cell", book=self._id, sheet=sheet, ref=ref, value=value)

    def get(self, name: str) -> Value:
        """Return the value of the cell that bears this name."""
        return self._ask("get", book=self._id, name=name)

    def named(self, names: Iterable[str]) -> dict[str, Value]:
        """Return the values of the cells that bear these names."""
        return self._ask("named", book=self._id, names=list(names))

    def cell(self, sheet: str, ref: str) -> Value:
        """Return the value of a cell, an error as its text, such as ``#DIV/0!``."""
        return self._ask("cell", book=self._id, sheet=sheet, ref=ref)

    def values(self) -> dict[str, dict[str, Value]]:
        """Return every value, by sheet and cell; empty cells and empty texts are left out."""
        return self._ask("values", book=self._id)

    def save(self, path: str | PathLike[str]) -> None:
        """Save the document as a workbook of LibreOffice's making."""
        self._ask("save", book=self._id, path=str(Path(path).resolve()))

    def close(self) -> None:
        """Close the document; its file stays as it was."""
        self._ask("close", book=self._id)


class _Office:
    """The driver's process, asked one question at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [str(python_with_uno()), str(DRIVER), str(soffice())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # an interrupt is the tests' to handle: the driver ends by EOF
        )
        atexit.register(self.close)

    def __call__(self, task: str, **arguments: Value | list[str]) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"task": task, **arguments}) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._line())
        if "error" in reply:
            raise RuntimeError(f"LibreOffice, {task} {arguments}: {reply['error']}")
        return reply["result"]

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE_SECONDS)

    def _line(self) -> str:
        stdout = self._process.stdout
        assert stdout is not None
        if not select.select([stdout], [], [], PATIENCE_SECONDS)[0]:
            raise TimeoutError(f"LibreOffice did not answer in {PATIENCE_SECONDS} s")
        line = stdout.readline()
        if not line:
            raise RuntimeError("the LibreOffice driver ended; its last words are on stderr")
        return line


@cache
def _office() -> _Office:
    reason = missing_reason("libreoffice")
    if reason:
        raise RuntimeError(reason)
    return _Office()
