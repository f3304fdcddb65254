"""Print the table of speeds: each thing against a yardstick measured in the same run.

A ratio holds from machine to machine; the times beside it are of this one.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook, load_workbook

from reportgen import build_report, load_model
from reportgen.batch import WRITERS, write_report
from reportgen.catalog import presets
from reportgen.edition import Edition
from reportgen.html.page import page
from reportgen.look import PLAIN
from reportgen.mail.message import draft, mail

TIMES = 9
MODEL = "llama-3-8b"
EVERY = 10  # of the presets that pages are laid out of
DATA = Path(__file__).parent.parent / "data"
READING = "import json, polars, sys; [json.load(open(file)) for file in sys.argv[1:]]"
PROGRAM = "from reportgen.cli import main; main()"


@dataclass(frozen=True)
class Race:
    """Something, the yardstick it is held against, and both their milliseconds."""

    name: str
    yardstick: str
    milliseconds: float
    against: float
    aim: str

    def row(self) -> str:
        ratio = f"{self.milliseconds / self.against:.2f}"
        times = " | ".join(map(_told, (self.milliseconds, self.against)))
        return f"| {self.name} | {self.yardstick} | {times} | {ratio} | {self.aim} |"


def _told(milliseconds: float) -> str:
    return f"{milliseconds:.{0 if milliseconds >= 10 else 1}f} ms"


def fastest(*runs: Callable[[], object], times: int = TIMES) -> list[float]:
    """Return the milliseconds of each one's fastest run: the one that was least disturbed.

    They take turns, so that what disturbs the machine for a while disturbs all of them.
    """
    rounds = [[_milliseconds(run) for run in runs] for _ in range(times)]
    return [min(taken) for taken in zip(*rounds, strict=True)]


def python(*arguments: str) -> Callable[[], object]:
    """Return a function that runs Python in a process of its own."""
    command = [sys.executable, "-c", *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def starting() -> Iterator[Race]:
    bare, started = fastest(python("pass"), python(PROGRAM, "--help"))
    yield Race("`reportgen --help`", "`python -c pass`", started, bare, "3")


def showing() -> Iterator[Race]:
    polars, shown = fastest(python("import polars"), python(PROGRAM, "show", MODEL))
    yield Race(f"`reportgen show {MODEL}`", '`python -c "import polars"`', shown, polars, "2")


def showing_many() -> Iterator[Race]:
    """Show every family's config.json in one call, against reading the files and no more."""
    models = json.loads((DATA / "families.json").read_text("utf-8"))["models"]
    with tempfile.TemporaryDirectory() as name:
        for model, said in models.items():
            Path(name, f"{model}.json").write_text(json.dumps(said["config"]), "utf-8")
        files = sorted(map(str, Path(name).iterdir()))
        read, shown = fastest(python(READING, *files), python(PROGRAM, "show", *files))
    yield Race(
        f"`show` of {len(files)} configs", "parsing them, importing polars", shown, read, "3"
    )


def reporting() -> Iterator[Race]:
    """A report against its bare cells, and against cells that look and are arranged as its own."""
    with tempfile.TemporaryDirectory() as name:
        folder, model = Path(name), load_model(MODEL)
        write_report(model, {}, folder, WRITERS)
        book = load_workbook(folder / f"{MODEL}.xlsx")
        cells = {sheet.title: list(sheet.values) for sheet in book.worksheets}
        bare, dressed, whole = fastest(
            lambda: _filled(cells).save(folder / "bare.xlsx"),
            lambda: (_filled(cells), book.save(folder / "dressed.xlsx")),
            lambda: write_report(model, {}, folder, WRITERS),
        )
    name = "a report: workbook, page and mail"
    yield Race(
        name, "its cells by plain openpyxl, with looks, tables and charts", whole, dressed, "2"
    )
    yield Race(name, "its bare cells by plain openpyxl", whole, bare, "")


def laying_out() -> Iterator[Race]:
    """The pages and mails of reports that have their figures, against a workbook.

    In turn with the workbook they find the processor's caches cold, one after the other warm.
    """
    report, laid_out = build_report(load_model(MODEL)), _laying_out(MODEL)
    others = [_laying_out(name) for name in sorted(presets())[::EVERY]]
    book, after = fastest(lambda: Edition(report).workbook, laid_out)
    [again] = fastest(laid_out, times=5 * TIMES)
    [round_] = fastest(lambda: [each() for each in others], times=3 * TIMES)
    yield Race("its page and mail, after the first", "its workbook", again, book, "5 ms")
    name = f"the same of {len(others)} presets, each after others, in the mean"
    yield Race(name, "its workbook", round_ / len(others), book, "5 ms")
    yield Race("its own in turn with the workbook", "its workbook", after, book, "")


def _laying_out(name: str) -> Callable[[], object]:
    report = build_report(load_model(name))
    workbook = Edition(report).workbook
    return lambda: (page(report), draft(mail(report, PLAIN, workbook)))


def scaling() -> Iterator[Race]:
    with tempfile.TemporaryDirectory() as folder:
        arguments = (PROGRAM, "all-presets", "--output", folder, "--jobs")
        one, two = fastest(python(*arguments, "1"), python(*arguments, "2"), times=3)
    name = "`all-presets --jobs 2`"
    yield Race(name, "`all-presets --jobs 1`", two, one, "below 1")


def _milliseconds(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return 1000 * (perf_counter() - start)


def _filled(cells: dict[str, list[tuple[object, ...]]]) -> Workbook:
    workbook = Workbook()
    for title, rows in cells.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return workbook


def main() -> None:
    print("| what | against | time | yardstick | ratio | aim |")
    print("| :-- | :-- | --: | --: | --: | --: |")
    for races in (starting, showing, showing_many, reporting, laying_out, scaling):
        for race in races():
            print(race.row(), flush=True)


if __name__ == "__main__":
    main()
