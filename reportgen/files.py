"""Files that are written whole or not at all."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from reportgen.errors import OutputError

ELSEWHERE = "choose another --output"
REMEDIES = {
    errno.ENOSPC: f"free some space or {ELSEWHERE}",
    errno.EDQUOT: f"free some space or {ELSEWHERE}",
    errno.EACCES: f"close it where it is open, check the folder's permissions or {ELSEWHERE}",
    errno.EPERM: f"close it where it is open, check the folder's permissions or {ELSEWHERE}",
    errno.EEXIST: f"move away the file that stands where its folder should, or {ELSEWHERE}",
    errno.ENOTDIR: f"move away the file that stands where its folder should, or {ELSEWHERE}",
    errno.EISDIR: f"move that folder away or {ELSEWHERE}",
}


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Let `write` fill a new file, then put it at `path` in one step, making folders as needed.

    Whatever goes wrong, an interrupt included, what stood at `path` stands there still and nothing
    else is left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, write)
    except OSError as error:
        raise OutputError(_message(path, error)) from error


def _replace(path: Path, write: Callable[[BinaryIO], None]) -> None:
    # A plain `open`, since `tempfile` would hide the file from everyone but its owner.
    fresh = path.with_name(f".{secrets.token_hex(8)}.tmp")
    file = fresh.open("xb")
    try:
        with file:
            write(file)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _message(path: Path, error: OSError) -> str:
    remedy = REMEDIES.get(error.errno or 0, ELSEWHERE)
    return f"cannot write {path}: {error.strerror or error}; {remedy}"
