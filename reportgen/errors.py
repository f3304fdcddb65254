"""What can go wrong, as one tree of exceptions whose messages a user can act on.

ReportgenError
├── FormulaError        a formula's text is not one of ours; points at the place
├── SpecError           a model file or catalogue entry is wrong; one line per fault
│   └── InputError      an input's value is unknown, missing, of the wrong kind or out of range
├── UnknownNameError    a preset, architecture or layer that is not there; names the nearest
├── TemplateError       a template of the user's is wrong; names its file and line
├── ScriptError         a script is beyond what can be made shorter, and stays as it is
├── AddressError        a mail address cannot be written to
├── ServerError         a mail server cannot be used; nothing more is sent through it
└── OutputError         a file could not be written; nothing was left half-written
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ReportgenError(Exception):
    """Base of all errors that reportgen raises on purpose.

    Catch this one to handle everything: ``try: ... except ReportgenError as error: print(error)``.
    """


class FormulaError(ReportgenError):
    """A formula's text breaks the grammar or its limits; `position` counts characters from 0."""

    def __init__(self, problem: str, text: str = "", position: int = 0) -> None:
        self.problem, self.text, self.position = problem, text, position
        super().__init__(_pointing(problem, text, position))


class SpecError(ReportgenError):
    """A model file, or an entry of the catalogue, says something it may not; holds every fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class InputError(SpecError):
    """An input's value is unknown, missing, of the wrong kind or out of range."""


class UnknownNameError(ReportgenError):
    """A name is in none of the catalogue's lists."""

    def __init__(self, kind: str, name: str, known: Iterable[str], remedy: str = "") -> None:
        self.name = name
        message = f"unknown {kind} {name!r}{nearest(name, known)}"
        super().__init__(f"{message}; {remedy}" if remedy else message)


class TemplateError(ReportgenError):
    """A template cannot be read or filled; the message begins with its file and line."""


class ScriptError(ReportgenError):
    """A script says what is not understood here; it can be used as it is."""


class AddressError(ReportgenError):
    """A mail address is none, or one that could say something else to the server."""


class ServerError(ReportgenError):
    """A mail server cannot be reached, trusted or logged in to, or its URL is wrong."""


class OutputError(ReportgenError):
    """A file could not be written; what stood there before still stands."""


def faults_of(error: ReportgenError) -> tuple[str, ...]:
    """Return the faults that an error holds, one line each."""
    return error.faults if isinstance(error, SpecError) else (str(error),)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'a' or 'b'?"`` for the known names like `name`, or nothing."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(map(repr, close))}?" if close else ""


def _pointing(problem: str, text: str, position: int) -> str:
    if not text:
        return problem
    start = max(0, position - 30)
    shown = text[start : position + 30].replace("\n", " ")
    return f"{problem}, at character {position + 1}: {shown!r}"
