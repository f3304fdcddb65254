"""Of a workbook read back, only the cells of its inputs count; what cannot stand there is told."""

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.books import book, place, resaved, rewritten, sheet_part
from tests.edited.reading import back
from tests.refusing import WHOLE, refuse
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("seq_len", "512", 512),
        ("seq_len", 512.0, 512),
        ("tie_embeddings", False, 0),
        ("causal_counting", "half", "half"),
        ("d_ff", 3072, 3072),
    ],
)
def test_what_a_person_may_type(name: str, typed: Any, value: Any) -> None:
    path = resaved(book(Path()), **{name: typed})
    assert back(path).inputs.values[name] == value


def test_of_a_formula_only_the_value_counts() -> None:
    path = book(Path())
    sheet, cell = place(path, "seq_len")
    assert sheet == "Inputs"

    def retyped(text: str) -> str:
        style = text.split(f'<c r="{cell}" ')[1].split(">")[0].split()[0]
        old = text.split(f'<c r="{cell}" ')[1].split("</c>")[0]
        return text.replace(old, f"{style}><f>2*256</f><v>512</v>", 1)

    rewritten(path, "xl/worksheets/sheet2.xml", retyped)
    assert back(path).inputs.values["seq_len"] == 512


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("batch_size", 0, f"batch_size: {WHOLE} 0"),
        ("batch_size", 1.5, f"batch_size: {WHOLE} 1.5"),
        ("batch_size", "two", f"batch_size: {WHOLE} 'two'"),
        ("batch_size", "1" * 5000, f"batch_size: {WHOLE} inf"),
        ("batch_size", True, f"batch_size: {WHOLE} true"),
        ("batch_size", "#REF!", f"batch_size: {WHOLE} '#REF!'"),
        ("batch_size", None, "batch_size: the cell is empty; type a value"),
        ("batch_size", "=1/0", "batch_size: the formula '=1/0' has no value; type a number"),
        ("tie_embeddings", 2, "tie_embeddings: must be 0 or 1; got 2"),
        ("causal_counting", "some", "causal_counting: must be one of dense, half, exact"),
        ("price_per_device_hour", -1, "price_per_device_hour: must be a number from 0 to 100,000"),
    ],
)
def test_what_cannot_be_is_told_as_by_set_with_the_cell(name: str, typed: Any, said: str) -> None:
    path = resaved(book(Path()), **{name: typed})
    refuse(run("report", path), f"edited.xlsx: Inputs!{place(path, name)[1]}: {said}")


@pytest.mark.parametrize(
    ("cell", "got"),
    [
        ("><v>NaN</v>", "nan"),
        ("><v>12,5</v>", "'12,5'"),
        (f"><v>{'9' * 5000}</v>", "inf"),
        ('t="b"><v>yes</v>', "'yes'"),
        ('t="s"><v>first</v>', "'first'"),
        ('t="str"><v>\N{FULLWIDTH DIGIT FOUR}</v>', "'\N{FULLWIDTH DIGIT FOUR}'"),
    ],
)
def test_a_cell_that_no_program_writes_is_named_with_what_may_stand_there(
    cell: str, got: str
) -> None:
    path = book(Path())
    sheet, at = place(path, "batch_size")

    def typed(text: str) -> str:
        return re.sub(f'<c r="{at}"([^>]*)><v>1</v>', rf'<c r="{at}"\1 {cell}', text)

    rewritten(path, sheet_part(path, sheet), typed)
    refuse(run("report", path), f"{sheet}!{at}: batch_size: {WHOLE} {got}")


def test_every_fault_is_told() -> None:
    path = resaved(book(Path()), batch_size=0, seq_len=-1)
    refuse(run("show", path), "seq_len: must be", "batch_size: must be")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"num_heads": 5}, "edited.xlsx: d_head = d_model / num_heads with d_model = 768"),
        ({"tensor_parallel": 24}, "edited.xlsx: tensor_parallel must divide num_heads"),
    ],
)
def test_inputs_that_do_not_go_together(cells: dict[str, int], said: str) -> None:
    refuse(run("show", resaved(book(Path()), **cells)), said)


def test_a_name_that_is_gone() -> None:
    path = book(Path())
    workbook = load_workbook(path)
    del workbook.defined_names["d_ff"]
    workbook.save(path)
    refuse(run("show", path), "edited.xlsx: d_ff: no cell of Inputs bears this name")


def test_a_workbook_without_its_inputs_is_told_in_one_line() -> None:
    path = book(Path())
    workbook = load_workbook(path)
    del workbook["Inputs"]
    workbook.save(path)
    refuse(run("show", path), "edited.xlsx: its sheet Inputs is gone")


@pytest.mark.parametrize(
    "target",
    ["Matmuls!$A$1", "#REF!", "Inputs!$B$5:$B$9", "Inputs!$B:$B", "Nowhere!$B$5", "1+1", "A" * 500],
)
def test_a_name_that_points_elsewhere(target: str) -> None:
    path = book(Path())
    workbook = load_workbook(path)
    workbook.defined_names["d_ff"].attr_text = target
    workbook.save(path)
    refuse(run("show", path), "edited.xlsx: d_ff: no cell of Inputs bears this name")


def test_rows_may_be_put_between_the_inputs() -> None:
    path = book(Path())
    workbook = load_workbook(path)
    workbook["Inputs"]["B200"].value = 5000
    workbook.defined_names["d_ff"].attr_text = "Inputs!$B$200"
    workbook.save(path)
    assert back(path).inputs.values["d_ff"] == 5000
