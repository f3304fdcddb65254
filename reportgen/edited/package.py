"""The file of a workbook: a zip archive of XML, which whoever sent it may have made to hurt.

Everything that could make reading it dear, or refer to what is not in it, is refused before a
library for workbooks sees it, in one line that says what to do.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISLNK, S_ISREG
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile, ZipInfo

from reportgen.errors import SpecError

LARGEST_FILE = 32_000_000
MOST_MEMBERS = 500
LARGEST_WHOLE = 64_000_000
# Of our own sheets none shrinks to less than a thirtieth; small parts may be as dense as they like.
MOST_DENSE, DENSE_FROM = 150, 100_000
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 100_000, 512, 1_000_000
DEEPEST = 64
CHUNK = 1 << 18

_ENCRYPTED = 1
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_NOT_OURS = {
    "xl/vbaProject.bin": "holds macros; save it as a plain .xlsx",
    "xl/externalLinks/": "refers to other files; break the links and save it again",
    "xl/connections.xml": "refers to other data; remove the connections and save it again",
    "xl/embeddings/": "holds other files; remove them and save it again",
    "xl/activeX/": "holds controls; remove them and save it again",
}


def read_package(path: Path) -> BytesIO:
    """Return the workbook's file, safe to be opened; raises SpecError, a line, if it is not."""
    content = _content(path)
    try:
        with ZipFile(BytesIO(content)) as archive:
            _check_members(path, archive.infolist())
            for member in archive.infolist():
                _check_part(path, archive, member)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        refuse(path, f"is damaged or no workbook ({error}); save it anew as .xlsx")
    return BytesIO(content)


def refuse(path: Path, problem: str) -> NoReturn:
    """Raise the error that says in one line what is wrong with a workbook."""
    raise SpecError([f"{path}: {problem}"])


def _content(path: Path) -> bytes:
    try:
        about = path.stat()
        # A pipe or a device might never end.
        if not S_ISREG(about.st_mode):
            refuse(path, "is no file; give the workbook itself")
        if about.st_size > LARGEST_FILE:
            refuse(path, f"has {about.st_size:,} bytes; a workbook of ours has fewer")
        content = path.read_bytes()
    except OSError as error:
        refuse(path, f"cannot be read: {error.strerror or error}")
    if content.startswith(_OLD_OR_LOCKED):
        refuse(path, "has a password or is of an old kind; save it without one as .xlsx")
    if not content.startswith(b"PK"):
        refuse(path, "is no workbook; give one that 'reportgen report' wrote, saved as .xlsx")
    return content


def _check_members(path: Path, members: list[ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        refuse(path, f"has {len(members):,} parts; a workbook of ours has at most {MOST_MEMBERS}")
    if len(set(names)) < len(names):
        refuse(path, "has two parts of one name; save it anew as .xlsx")
    if "mimetype" in names:
        refuse(path, "is an OpenDocument file; save it as .xlsx")
    for member in members:
        _check_member(path, member)
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        refuse(path, f"unpacks to more than {LARGEST_WHOLE:,} bytes; a workbook of ours does not")


def _check_member(path: Path, member: ZipInfo) -> None:
    name = member.filename
    if name.startswith("/") or "\\" in name or ".." in PurePosixPath(name).parts:
        refuse(path, f"has a part that points out of it ({name!r}); save it anew as .xlsx")
    if S_ISLNK(member.external_attr >> 16):
        refuse(path, f"has a part that is a link ({name!r}); save it anew as .xlsx")
    if member.flag_bits & _ENCRYPTED:
        refuse(path, "has a password; save it without one")
    if member.file_size > max(DENSE_FROM, MOST_DENSE * member.compress_size):
        refuse(path, f"has a part that swells beyond measure ({name!r}); save it anew as .xlsx")
    for beginning, problem in _NOT_OURS.items():
        if name.startswith(beginning):
            refuse(path, problem)


def _check_part(path: Path, archive: ZipFile, member: ZipInfo) -> None:
    if not member.filename.endswith((".xml", ".rels")):
        return
    reader = _Reader()
    try:
        for chunk in _chunks(archive, member):
            reader.feed(chunk)
        reader.feed(b"", last=True)
    except _Refused as refused:
        refuse(path, f"{refused} ({member.filename}); save it anew as .xlsx")
    except ExpatError as error:
        refuse(path, f"has a damaged part ({member.filename}: {error}); save it anew as .xlsx")


def _chunks(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Yield a part piece by piece; what is said of its size may be untrue."""
    left = member.file_size
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _Refused("has a part that is larger than it says")
            yield chunk


class _Refused(Exception):  # noqa: N818  told to the user as an error of ours
    """Why a part is not read any further."""


class _Reader:
    """Reads a part's XML, and goes no further than a sheet of ours does."""

    def __init__(self) -> None:
        self._depth = self._rows = self._cells = 0
        self._parser = parser = ParserCreate()
        parser.StartDoctypeDeclHandler = self._declares
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """Read on."""
        self._parser.Parse(chunk, last)

    def _declares(self, *_declaration: object) -> None:
        raise _Refused("has a part that declares entities, which no workbook does")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused("has a part that is nested too deeply")
        tag = name.rpartition(":")[2]
        self._rows += tag == "row"
        self._cells += tag == "c"
        if self._rows > MOST_ROWS or self._cells > MOST_CELLS:
            raise _Refused(f"has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells")
        if tag == "c" and (place := attributes.get("r")):
            _check_place(place)

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _check_place(place: str) -> None:
    found = _PLACE.fullmatch(place)
    if not found:
        raise _Refused(f"has a cell at {place[:20]!r}, which is no place")
    if int(found[2]) > MOST_ROWS or _column_number(found[1]) > MOST_COLUMNS:
        raise _Refused(f"has a cell beyond row {MOST_ROWS:,} or column {MOST_COLUMNS}, {place}")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
