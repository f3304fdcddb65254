"""The headers of .safetensors files: which tensors a file holds, read without their values.

The format: 8 bytes give the length of a JSON header, little-endian; the header gives each tensor's
type, shape and place; the values follow without a gap. Files come from anywhere, so whatever
breaks that is told with file and place, and nothing is read or computed that a file only claims.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from stat import S_ISREG
from typing import Any, BinaryIO

from reportgen import catalog
from reportgen.document import shown
from reportgen.errors import SpecError

# The bound of the format's reference implementation: safetensors/src/tensor.rs, MAX_HEADER_SIZE.
LARGEST_HEADER = 100_000_000
LENGTH_BYTES = 8
# How the text begins that Git keeps in place of a large file: git-lfs/docs/spec.md.
LFS_POINTER = b"version "
LARGEST_SIDE = 2**63 - 1
MOST_SIDES = 64
METADATA = "__metadata__"


@dataclass(frozen=True)
class Tensor:
    """A tensor as a header describes it: its name, type and shape, and the file it is in."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    file: str

    @property
    def values(self) -> int:
        """Return how many values the tensor holds."""
        return prod(self.shape)

    @property
    def bytes(self) -> int:
        """Return how many bytes the tensor takes in the file."""
        return self.values * int(catalog.checkpoints()["dtypes"][self.dtype]["bits"]) // 8


def read_header(path: Path) -> tuple[Tensor, ...]:
    """Return the tensors of the file at `path`; raises SpecError, one line, for a broken file."""
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):
            raise _fault(path, "not a file")
        with path.open("rb") as stream:
            text = _header(path, stream, about.st_size)
    except OSError as error:
        raise _fault(path, f"cannot be read: {error.strerror or error}") from None
    entries = read_object(path, text)
    _check_metadata(path, entries.pop(METADATA, {}))
    return _tensors(path, entries, about.st_size - LENGTH_BYTES - len(text))


def read_object(path: Path, text: bytes) -> dict[str, Any]:
    """Return the JSON object that `text`, from the file at `path`, writes: no key twice, no NaN."""
    try:
        found = json.loads(
            text.decode("utf-8"), object_pairs_hook=_distinct, parse_constant=_no_constant
        )
    except RecursionError:
        raise _fault(path, "not valid JSON: nested too deeply") from None
    except ValueError as error:
        raise _fault(path, f"not valid JSON: {error}") from None
    if not isinstance(found, dict):
        raise _fault(path, f"must hold one JSON object, got {shown(found)}")
    return found


def _header(path: Path, stream: BinaryIO, size: int) -> bytes:
    """Return the header's text, after checking its length against the format and the file."""
    start = stream.read(LENGTH_BYTES)
    if len(start) < LENGTH_BYTES:
        raise _fault(path, f"truncated: {size} bytes, not even the {LENGTH_BYTES} of a length")
    if start == LFS_POINTER:
        raise _fault(path, "a Git LFS pointer, not the file itself; fetch it with 'git lfs pull'")
    length = int.from_bytes(start, "little")
    if length > LARGEST_HEADER:
        most = f"{LARGEST_HEADER:,} at most"
        raise _fault(path, f"header: a length of {length:,} bytes; the format allows {most}")
    if length > size - LENGTH_BYTES:
        rest = f"only {size - LENGTH_BYTES:,} bytes follow"
        raise _fault(path, f"truncated: a header of {length:,} bytes, but {rest}")
    # Before a claimed length is read: whatever is no header seldom begins as one.
    first = stream.read(min(length, 1))
    if first != b"{":
        raise _fault(path, "header: must begin with '{'; this is no safetensors file")
    return first + stream.read(length - 1)


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen = set[str]()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {shown(twice)} stands there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _check_metadata(path: Path, said: object) -> None:
    if not isinstance(said, dict):
        raise _fault(path, f"{METADATA}: must be an object, got {shown(said)}")
    for key, value in said.items():
        if not isinstance(value, str):
            raise _fault(path, f"{METADATA}: {shown(key)} must be text, got {shown(value)}")


def _tensors(path: Path, entries: Mapping[str, Any], size: int) -> tuple[Tensor, ...]:
    """Return the tensors, after checking that they fill the `size` bytes of values exactly."""
    found = [_tensor(path, name, said) for name, said in entries.items()]
    end = 0
    for tensor, begins, ends in sorted(found, key=lambda each: each[1:]):
        if begins != end:
            what = "overlaps another tensor" if begins < end else "leaves a gap before it"
            raise _at(path, tensor.name, f"data_offsets: {what}: begins at {begins}, not {end}")
        end = ends
    if end > size:
        raise _fault(path, f"truncated: the tensors take {end:,} bytes, but {size:,} follow")
    if end < size:
        raise _fault(path, f"{size - end:,} bytes at the end belong to no tensor")
    return tuple(tensor for tensor, *_ in found)


def _tensor(path: Path, name: str, said: object) -> tuple[Tensor, int, int]:
    if not name.isprintable():
        raise _at(path, name, "a tensor's name must hold no control characters")
    if not isinstance(said, dict):
        raise _at(path, name, f"must be an object, got {shown(said)}")
    dtype, shape = said.get("dtype"), _wholes(path, name, "shape", said)
    known = catalog.checkpoints()["dtypes"]
    if not isinstance(dtype, str) or dtype not in known:
        raise _at(path, name, f"dtype: {shown(dtype)} is no type of the format")
    offsets = _wholes(path, name, "data_offsets", said)
    if len(offsets) != 2 or offsets[0] > offsets[1]:
        raise _at(path, name, f"data_offsets: must be a begin and an end, got {shown(offsets)}")
    _check_bytes(path, name, offsets[1] - offsets[0], prod(shape) * known[dtype]["bits"])
    return Tensor(name, dtype, tuple(shape), str(path)), offsets[0], offsets[1]


def _check_bytes(path: Path, name: str, given: int, bits: int) -> None:
    if bits % 8:
        raise _at(path, name, f"shape: {bits:,} bits are no whole number of bytes")
    if given != bits // 8:
        takes = f"{given:,} bytes, but shape and dtype take {bits // 8:,}"
        raise _at(path, name, f"data_offsets: {takes}")


def _wholes(path: Path, name: str, key: str, said: Mapping[str, Any]) -> list[int]:
    found = said.get(key)
    if not isinstance(found, list) or not all(map(_is_side, found)):
        allowed = "must be a list of whole numbers, none negative or past 2^63"
        raise _at(path, name, f"{key}: {allowed}; got {shown(found)}")
    if len(found) > MOST_SIDES:
        raise _at(path, name, f"{key}: {len(found):,} numbers; {MOST_SIDES} at most")
    return found


def _is_side(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SIDE


def _at(path: Path, name: str, problem: str) -> SpecError:
    return _fault(path, f"tensor {shown(name)}: {problem}")


def _fault(path: Path, problem: str) -> SpecError:
    return SpecError([f"{path}: {problem}"])


def each_file(paths: list[Path]) -> Iterator[Tensor]:
    """Yield the tensors of several files; a name that two of them hold is a fault."""
    files: dict[str, str] = {}
    for path in paths:
        for tensor in read_header(path):
            if tensor.name in files:
                raise _at(path, tensor.name, f"stands in {files[tensor.name]} as well")
            files[tensor.name] = tensor.file
            yield tensor
