"""A workbook that is verified: what is stale, altered, missing or added is named, and no more."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen import build_report, load_model
from reportgen.calculator import calculator
from reportgen.model import read_model
from reportgen.verification.cells import same_value
from reportgen.verification.verifying import Difference, verify
from reportgen.xlsx.book import write_book
from tests.books import book, place, resaved, rewritten, sheet_part
from tests.engines import LibreBook, needs_libreoffice
from tests.models import TINY
from tests.refusing import refuse
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")
TOTAL = 124_439_808


def found(path: Path) -> list[Difference]:
    return list(verify(path).differences)


def cell_changed(path: Path, sheet: str, cell: str, change: Callable[[str], str]) -> Path:
    """Change what is written of one cell, and leave all other cells with their values."""

    def changed(text: str) -> str:
        before, after = text.split(f'<c r="{cell}" ')
        old, rest = after.split("</c>", 1)
        return f'{before}<c r="{cell}" {change(old)}</c>{rest}'

    return rewritten(path, sheet_part(path, sheet), changed)


def named_changed(path: Path, name: str, change: Callable[[str], str]) -> Path:
    return cell_changed(path, *place(path, name), change)


FRESH = ("gpt2", "cs336-gpt2-xl", "t5-small", "deepseek-v3", "mamba2-2.7b", "bert-base-uncased")


@pytest.mark.parametrize("preset", FRESH)
def test_a_fresh_workbook_agrees(preset: str) -> None:
    report = build_report(load_model(preset), {"batch_size": 2, "recompute": "full"})
    write_book(report, Path("fresh.xlsx"))
    checked = verify(Path("fresh.xlsx"))
    assert checked.agrees
    assert checked.compared > 1000
    assert checked.changed == {}


def with_texts() -> Path:
    """Write the workbook of a model whose texts begin as formulas do."""
    texts = {"title": "=1+1", "source": '=HYPERLINK("x")', "notes": ["=", "+1", "@a", "=A1"]}
    write_book(build_report(read_model(TINY | texts, "tiny.toml")), Path("texts.xlsx"))
    return Path("texts.xlsx")


def test_texts_that_begin_as_formulas_do_are_texts() -> None:
    assert found(with_texts()) == []


@needs_libreoffice
def test_texts_that_begin_as_formulas_do_are_texts_when_libreoffice_has_saved_them() -> None:
    with LibreBook(with_texts()) as office:
        office.save("saved.xlsx")
    assert found(Path("saved.xlsx")) == []


def test_a_formula_where_a_text_should_be_is_named() -> None:
    title = "GPT-2 (124M)"
    formula = f't="str"><f>"{title}"</f><v>{title}</v>'
    path = cell_changed(book(Path()), "Summary", "A1", lambda _: formula)
    [only] = found(path)
    assert only == Difference("formula", "Summary!A1", "", f'="{title}"', title)


def test_a_stale_value_is_named_with_what_it_should_be() -> None:
    path = named_changed(book(Path()), "params_total", lambda c: c.replace(f"{TOTAL}", "1000"))
    [only] = found(path)
    sheet, cell = place(path, "params_total")
    assert only == Difference("stale", f"{sheet}!{cell}", "params_total", 1000, TOTAL)


@pytest.mark.parametrize(("factor", "agrees"), [(1 + 1e-12, True), (1 + 1e-7, False)])
def test_other_engines_last_digits_are_no_difference(factor: float, agrees: bool) -> None:
    value = f"<v>{TOTAL * factor!r}</v>"
    path = named_changed(
        book(Path()), "params_total", lambda c: c.replace(f"<v>{TOTAL}</v>", value)
    )
    assert verify(path).agrees is agrees


def test_an_input_that_was_changed_without_recalculation_leaves_all_that_follows_stale() -> None:
    path = named_changed(book(Path()), "seq_len", lambda c: c.replace("<f>context_length</f>", ""))
    path = named_changed(path, "seq_len", lambda c: c.replace("<v>1024</v>", "<v>512</v>"))
    checked = verify(path)
    assert checked.changed == {"seq_len": (1024, 512)}
    stale = {each.name: each for each in checked.differences}
    assert {each.kind for each in checked.differences} == {"stale"}
    assert stale["flops_forward"].found == 291_648_307_200
    assert stale["flops_forward"].expected == 247_064_064 * 512 + 36_864 * 512**2
    assert "params_total" not in stale
    assert "flops of decoder.attention scores" in stale


def test_a_formula_that_is_another() -> None:
    path = named_changed(
        book(Path()), "params_total", lambda c: c.replace("<f>SUM", "<f>0.5*2*SUM")
    )
    [only] = found(path)
    assert (only.kind, only.name) == ("formula", "params_total")
    assert str(only.found) == str(only.expected).replace("=SUM", "=0.5*2*SUM")


def test_a_number_typed_over_a_formula() -> None:
    def typed(content: str) -> str:
        return content.replace(content[content.index("<f>") : content.index("<v>")], "")

    [only] = found(named_changed(book(Path()), "params_total", typed))
    assert (only.kind, only.found) == ("formula", TOTAL)
    assert str(only.expected).startswith("=SUM(")


def test_a_figure_that_is_gone() -> None:
    [only] = found(named_changed(book(Path()), "params_total", lambda c: c.split(">")[0] + ">"))
    assert (only.kind, only.found, only.name) == ("missing", None, "params_total")


def test_a_number_of_a_table_that_is_another() -> None:
    path = book(Path())
    sheet = load_workbook(path)["Hardware"]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    cell = next(c for c in cells if c.value == "h100-sxm" and c.column == 1)
    power = next(c for c in sheet[cell.row] if c.value == 700)
    path = cell_changed(path, "Hardware", power.coordinate, lambda c: c.replace("700", "7000"))
    [only] = found(path)
    assert (only.kind, only.found, only.expected) == ("value", 7000, 700)
    assert only.name.startswith("power of h100-sxm")


def test_a_label_that_is_another() -> None:
    path = cell_changed(
        book(Path()), "Summary", "A5", lambda c: c.replace("Parameters", "Active parameters")
    )
    assert [(each.kind, each.place) for each in found(path)] == [("text", "Summary!A5")]


def test_a_name_that_points_to_another_figure() -> None:
    path = book(Path())
    sheet, cell = place(path, "params_active")

    def swapped(text: str) -> str:
        before, after = text.split('name="params_total"')
        start, end = after.index(">"), after.index("<")
        return f'{before}name="params_total"{after[: start + 1]}{sheet}!{cell}{after[end:]}'

    rewritten(path, "xl/workbook.xml", swapped)
    [only] = found(path)
    assert (only.kind, only.name, only.found) == ("name", "params_total", f"{sheet}!{cell}")


def test_what_was_added_is_named_but_for_notes() -> None:
    row = (
        '<row r="300"><c r="A300" t="inlineStr"><is><t>my own note</t></is></c>'
        '<c r="B300"><v>42</v></c><c r="C300"><f>B300*2</f><v>84</v></c></row>'
    )
    path = book(Path())
    part = sheet_part(path, "Summary")
    rewritten(path, part, lambda text: text.replace("</sheetData>", f"{row}</sheetData>"))
    kinds = [(each.kind, each.place, each.found) for each in found(path)]
    assert kinds == [("extra", "Summary!B300", 42), ("extra", "Summary!C300", "=B300*2")]


def test_a_sheet_that_is_gone_and_one_of_the_user_s_own() -> None:
    path = book(Path())
    workbook = load_workbook(path)
    workbook.create_sheet("Mine")["A1"] = 1
    del workbook["Checks"]
    workbook.save(path)
    missing = [each.place for each in found(path) if each.kind == "missing"]
    assert missing == ["Checks"]


def test_a_workbook_saved_without_values_says_so_and_ends() -> None:
    ended = run("verify", resaved(book(Path())))
    assert ended.status == 1
    assert ended.err == ""
    assert "Without a value, since a program that does not calculate saved" in ended.out
    assert "  Summary!B5 (Parameters): should be 124,439,808\n" in ended.out
    assert "  and 1," in ended.out
    assert len(ended.out.splitlines()) < 30


def test_the_text_of_a_verified_workbook() -> None:
    path = named_changed(book(Path()), "params_total", lambda c: c.replace(f"{TOTAL}", "1000"))
    ended = run("verify", path)
    sheet, cell = place(path, "params_total")
    assert ended.status == 1
    assert f"  {sheet}!{cell} (params_total): 1,000, should be 124,439,808\n" in ended.out
    assert ended.out.endswith(" cells are not what the inputs give.\n")
    ended = run("verify", book(Path()))
    assert ended.status == 0
    assert ended.out.endswith("Every figure is what the inputs give.\n")


def test_json_has_the_same() -> None:
    path = named_changed(book(Path()), "params_total", lambda c: c.replace(f"{TOTAL}", "1000"))
    ended = run("verify", path, "--format", "json")
    said = json.loads(ended.out)
    assert said["agrees"] is False
    assert said["model"] == "gpt2"
    [only] = said["differences"]
    assert (only["found"], only["expected"]) == (1000, TOTAL)


def test_hostile_texts_stay_on_their_lines() -> None:
    path = cell_changed(
        book(Path()), "Summary", "A5", lambda c: c.replace("Parameters", "x&#10;\u202ey" * 100)
    )
    ended = run("verify", path)
    assert ended.status == 1
    assert all(line.isprintable() for line in ended.out.splitlines())
    assert max(map(len, ended.out.splitlines())) < 300


def test_formulas_that_are_shared_as_excel_saves_them_are_the_same() -> None:
    """Of a column's equal formulas Excel keeps the first, and a number in the others."""
    path = book(Path())
    sheet = load_workbook(path)["Matmuls"]
    header = next(cell for cell in sheet[5] if cell.value == "flops")
    first, second = (f"{header.column_letter}{row}" for row in (6, 7))

    def keeps(content: str) -> str:
        return content.replace("<f>", f'<f t="shared" ref="{first}:{second}" si="0">')

    def refers(content: str) -> str:
        formula = content[content.index("<f>") : content.index("<v>")]
        return content.replace(formula, '<f t="shared" si="0"/>')

    cell_changed(path, "Matmuls", first, keeps)
    cell_changed(path, "Matmuls", second, refers)
    assert found(path) == []


def test_a_calculator_is_verified_as_what_is_chosen() -> None:
    write_book(build_report(calculator(["gpt2", "mixtral-8x7b"])), Path("calculator.xlsx"))
    assert verify(Path("calculator.xlsx")).agrees


def test_a_workbook_that_cannot_be_read_is_no_difference() -> None:
    refuse(run("verify", resaved(book(Path()), batch_size=0)), "batch_size: must be")
    refuse(run("verify", "gpt2"), "cannot be read")


@pytest.mark.parametrize(
    ("held", "wanted", "same"),
    [
        (1, 1.0, True),
        (True, 1.0, False),
        (1, True, True),
        ("1", 1, False),
        (None, 0, False),
        (None, "", True),
        ("a", "a", True),
        ("A", "a", False),
        (1e-20, 0, True),
        (1e-20, 2e-20, False),
        ("#DIV/0!", 3, False),
        (float("nan"), 3, False),
    ],
)
def test_what_is_the_same_value(held: Any, wanted: Any, same: bool) -> None:
    assert same_value(held, wanted) is same


@needs_libreoffice
def test_points_that_were_typed_over_are_no_difference_but_what_follows_must_fit() -> None:
    path = book(Path())
    with LibreBook(path) as office:
        office.set_cell("Context", "A6", 5000)
        office.save("edited-in-office.xlsx")
    assert found(Path("edited-in-office.xlsx")) == []
    cell_changed(path, "Context", "A6", lambda c: c.replace("<v>1024</v>", "<v>5000</v>"))
    assert {(each.kind, each.place[:8]) for each in found(path)} == {("stale", "Context!")}
    cell_changed(path, "Context", "A6", lambda c: c.replace("<v>5000</v>", "<v>-1</v>"))
    assert [each.kind for each in found(path)] == ["value"]


@needs_libreoffice
@pytest.mark.parametrize("preset", ["gpt2", "mixtral-8x7b", "t5-3b"])
def test_libreoffice_recalculates_to_a_workbook_that_agrees(preset: str) -> None:
    with LibreBook(book(Path(), preset)) as office:
        office.save("saved.xlsx")
        office.set("batch_size", 3)
        office.set("context_length", 100)
        office.set("bytes_per_value", 0.7)
        office.save("edited-in-office.xlsx")
    assert found(Path("saved.xlsx")) == []
    assert found(Path("edited-in-office.xlsx")) == []
    assert verify(Path("edited-in-office.xlsx")).changed["batch_size"] == (1, 3)


@needs_libreoffice
def test_libreoffice_recalculates_a_calculator_for_another_model() -> None:
    write_book(build_report(calculator(["gpt2", "mixtral-8x7b"])), Path("calculator.xlsx"))
    with LibreBook("calculator.xlsx") as office:
        office.set("model", "mixtral-8x7b")
        office.save("saved.xlsx")
    checked = verify(Path("saved.xlsx"))
    assert checked.agrees
    assert "model" in checked.changed
