"""The workbook can be printed, which draws every sheet, chart and format there is."""

import subprocess
from pathlib import Path

import pytest

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
