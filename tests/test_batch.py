"""Many reports at once: the same bytes whoever writes them, and nothing half-written."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportgen import batch, catalog, workers
from reportgen.errors import OutputError
from tests.running import run

GPT2 = ("gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl")
KINDS = ("xlsx", "html", "eml")
OVERVIEWS = {"index.html", "comparison.xlsx", "calculator.xlsx"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The GPT-2 presets, written by this process alone."""
    folder = tmp_path_factory.mktemp("presets")
    ended = run("all-presets", "--only", "gpt2*", "--jobs", "1", "--output", folder)
    assert ended.status == 0
    return folder


def test_every_preset_has_a_workbook_a_page_and_a_mail(written: Path) -> None:
    expected = {f"{name}.{kind}" for name in GPT2 for kind in KINDS}
    assert set(contents(written)) == expected | OVERVIEWS


def test_a_second_run_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    assert run("all-presets", "--only", "gpt2*", "--jobs", "1", "--output", tmp_path).status == 0
    assert contents(tmp_path) == contents(written)


@pytest.mark.parametrize("jobs", [2, 5])
def test_the_number_of_processes_changes_no_byte(written: Path, tmp_path: Path, jobs: int) -> None:
    ended = run("all-presets", "--only", "gpt2*", "--jobs", str(jobs), "--output", tmp_path)
    assert ended.status == 0
    assert contents(tmp_path) == contents(written)


def test_every_file_is_told_with_its_time(tmp_path: Path) -> None:
    ended = run("all-presets", "--only", "gpt2", "--output", tmp_path)
    told = [line.split("  ") for line in ended.faults]
    names = [f"gpt2.{kind}" for kind in KINDS]
    names += ["comparison.xlsx", "calculator.xlsx", "index.html"]
    assert [path for path, _ in told] == [str(tmp_path / name) for name in names]
    assert all(taken.endswith(" ms") for _, taken in told)


def test_the_overviews_are_in_the_order_of_the_catalogue(written: Path) -> None:
    page = (written / "index.html").read_text(encoding="utf-8")
    places = [page.index(f"{name}.html") for name in catalog.presets() if name in GPT2]
    assert places == sorted(places)


def test_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "gpt2-xl.html").mkdir()
    ended = run("all-presets", "--only", "gpt2*", "--jobs", "2", "--output", tmp_path)
    assert ended.status == 1
    assert ended.faults[-1].startswith("reportgen: gpt2-xl: cannot write ")
    found = {name for name in os.listdir(tmp_path) if not name.startswith("gpt2-xl")}
    assert found == OVERVIEWS | {f"{n}.{k}" for n in GPT2[:3] for k in KINDS}
    assert "gpt2-xl" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_formula_too_long_for_a_workbook_stops_that_workbook_alone(own_folder: Path) -> None:
    """The forward FLOPs at another length are one formula, the sum of so many components."""
    matmul = 'name = "up", m = "tokens", k = "width", n = "width", weight = true'
    layers = [
        f'[[layer]]\nname = "l{i}"\nmatmul = [{{ component = "part{i:040}", {matmul} }}]\n'
        for i in range(120)
    ]
    model = "[inputs]\nwidth = 8\ncontext_length = 16\n" + "".join(layers)
    Path("many.toml").write_text(model, "utf-8")
    ended = run("report", "many.toml", "gpt2", "--format", "xlsx,html,eml")
    assert ended.status == 1
    too_long = "reportgen: too long for a workbook, whose formulas end at 8000 characters; "
    assert [fault for fault in ended.faults if fault.startswith("reportgen: ")] == [
        f"{too_long}many.xlsx is not written",
        f"{too_long}many.eml is not written",
    ]
    found = {file.name for file in (own_folder / "output").iterdir()}
    assert found == {"many.html", "gpt2.xlsx", "gpt2.html", "gpt2.eml"}


def test_a_helper_that_is_killed_fails_its_own_tasks_only() -> None:
    tasks = [(0,), (1,), (2,), (3,)]
    found = dict(workers.run(_die_in_a_helper, tasks, jobs=2, lost=lambda n: -n))
    assert found.keys() == set(tasks)
    assert found[(3,)] == 3
    assert found[(0,)] == 0


def _die_in_a_helper(number: int) -> int:
    if os.environ.get("PYTEST_CURRENT_TEST") is None or number == 0:
        os._exit(1)
    return number


def test_the_folder_is_made(tmp_path: Path) -> None:
    batch.make_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_a_file_in_the_way_is_told_before_anything_is_done(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    ended = run("all-presets", "--output", tmp_path / "out")
    assert ended.status == 2
    assert len(ended.faults) == 1
    assert "cannot write into" in ended.err
    assert "choose another --output" in ended.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_takes_no_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(batch, "TemporaryFile", refuse)
    with pytest.raises(OutputError, match=r"cannot write into \.: Read-only file system; choose"):
        batch.make_folder(Path())


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no /proc")
def test_a_folder_that_cannot_be_made_is_told() -> None:
    ended = run("all-presets", "--output", "/proc/self/nowhere/output")
    assert ended.status == 2
    assert len(ended.faults) == 1
    assert "cannot write into /proc/self/nowhere/output" in ended.err


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system limits no file's size")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, jobs: str) -> None:
    # A limit on the size of files stops a write midway, as a full disk does.
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000));"
        "from reportgen.cli import main; main(sys.argv[1:])"
    )
    arguments = ["all-presets", "--only", "gpt2", "--only", "gpt2*", "--jobs", jobs]
    done = subprocess.run(
        [sys.executable, "-c", limited, *arguments, "--output", tmp_path],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.count("cannot write ") == len(GPT2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_tidily(tmp_path: Path, asked: signal.Signals, jobs: str) -> None:
    arguments = ["all-presets", "--jobs", jobs, "--output", str(tmp_path)]
    program = subprocess.Popen(
        [sys.executable, "-m", "reportgen", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert program.stderr
    program.stderr.readline()
    if asked == signal.SIGINT:
        os.killpg(program.pid, asked)
    else:
        program.send_signal(asked)
    rest = program.stderr.read()
    assert program.wait(timeout=60) == {signal.SIGINT: 130, signal.SIGTERM: 143}[asked]
    assert "Traceback" not in rest
    assert {path.suffix[1:] for path in tmp_path.iterdir()} <= set(KINDS)
    assert not OVERVIEWS & set(contents(tmp_path))


def test_helpers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "reportgen", "all-presets", "--jobs", "2", "--output", tmp_path],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert program.stderr
    program.stderr.readline()
    program.kill()
    # The helpers share this pipe, so that it ends when the last of them has.
    started = time.monotonic()
    program.stderr.read()
    program.wait()
    assert time.monotonic() - started < 30
