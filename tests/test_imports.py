"""The arrows between modules point one way, and the command line starts with little."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "reportgen"
CORE = (
    "document",
    "definition",
    "spec",
    "reading",
    "model",
    "inputs",
    "naming",
    "expand",
    "aggregate",
    "frames",
    "figures",
    "sweep",
)
DERIVED = (
    "written",
    "closed_form",
    "derived",
    "crossover",
    "reconcile",
    "catalogued",
    "checks",
    "what_if",
    "parts",
    "answers",
    "reporting",
    "building",
    "calculator",
    "diff",
    "edited",
)
WRITERS = ("xlsx", "html", "mail", "listing")
OUTSIDE = (
    *(*WRITERS, "summary", "look", "brand", "edition"),
    *("batch", "workers", "checkpoint", "verification", "cli"),
)


def modules(*names: str) -> list[Path]:
    """Return the files of modules and packages."""
    files = []
    for name in names:
        folder = FOLDER / name
        files += sorted(folder.rglob("*.py")) if folder.is_dir() else [FOLDER / f"{name}.py"]
    return files


def imported(file: Path) -> set[str]:
    """Return the first name below `reportgen` of every module that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("reportgen.")}


@pytest.mark.parametrize("file", modules("formula", "catalog", *CORE, *DERIVED), ids=str)
def test_what_computes_imports_nothing_that_writes(file: Path) -> None:
    assert not imported(file) & set(OUTSIDE)


@pytest.mark.parametrize("file", modules("formula"), ids=str)
def test_formulas_know_nothing_of_models(file: Path) -> None:
    assert imported(file) <= {"formula", "errors"}


@pytest.mark.parametrize("file", modules(*WRITERS, "summary"), ids=str)
def test_writers_import_no_catalogue(file: Path) -> None:
    assert not imported(file) & {"catalog", "loading", "reading", "document", "huggingface"}


@pytest.mark.parametrize("file", modules(*WRITERS), ids=str)
def test_writers_import_no_command(file: Path) -> None:
    assert not imported(file) & {"batch", "workers", "cli"}


@pytest.mark.parametrize(
    ("statement", "heavy"),
    [
        ("import reportgen", {"polars", "openpyxl", "jinja2", "click", "tomllib"}),
        ("import reportgen.cli", {"polars", "openpyxl", "jinja2", "click", "tomllib"}),
        ("import reportgen.cli.console", {"polars", "openpyxl", "jinja2", "tomllib"}),
        ("import reportgen.listing", {"openpyxl", "jinja2"}),
        ("import reportgen.cli.contents", {"openpyxl", "jinja2"}),
        ("import reportgen.workers, reportgen.batch", {"polars", "openpyxl", "jinja2"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(statement: str, heavy: set[str]) -> None:
    loaded = f"{statement}; import sys; print(*sys.modules)"
    command = [sys.executable, "-c", loaded]
    done = subprocess.run(command, capture_output=True, text=True, cwd=FOLDER.parent)
    assert done.returncode == 0, done.stderr
    assert not heavy & set(done.stdout.split())


def test_modules_stay_short() -> None:
    long = {
        str(file): lines
        for file in FOLDER.rglob("*.py")
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long


def test_every_exported_name_is_there_and_sorted() -> None:
    import reportgen

    assert reportgen.__all__ == sorted(reportgen.__all__)
    assert all(getattr(reportgen, name) for name in reportgen.__all__)
