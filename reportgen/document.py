"""A TOML document being read: every value is asked for by key and kind, and every fault is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

import tomli

from reportgen.errors import FormulaError, SpecError, nearest
from reportgen.formula import Node, parse
from reportgen.printable import visible

LARGEST_FILE = 4_000_000
LARGEST_NUMBER = 1e300
LONGEST_QUOTE = 40
# Workbooks and pages can hold no control characters but tab and line feed.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_MISSING = object()


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of the TOML file at `path`; raises SpecError naming file and line."""
    try:
        # Some editors begin a UTF-8 file with a mark, which TOML does not know.
        return tomli.loads(_read(path).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 text (byte {error.start}); save it as UTF-8"
    except tomli.TOMLDecodeError as error:
        problem = f"not valid TOML: {error}"
    except ValueError:
        problem = "not valid TOML: a number is too long"
    except RecursionError:
        problem = "not valid TOML: nested too deeply"
    except OSError as error:
        problem = f"cannot be read: {error.strerror or error}"
    raise SpecError([f"{path}: {problem}"])


def _read(path: Path) -> bytes:
    about = path.stat()
    # A pipe or a device might never end.
    if not (S_ISREG(about.st_mode) or S_ISDIR(about.st_mode)):
        raise SpecError([f"{path}: not a file that can be read as a whole; save it as a file"])
    if about.st_size > LARGEST_FILE:
        raise SpecError([f"{path}: larger than {LARGEST_FILE:,} bytes; a model file is not"])
    return path.read_bytes()


class Table:
    """One table of a document, its place in it, and the list that all its faults go to.

    Asking for a key marks it as known; `finish` reports the keys that nobody asked for.
    """

    def __init__(
        self, values: Mapping[str, Any], file: str, faults: list[str], path: tuple[str, ...] = ()
    ) -> None:
        self._values, self._asked = values, set[str]()
        self.file, self.path, self.faults = file, path, faults

    def fault(self, problem: str, key: str = "") -> None:
        """Keep one fault, with file and place."""
        place = ".".join((*self.path, key) if key else self.path)
        self.faults.append(": ".join(filter(None, (self.file, place, problem))))

    def has(self, key: str) -> bool:
        """Tell whether the table says anything of `key`."""
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        """Return the text at `key`, with what is invisible in it shown.

        A missing one is a fault unless there is a default.
        """
        value = self._get(key, default)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.fault(f"must be text, got {shown(value)}", key)
            return default or ""
        if control := CONTROL.search(value):
            self.fault(f"holds the control character {control[0]!r}; leave it out", key)
        return visible(value)

    def formula(self, key: str, default: str | None = None) -> Node:
        """Return the formula at `key`, given as text or as a whole number."""
        value = self._get(key, default)
        return self.parsed(value if value is not None else "0", key)

    def parsed(self, value: object, key: str) -> Node:
        """Return `value` parsed as a formula; what is wrong with it is a fault at `key`."""
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            self.fault(f"must be a formula (text) or a whole number, got {shown(value)}", key)
            return parse("0")
        try:
            return parse(str(value))
        except FormulaError as error:
            self.fault(str(error), key)
            return parse("0")

    def flag(self, key: str, default: bool = False) -> bool:
        """Return the true or false at `key`."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            self.fault(f"must be true or false, got {shown(value)}", key)
            return default
        return value

    def number(self, key: str, default: float | None = None) -> float:
        """Return the finite number at `key`."""
        value = self._get(key, default)
        if value is None:
            return 0
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.fault(f"must be a number, got {shown(value)}", key)
            return default or 0
        if not abs(value) <= LARGEST_NUMBER:
            self.fault(f"must be a finite number, got {shown(value)}", key)
            return default or 0
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts at `key`, empty when there is none."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(f"must be a list of texts, got {shown(value)}", key)
            return ()
        if control := CONTROL.search("".join(value)):
            self.fault(f"holds the control character {control[0]!r}; leave it out", key)
        return tuple(map(visible, value))

    def raw(self, key: str, default: object = None) -> Any:
        """Return whatever stands at `key`."""
        return self._get(key, default)

    def table(self, key: str) -> Table:
        """Return the table at `key`, an empty one when there is none."""
        return self._inner(self._get(key, {}), key)

    def tables(self, key: str) -> list[Table]:
        """Return the array of tables at `key`."""
        value = self._get(key, [])
        if not isinstance(value, list):
            self.fault(f"must be written as [[{key}]], got {shown(value)}", key)
            return []
        return [self._inner(item, f"{key}[{i}]") for i, item in enumerate(value, 1)]

    def items(self) -> Iterator[tuple[str, Any]]:
        """Return every key and value, and mark all of them as known."""
        self._asked.update(self._values)
        return iter(self._values.items())

    def finish(self) -> None:
        """Report each key that is in the document but that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                self.fault(f"unknown key{nearest(key, self._asked)}", key)

    def _get(self, key: str, default: object) -> Any:
        self._asked.add(key)
        value = self._values.get(key, _MISSING)
        if value is not _MISSING:
            return value
        if default is None:
            self.fault("missing", key)
        return default

    def _inner(self, value: object, key: str) -> Table:
        if not isinstance(value, Mapping):
            self.fault(f"must be a table, got {shown(value)}", key)
            value = {}
        return Table(value, self.file, self.faults, (*self.path, key))


def shown(value: object) -> str:
    """Return `value` as a message may quote it: in one short line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        text = str(value) if hasattr(value, "isoformat") else repr(value)
    except ValueError:
        return "a number of thousands of digits"
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 3] + "..."
