"""What a page calculates is what `show --set` prints: the same names and rows, in Chromium."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.html.calculating.live import live
from reportgen.html.templates import folder
from reportgen.model import Model
from reportgen.reporting import Report
from reportgen.spec import Value
from tests.engines import needs_chromium
from tests.engines.browser import browser
from tests.models import CORE, model, one_per_architecture
from tests.xlsx.edits import random_edits, same

EDITS = {**dict.fromkeys(one_per_architecture(), 2), "llama-3-8b": 60, "mixtral-8x7b": 30}
ROWS = {
    "Matmuls": ("m", "k", "n", "count", "stored", "params", "flops", "seconds"),
    "OtherParameters": ("size", "count", "params"),
    "Totals": ("params", "flops", "flops_share"),
}
RELEASED = "lookup(Accelerators.year, Accelerators.accelerator, hardware)"
VALUES = """([model, jobs, names, rows]) => jobs.map((job) => {
  const given = Object.fromEntries(model.i.filter((input) => input[2] !== null)
    .map(([key, , value]) => [key, value]));
  const $ = scope(model, {...given, ...job});
  const columns = rows.map(([table, keys]) => keys.map((key) => $[table][key]));
  return [names.map((name) => $[name]), columns];
})"""


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    with browser() as launched:
        yield launched.new_page()


def edited(preset: Model, number: int) -> tuple[list[dict[str, Value]], list[Report]]:
    settings, jobs, reports = dict[str, Value](), [], []
    for edit, report in random_edits(preset, number, seed=6):
        settings |= edit
        jobs.append(dict(settings))
        reports.append(report)
    return jobs, reports


def calculated(page: Any, of: Report, jobs: list[dict[str, Value]]) -> Iterator[dict[str, Any]]:
    """Yield the values by name for each job, and the rows' values by table and column."""
    said = live(of)
    names = known(of)
    renamed = [{said.called(name): value for name, value in job.items()} for job in jobs]
    rows = [(said.called(table), [*map(said.called, ROWS[table])]) for table in shown(of)]
    script = (folder() / "_scope.js").read_text("utf-8")
    asked = json.dumps([renamed, [*map(said.called, names)], rows])
    call = f"(() => {{ {script} return ({VALUES})([{said.code}, ...{asked}]) }})()"
    for values, columns in page.evaluate(call):
        found = dict(zip(names, values, strict=True))
        yield found | dict(zip(shown(of), columns, strict=True))


def known(report: Report) -> list[str]:
    return [*report.inputs.values, *report.figures, *(check.name for check in report.checks)]


def shown(report: Report) -> list[str]:
    return [name for name in ROWS if report.tables[name].get("params")]


def differences(found: Mapping[str, Any], report: Report) -> list[str]:
    """Sums may differ by their order; rows, which are products of whole numbers, may not."""
    wrong = [
        f"{name}: {found[name]!r} is not {report.scope[name]!r}"
        for name in known(report)
        if not same(found[name], report.scope[name])
    ]
    for table in shown(report):
        for column, values in zip(ROWS[table], found[table], strict=True):
            wanted = report.tables[table][column]
            wrong += [
                f"{table}.{column} {i}: {value!r} is not {wanted[i]!r}"
                for i, value in enumerate(values)
                if not (value == wanted[i] if exact(wanted[i]) else same(value, wanted[i]))
            ]
    return wrong


def exact(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 2**53


@needs_chromium
@pytest.mark.parametrize("preset", sorted({*EDITS, *CORE}))
def test_random_edits_give_the_figures_of_a_new_report(preset: str, page: Any) -> None:
    of = load_model(preset)
    report = build_report(of)
    jobs, reports = edited(of, EDITS.get(preset, 2))
    found = calculated(page, report, [{}, *jobs])
    for job, values, wanted in zip([{}, *jobs], found, [report, *reports], strict=True):
        assert differences(values, wanted) == [], job


def test_what_no_formula_reads_is_not_there() -> None:
    code = live(build_report(load_model("llama-3-8b"))).code
    columns = catalog.lookups()["Accelerators"].columns
    assert "h100-sxm" in columns["accelerator"]
    assert "h100-sxm" in code
    assert "nvidia" in columns["vendor"]
    assert "nvidia" not in code


def test_a_model_may_read_what_the_catalogue_does_not(page: Any) -> None:
    newest = {"name": "released", "title": "Year of the device", "meaning": "made up"}
    newest |= {"unit": "", "source": "made up", "formula": RELEASED}
    report = build_report(model(quantity=[newest]))
    [values] = calculated(page, report, [{}])
    assert values["released"] == 2022


def test_the_same_report_gives_the_same_script() -> None:
    assert live(build_report(model())).code == live(build_report(model())).code


def test_a_text_of_a_model_file_cannot_end_the_script() -> None:
    extra = {
        "name": "evil",
        "title": "</script>",
        "unit": "</script>",
        "meaning": "</script>",
        "source": "made up",
        "formula": "1 if optimizer == '</script><!--' else 2",
    }
    code = live(build_report(model(quantity=[extra]))).code
    assert "</" not in code
    assert "<!--" not in code
