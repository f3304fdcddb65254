"""The workbook is a second implementation: two other engines recalculate it to our figures."""

from pathlib import Path

import pytest

from reportgen import build_report, load_model
from reportgen.xlsx.book import write_book
from tests.engines import IronBook, LibreBook, needs_libreoffice
from tests.models import CORE, one_per_architecture
from tests.xlsx.edits import differences, random_edits, stale_cells

IRONCALC_EDITS, LIBREOFFICE_EDITS = 77, 8  # of each of the 13 core presets
FAMILY_EDITS = 1


def written(preset: str, folder: Path) -> Path:
    path = folder / "book.xlsx"
    write_book(build_report(load_model(preset)), path)
    return path


@pytest.mark.parametrize("preset", CORE)
def test_ironcalc_follows_random_edits(preset: str, tmp_path: Path) -> None:
    book = IronBook(written(preset, tmp_path))
    model = load_model(preset)
    assert differences(book, build_report(model)) == []
    for edit, report in random_edits(model, IRONCALC_EDITS, seed=1):
        [(name, value)] = edit.items()
        book.set(name, value)
        assert differences(book, report) == [], (edit, report.inputs.values)
        assert report.holds


@pytest.mark.parametrize("preset", sorted({*one_per_architecture()} - {*CORE}))
def test_ironcalc_follows_edits_of_every_architecture(preset: str, tmp_path: Path) -> None:
    book, model = IronBook(written(preset, tmp_path)), load_model(preset)
    assert differences(book, build_report(model)) == []
    for edit, report in random_edits(model, FAMILY_EDITS, seed=4):
        [(name, value)] = edit.items()
        book.set(name, value)
        assert differences(book, report) == [], (edit, report.inputs.values)


# The names of checks and figures stand in the same cells for every edit of these.
EVERY_CELL = [
    ("cs336-gpt2-xl", {"d_model": 2000, "seq_len": 4096, "causal_counting": "exact"}),
    ("t5-base", {"decoder_seq_len": 64, "batch_size": 3, "gated_ffn": 1}),
    ("gemma-2-9b", {"causal_counting": "exact", "seq_len": 16_384}),
    ("mixtral-8x7b", {"experts_per_token": 4, "causal_counting": "half", "tie_embeddings": 1}),
]


@pytest.mark.parametrize(("preset", "edits"), EVERY_CELL, ids=[preset for preset, _ in EVERY_CELL])
def test_every_cell_follows(preset: str, edits: dict[str, int | str], tmp_path: Path) -> None:
    """Sentences, verdicts, sweeps and shares too: all that is live shows what a new book would."""
    book = IronBook(written(preset, tmp_path))
    for name, value in edits.items():
        book.set(name, value)
    assert stale_cells(book, build_report(load_model(preset), edits)) == []


@needs_libreoffice
@pytest.mark.parametrize("preset", CORE)
def test_libreoffice_follows_random_edits(preset: str, tmp_path: Path) -> None:
    model = load_model(preset)
    with LibreBook(written(preset, tmp_path)) as book:
        assert differences(book, build_report(model)) == []
        for edit, report in random_edits(model, LIBREOFFICE_EDITS, seed=2):
            [(name, value)] = edit.items()
            book.set(name, value)
            assert differences(book, report) == [], (edit, report.inputs.values)


@pytest.mark.parametrize("preset", ["cs336-gpt2-xl", "mixtral-8x7b"])
def test_no_edit_makes_an_error_cell(preset: str, tmp_path: Path) -> None:
    book = IronBook(written(preset, tmp_path))
    for edit, _ in random_edits(load_model(preset), 30, seed=3):
        [(name, value)] = edit.items()
        book.set(name, value)
        cells = [cell for sheet in book.values().values() for cell in sheet.values()]
        assert [cell for cell in cells if isinstance(cell, str) and cell.startswith("#")] == []


def test_the_context_sheet_follows_an_edited_length(tmp_path: Path) -> None:
    """The exercise's figure for XL at 16,384 tokens, in the first row of Context."""
    book = IronBook(written("cs336-gpt2-xl", tmp_path))
    header = {value: ref for ref, value in book.values()["Context"].items() if ref[1:] == "5"}
    book.set_cell("Context", "A6", 16_384)
    assert book.cell("Context", f"{header['total'][0]}6") == 149_522_795_724_800
