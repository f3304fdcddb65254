"""Batches: reports written to a folder, one model after another or many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from reportgen.errors import FormulaError, OutputError, ReportgenError, TemplateError, faults_of
from reportgen.files import ELSEWHERE, REMEDIES, write_whole
from reportgen.look import PLAIN, Look

if TYPE_CHECKING:
    from reportgen.diff import Diff
    from reportgen.edition import Edition
    from reportgen.model import Model
    from reportgen.reporting import Report
    from reportgen.spec import Value
    from reportgen.summary import Summary

OVERVIEWS = INDEX, COMPARISON, CALCULATOR = "index.html", "comparison.xlsx", "calculator.xlsx"


@dataclass(frozen=True)
class File:
    """A file that was written, and the milliseconds it took."""

    path: Path
    milliseconds: float


class Fault(NamedTuple):
    """What went wrong and, where that is all that it kept away, the name of a file."""

    problem: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.problem}; {self.file} is not written" if self.file else self.problem


@dataclass(frozen=True)
class Written:
    """What became of one model: its summary if it has files, and the faults that kept some away."""

    summary: Summary | None
    files: tuple[File, ...] = ()
    faults: tuple[Fault, ...] = ()


def write_report(
    model: Model,
    settings: Mapping[str, str | Value],
    folder: Path,
    formats: Iterable[str],
    look: Look = PLAIN,
) -> Written:
    """Write the report of `model` to `folder`, one file per format.

    What is wrong with a template or cannot be written is returned beside the files that are there.
    Raises SpecError for a model or setting that is wrong, OutputError for a workbook that would
    be written over itself.
    """
    from reportgen.building import build_report
    from reportgen.edition import Edition
    from reportgen.summary import summarize

    report = build_report(model, settings)
    edition = Edition(report, look)
    paths = {name: folder / f"{model.stem}.{name}" for name in formats}
    _refuse_own_book(model, paths.values())
    files, faults = _written(edition, paths)
    return Written(summarize(report) if files else None, files, faults)


def _written(
    edition: Edition, paths: Mapping[str, Path]
) -> tuple[tuple[File, ...], tuple[Fault, ...]]:
    """Write the files of an edition; returns those that are there, and why others are not."""
    files: list[File] = []
    faults: list[Fault] = []
    for name, path in paths.items():
        try:
            files.append(_timed(path, WRITERS[name], edition))
        except (TemplateError, FormulaError) as error:
            faults += (Fault(problem, path.name) for problem in faults_of(error))
        except OutputError as error:
            faults += map(Fault, faults_of(error))
            # Where one file has no room, another has none.
            break
    return tuple(files), tuple(faults)


def _refuse_own_book(model: Model, paths: Iterable[Path]) -> None:
    """What else stands in the workbook that a report is made from, such as notes, would be lost."""
    for path in paths:
        if model.book and path.exists() and path.samefile(model.book):
            remedy = "choose another --output, or --format html"
            raise OutputError(f"{path}: is the workbook that the report is made from; {remedy}")


def write_presets(
    names: Sequence[str],
    folder: Path,
    jobs: int,
    tell: Callable[[Written], None],
    look: Look = PLAIN,
) -> dict[str, Written]:
    """Write the reports of presets by `jobs` processes, and `tell` of each when it is done.

    The result is in the order of `names`, whichever is done first.
    """
    from reportgen.workers import run

    found = {}
    tasks = [(name, folder, look) for name in names]
    # Left early, the workers are stopped at once and not when the generator is cleared away.
    with closing(run(write_preset, tasks, jobs, lost=_lost)) as results:
        for (name, *_), written in results:
            tell(written)
            found[name] = written
    return {name: found[name] for name in names}


def write_preset(name: str, folder: Path, look: Look = PLAIN) -> Written:
    """Write all files of one preset; what goes wrong is returned, so that it stops no other."""
    from reportgen.loading import load_model

    try:
        written = write_report(load_model(name), {}, folder, WRITERS, look)
    except ReportgenError as error:
        written = Written(None, faults=tuple(map(Fault, faults_of(error))))
    # Where a file is named, so is the preset.
    named = (f if f.file else Fault(f"{name}: {f.problem}") for f in written.faults)
    return replace(written, faults=tuple(named))


def write_index(
    found: Mapping[str, Written], books: Iterable[File], folder: Path, look: Look = PLAIN
) -> File:
    """Write the page that compares the models and leads to their files; it says which failed.

    `books` are the workbooks over all models, to which it leads too.
    """
    return _timed(folder / INDEX, partial(_write_index, books=books, look=look), found)


def write_comparison(found: Mapping[str, Written], folder: Path) -> File:
    """Write the workbook that has one row per model."""
    return _timed(folder / COMPARISON, _write_comparison, found)


def write_calculator(found: Mapping[str, Written], folder: Path) -> File:
    """Write the workbook in which any of the models can be chosen."""
    from reportgen.building import build_report
    from reportgen.calculator import calculator

    names = [name for name, written in found.items() if written.summary]
    return _timed(folder / CALCULATOR, _write_calculator, build_report(calculator(names)))


def write_diff(found: Diff, folder: Path, look: Look = PLAIN) -> tuple[File, ...]:
    """Write the page and the workbook of two models compared."""
    stem = f"{found.first.model.stem}-vs-{found.second.model.stem}"
    writers: Mapping[str, Callable[..., None]] = {
        "html": _write_diff_page,
        "xlsx": _write_diff_book,
    }
    return tuple(
        _timed(folder / f"{stem}.{name}", partial(write, look=look), found)
        for name, write in writers.items()
    )


def make_folder(folder: Path) -> None:
    """Make the output folder if it is missing; raises OutputError if it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        remedy = REMEDIES.get(error.errno or 0, ELSEWHERE)
        problem = f"cannot write into {folder}: {error.strerror or error}; {remedy}"
        raise OutputError(problem) from error


def _lost(name: str, _folder: Path, _look: Look) -> Written:
    return Written(None, faults=(Fault(f"{name}: its process was killed; try fewer --jobs"),))


def _timed(path: Path, write: Callable[..., None], content: object) -> File:
    start = perf_counter()
    write(content, path)
    return File(path, 1000 * (perf_counter() - start))


def _write_xlsx(edition: Edition, path: Path) -> None:
    _write_bytes(edition.workbook, path)


def _write_html(edition: Edition, path: Path) -> None:
    _write_bytes(edition.page, path)


def _write_eml(edition: Edition, path: Path) -> None:
    _write_bytes(edition.draft, path)


def _write_calculator(report: Report, path: Path) -> None:
    from reportgen.xlsx.book import write_book

    write_book(report, path)


def _write_diff_page(found: Diff, path: Path, look: Look) -> None:
    from reportgen.html.diff import diff_page

    _write_bytes(diff_page(found, look).encode(), path)


def _write_diff_book(found: Diff, path: Path, look: Look) -> None:
    from reportgen.xlsx.diff import write_diff

    write_diff(found, path, look.brand)


def _write_index(
    found: Mapping[str, Written], path: Path, books: Iterable[File], look: Look
) -> None:
    from reportgen.html.index import index

    failures = {name: "; ".join(map(str, written.faults)) for name, written in found.items()}
    failed = {name: faults for name, faults in failures.items() if faults}
    files = chain(books, *(written.files for written in found.values()))
    there = {file.path.name for file in files}
    _write_bytes(index(_summaries(found), failed, look, there).encode(), path)


def _write_comparison(found: Mapping[str, Written], path: Path) -> None:
    from reportgen.xlsx.comparison import write_comparison

    write_comparison(_summaries(found), path)


def _summaries(found: Mapping[str, Written]) -> list[Summary]:
    return [written.summary for written in found.values() if written.summary]


def _write_bytes(content: bytes, path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(content)

    write_whole(path, write)


# In this order, so that the workbook is there when the mail attaches it.
WRITERS: Mapping[str, Callable[[Edition, Path], None]] = {
    "xlsx": _write_xlsx,
    "html": _write_html,
    "eml": _write_eml,
}
