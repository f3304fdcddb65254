"""Headers of .safetensors files: whole ones are read, broken and hostile ones told in one line."""

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from reportgen import SpecError
from reportgen.checkpoint.safetensors import LARGEST_HEADER, Tensor, read_header
from reportgen.checkpoint.shards import read_checkpoint
from tests.checkpoints import LLAMA, llama, raw, write, write_shards


def entry(shape: Any = (2,), begins: Any = 0, ends: Any = 8, dtype: Any = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begins, ends]}


def test_what_the_package_writes_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    tensors = {
        "a": np.zeros((2, 3), "float16"),
        "b": np.zeros((), "float64"),
        "c": np.zeros((0, 5), "int8"),
        "d.é 字": np.zeros(7, "bool"),
    }
    save_file(tensors, file, metadata={"format": "np"})
    assert sorted(read_header(file), key=lambda tensor: tensor.name) == [
        Tensor("a", "F16", (2, 3), str(file)),
        Tensor("b", "F64", (), str(file)),
        Tensor("c", "I8", (0, 5), str(file)),
        Tensor("d.é 字", "BOOL", (7,), str(file)),
    ]


BROKEN = {
    "left in Git LFS": (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
    "empty": (b"", "truncated: 0 bytes, not even the 8 of a length"),
    "half a length": (b"\1\0\0", "truncated: 3 bytes"),
    "no header": (raw(b"", length=20), "truncated: a header of 20 bytes, but only 0 bytes follow"),
    "half a header": (raw({"a": entry()})[:20], "truncated: a header of"),
    "length 2^63": (raw(b"{}", length=2**63), "a length of 9,223,372,036,854,775,808 bytes; the"),
    "over the bound": (raw(b"{}", length=LARGEST_HEADER + 1), "the format allows 100,000,000"),
    "length 0": (raw(b"", values=8), "must begin with '{'"),
    "no JSON": (raw(b"\x80\4pickle"), "must begin with '{'"),
    "half JSON": (raw(b'{"a": '), "not valid JSON"),
    "not UTF-8": (raw(b'{"\xff": 1}'), "not valid JSON"),
    "deep": (raw(b'{"a":' * 100_000), "nested too deeply"),
    "long number": (raw(b'{"a":' + b"9" * 5000 + b"}"), "not valid JSON"),
    "NaN": (raw(b'{"a": NaN}'), "NaN is no JSON number"),
    "key twice": (raw(b'{"a": 1, "b": 2, "a": 3}'), "the key 'a' stands there twice"),
    "metadata": (raw({"__metadata__": {"a": 1}}), "__metadata__: 'a' must be text, got 1"),
    "metadata list": (raw({"__metadata__": []}), "__metadata__: must be an object"),
    "no entry": (raw({"a": 3}), "tensor 'a': must be an object, got 3"),
    "no type": (raw({"a": entry(dtype="F99")}, 8), "dtype: 'F99' is no type of the format"),
    "type list": (raw({"a": entry(dtype=["F32"])}, 8), "dtype: ['F32'] is no type"),
    "no shape": (raw({"a": entry(shape=None)}, 8), "shape: must be a list of whole numbers"),
    "minus": (raw({"a": entry(shape=[-2])}, 8), "shape: must be a list of whole numbers, none neg"),
    "fraction": (raw({"a": entry(shape=[2.0])}, 8), "got [2.0]"),
    "true": (raw({"a": entry(shape=[True, 2])}, 8), "got [True, 2]"),
    "past 2^63": (raw({"a": entry(shape=[2**63])}, 8), "none negative or past 2^63"),
    "many sides": (raw({"a": entry(shape=[1] * 99)}, 8), "99 numbers; 64 at most"),
    "one offset": (raw({"a": {**entry(), "data_offsets": [8]}}, 8), "must be a begin and an end"),
    "backwards": (raw({"a": entry(begins=8, ends=0)}, 8), "must be a begin and an end"),
    "other size": (raw({"a": entry(shape=[3])}, 8), "8 bytes, but shape and dtype take 12"),
    "bits": (raw({"a": entry(shape=[3], ends=2, dtype="F4")}, 2), "no whole number of bytes"),
    "overlap": (raw({"a": entry(), "b": entry(begins=4, ends=12)}, 12), "overlaps another tensor"),
    "gap": (raw({"a": entry(), "b": entry(begins=9, ends=17)}, 17), "leaves a gap before it"),
    "late start": (raw({"a": entry(begins=1, ends=9)}, 9), "leaves a gap before it"),
    "cut values": (raw({"a": entry()}, 7), "truncated: the tensors take 8 bytes, but 7 follow"),
    "spare values": (raw({"a": entry()}, 9), "1 bytes at the end belong to no tensor"),
    "control": (raw({"a\x1b[31m\n": entry()}, 8), "must hold no control characters"),
    "surrogate": (raw(b'{"\\ud800": 1}'), "must hold no control characters"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_told_in_one_line(case: str, tmp_path: Path) -> None:
    content, said = BROKEN[case]
    file = tmp_path / "a.safetensors"
    file.write_bytes(content)
    with pytest.raises(SpecError) as raised:
        read_header(file)
    (fault,) = raised.value.faults
    assert fault.startswith(f"{file}: ")
    assert said in fault
    assert len(fault) < len(str(file)) + 200


def test_what_a_file_claims_is_not_allocated(tmp_path: Path) -> None:
    file = tmp_path / "a.safetensors"
    with file.open("wb") as stream:
        stream.write(raw(b"", length=LARGEST_HEADER))
        stream.truncate(LARGEST_HEADER + 8)
    tracemalloc.start()
    with pytest.raises(SpecError, match="must begin with"):
        read_header(file)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.safetensors")
    with pytest.raises(SpecError, match="not a file"):
        read_header(tmp_path / "a.safetensors")


def test_an_index_leads_to_its_files(tmp_path: Path) -> None:
    index = write_shards(tmp_path, LLAMA, llama())
    for path in (index, tmp_path):
        found = read_checkpoint(path)
        assert {tensor.name for tensor in found.tensors} == llama().keys()
        assert len(found.files) == 2
        assert found.config == tmp_path / "config.json"


def test_files_without_an_index_are_read_together(tmp_path: Path) -> None:
    write_shards(tmp_path, LLAMA, llama()).unlink()
    assert len(read_checkpoint(tmp_path).tensors) == len(llama())


def test_a_tensor_in_two_files_is_refused(tmp_path: Path) -> None:
    write_shards(tmp_path, LLAMA, llama()).unlink()
    save_file({"lm_head.weight": np.zeros(1)}, tmp_path / "more.safetensors")
    with pytest.raises(SpecError, match=r"tensor 'lm_head\.weight': stands in .* as well"):
        read_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ({"a": "../x.safetensors"}, "'../x.safetensors' is no .safetensors file beside it"),
        ({"a": "/etc/x.safetensors"}, "'/etc/x.safetensors' is no .safetensors file beside it"),
        ({"a": "C:\\x.safetensors"}, "is no .safetensors file beside it"),
        ({"a": "..\\x.safetensors"}, "is no .safetensors file beside it"),
        ({"a": "model.bin"}, "'model.bin' is no .safetensors file beside it"),
        ({"a": "x\n.safetensors"}, "is no .safetensors file beside it"),
        ({"a": 3}, "weight_map: 'a': 3 is no .safetensors file"),
        (
            {"a": "none.safetensors"},
            "none.safetensors: missing; model.safetensors.index.json places",
        ),
        ({"a": "model.safetensors"}, "'a': is in none of the files, not in model.safetensors"),
        ({}, "weight_map: must name the file of each tensor"),
        ([], "weight_map: must name the file of each tensor"),
    ],
)
def test_an_index_names_only_what_is_beside_it(index: Any, said: str, tmp_path: Path) -> None:
    write(tmp_path, LLAMA, llama())
    file = tmp_path / "model.safetensors.index.json"
    file.write_text(json.dumps({"weight_map": index}), encoding="utf-8")
    with pytest.raises(SpecError) as raised:
        read_checkpoint(file)
    (fault,) = raised.value.faults
    assert said in fault


def test_every_file_that_an_index_misses_is_named(tmp_path: Path) -> None:
    index = write_shards(tmp_path, LLAMA, llama())
    for file in tmp_path.glob("model-*"):
        file.unlink()
    with pytest.raises(SpecError) as raised:
        read_checkpoint(index)
    told = "missing; model.safetensors.index.json places {} of 21 tensors in it"
    ends = [fault.partition(".safetensors: ")[2] for fault in raised.value.faults]
    assert ends == [told.format(11), told.format(10)]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"weight_map": {"a": "b", "a": "c"}}', "[" * 9999]
)
def test_an_index_that_is_none_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors.index.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as raised:
        read_checkpoint(file)
    assert len(raised.value.faults) == 1
