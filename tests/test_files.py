"""A file is written whole or not at all, and says why not in words a user can act on."""

import errno
import os
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from reportgen.errors import OutputError
from reportgen.files import write_whole


def new_text(file: BinaryIO) -> None:
    file.write(b"new")


def test_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_whole(path, new_text)
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_what_stood_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes(b"something old and longer")
    write_whole(path, new_text)
    assert path.read_bytes() == b"new"


def test_a_name_as_long_as_names_may_be(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 251 + ".txt")
    write_whole(path, new_text)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_permissions_are_those_of_any_new_file(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "c.txt", new_text)
    finally:
        os.umask(before)
    assert (tmp_path / "c.txt").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_whatever_goes_wrong_the_old_file_stands(
    tmp_path: Path, error: type[BaseException]
) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")

    def fail(file: BinaryIO) -> None:
        new_text(file)
        raise error

    with pytest.raises(error):
        write_whole(path, fail)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


REMEDIES = {
    errno.ENOSPC: "No space left on device; free some space or choose another --output",
    errno.EACCES: "close it where it is open, check the folder's permissions or choose",
    errno.EIO: "Input/output error; choose another --output",
}


@pytest.mark.parametrize("number", REMEDIES)
def test_an_error_of_the_system_says_what_to_do(tmp_path: Path, number: int) -> None:
    def fail(file: BinaryIO) -> None:
        new_text(file)
        raise OSError(number, os.strerror(number))

    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "c.txt", fail)
    assert str(caught.value).startswith(f"cannot write {tmp_path / 'c.txt'}: ")
    assert REMEDIES[number] in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_files() -> Iterator[int]:
    """A limit to how large a file may get, the nearest to a full disk that needs no disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield 100_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_cut_short_by_the_system_is_removed(tmp_path: Path, small_files: int) -> None:
    path = tmp_path / "c.txt"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match=r"cannot write .*c\.txt: File too large"):
        write_whole(path, lambda file: file.write(b"x" * 2 * small_files) and None)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("below", ["c.txt", "folder/c.txt"])
def test_a_file_in_the_place_of_a_folder(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="move away the file that stands where its folder"):
        write_whole(tmp_path / "file" / below, new_text)


def test_a_folder_one_may_not_write_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' user may be root, who may write anywhere, so the system's refusal is made up."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OutputError, match="check the folder's permissions"):
        write_whole(tmp_path / "c.txt", new_text)


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(OutputError, match="move that folder away or choose another --output"):
        write_whole(tmp_path / "c.txt", new_text)
    assert [path.name for path in tmp_path.iterdir()] == ["c.txt"]
