"""The workbook can be printed, which draws every sheet, chart and format there is."""

import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from reportgen import build_report, load_model
from reportgen.xlsx.book import write_book
from tests.engines import needs_libreoffice


@needs_libreoffice
@pytest.mark.parametrize("preset", ["cs336-gpt2-xl", "qwen3-next-80b-a3b"])
def test_libreoffice_prints_it(preset: str, tmp_path: Path) -> None:
    write_book(build_report(load_model(preset)), tmp_path / "book.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    done = subprocess.run(
        [*command, str(tmp_path / "book.xlsx")], capture_output=True, text=True, timeout=120
    )
    assert (tmp_path / "book.pdf").exists(), done.stdout + done.stderr
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("preset", ["cs336-gpt2-xl", "granite-4.0-h-small"])
def test_what_is_printed_of_the_contexts_can_be_read(preset: str, tmp_path: Path) -> None:
    """The totals up to the last, and the chart; at 12 characters each, 16 columns fill a page."""
    write_book(build_report(load_model(preset)), tmp_path / "book.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsx")["Context"]
    left, top, right, bottom = range_boundaries(sheet.print_area.split("!")[1].replace("$", ""))
    totals = [cell for row in sheet.iter_rows() for cell in row if cell.value == "total"]
    assert (left, top, right) == (1, 1, max(cell.column for cell in totals))
    assert right <= 16
    assert bottom > max(anchor.anchor._from.row for anchor in sheet._charts) + 15
