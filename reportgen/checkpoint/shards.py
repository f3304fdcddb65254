"""The files of a checkpoint: a folder, a .safetensors file, or an index and what it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from stat import S_ISREG
from typing import Any

from reportgen.checkpoint.safetensors import LARGEST_HEADER, Tensor, each_file, read_object
from reportgen.document import shown
from reportgen.errors import SpecError
from reportgen.huggingface import CONFIG

ENDING = ".safetensors"
INDEX_ENDING = ".safetensors.index.json"
WHOLE, INDEX = "model.safetensors", "model.safetensors.index.json"


@dataclass(frozen=True)
class Checkpoint:
    """The tensors of a checkpoint, in the order of its files, and the config beside them.

    `unlisted` are tensors that the files hold and their index does not name, and `total_size` is
    what the index says that all take, in bytes; None where there is no index or it does not say.
    """

    config: Path
    files: tuple[Path, ...]
    tensors: tuple[Tensor, ...]
    unlisted: tuple[Tensor, ...] = ()
    total_size: object = None


def read_checkpoint(path: Path) -> Checkpoint:
    """Return the checkpoint at `path`: only the headers of its files are read.

    Raises SpecError for a file that is missing or broken.
    """
    index = _index(_main(path)) if _main(path).name.endswith(INDEX_ENDING) else {}
    named = _named(_main(path), index) if index else {}
    files = [_main(path).parent / file for file in dict.fromkeys(named.values())]
    files = files or _files(path)
    _check_there(_main(path), files, Counter(named.values()))
    tensors = tuple(each_file(files))
    _check_index(_main(path), named, tensors)
    return Checkpoint(
        config=_main(path).parent / CONFIG,
        files=tuple(files),
        tensors=tensors,
        unlisted=tuple(tensor for tensor in tensors if named and tensor.name not in named),
        total_size=_total_size(index),
    )


def _check_there(index: Path, files: Sequence[Path], held: Mapping[str, int]) -> None:
    """Raise SpecError for files that an index names and that are not there, a line for each."""
    lost = [file for file in files if held and not file.exists()]
    if lost:
        places = f"missing; {index.name} places {{:,}} of {sum(held.values()):,} tensors in it"
        raise SpecError([f"{file}: {places.format(held[file.name])}" for file in lost])


def _main(path: Path) -> Path:
    """Return the file that stands for the checkpoint, as loaders choose it in a folder."""
    if path.is_dir():
        return path / (INDEX if _has(path, INDEX) and not _has(path, WHOLE) else WHOLE)
    return path


def _has(folder: Path, name: str) -> bool:
    return (folder / name).exists()


def _files(path: Path) -> list[Path]:
    """Return the .safetensors files of a folder, or the one that `path` is."""
    main = _main(path)
    if not path.is_dir():
        if path.suffix != ENDING:
            problem = "not a checkpoint" if path.exists() else "no such file or folder"
            wanted = f"a folder, a {ENDING} file or a {INDEX_ENDING}"
            raise SpecError([f"{path}: {problem}; give {wanted}"])
        return [path]
    found = [main] if main.exists() else sorted(path.glob(f"*{ENDING}"))
    if not found:
        raise SpecError([f"{path}: holds no {ENDING} file"])
    return found


def _index(index: Path) -> Mapping[str, Any]:
    """Return what an index says."""
    try:
        about = index.stat()
        if not S_ISREG(about.st_mode) or about.st_size > LARGEST_HEADER:
            raise SpecError([f"{index}: no file of {LARGEST_HEADER:,} bytes or less"])
        said = read_object(index, index.read_bytes())
    except OSError as error:
        raise SpecError([f"{index}: cannot be read: {error.strerror or error}"]) from None
    return said or {"weight_map": None}


def _total_size(index: Mapping[str, Any]) -> object:
    metadata = index.get("metadata")
    return metadata.get("total_size") if isinstance(metadata, dict) else None


def _named(index: Path, said: Mapping[str, Any]) -> Mapping[str, str]:
    """Return the file of each tensor as an index says it; only files beside it may be named."""
    found = said.get("weight_map")
    if not isinstance(found, dict) or not found:
        raise SpecError([f"{index}: weight_map: must name the file of each tensor"])
    for tensor, file in found.items():
        if not isinstance(file, str) or not _is_beside(file):
            place = f"weight_map: {shown(tensor)}"
            raise SpecError([f"{index}: {place}: {shown(file)} is no {ENDING} file beside it"])
    return found


def _is_beside(file: str) -> bool:
    plain = PurePosixPath(file).name == file == PureWindowsPath(file).name
    return plain and file.isprintable() and file.endswith(ENDING)


def _check_index(index: Path, named: Mapping[str, str], tensors: Sequence[Tensor]) -> None:
    held = {tensor.name: Path(tensor.file).name for tensor in tensors}
    for tensor, file in named.items():
        if held.get(tensor) != file:
            where = f"is in {held[tensor]}" if tensor in held else "is in none of the files"
            place = f"{index}: weight_map: {shown(tensor)}"
            raise SpecError([f"{place}: {where}, not in {file}"])
