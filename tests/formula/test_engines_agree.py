"""One formula, five calculators: exact, polars, IronCalc, LibreOffice, Chromium give one value."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from math import isclose
from pathlib import Path
from random import Random

import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table

from reportgen.formula import (
    Hole,
    Node,
    Value,
    evaluate,
    parse,
    parse_sentence,
    to_excel,
    to_javascript,
    to_polars,
    to_text,
)
from reportgen.html.templates import folder
from tests.engines import (
    ironcalc_values,
    libreoffice_values,
    needs_chromium,
    needs_libreoffice,
)
from tests.engines.browser import script_value
from tests.formula.random_formulas import NAMES, Maker, random_env

COUNT, DEPTH = 2000, 5
COLUMNS = (*NAMES, "mode")
RESULT = get_column_letter(len(COLUMNS) + 1)

TABLE: dict[str, list[Value]] = {
    "amount": [1, 2, 30, 400],
    "kind": ["head", "attention", "Head", "ffn"],
}
AGGREGATES = [
    "sum(Rows.amount)",
    "sum_where(Rows.amount, Rows.kind, 'head')",
    "sum_where(Rows.amount, Rows.kind, 'ffn') / sum(Rows.amount)",
    "lookup(Rows.amount, Rows.kind, 'HEAD') + lookup(Rows.amount, Rows.kind, 'ffn')",
    "power(lookup(Rows.amount, Rows.kind, 'attention'), 1 / 3)",
    "3 if lookup(Rows.kind, Rows.kind, 'FFN') == 'ffn' else 4",
]
SENTENCES = [
    "{1234567.6:,} of {2.671:0.00} is {1 / 14:0.0%} and {0.126:#,##0.00}",
    'A "quoted" {{text}}, {max(2, 3):0} times, ' + "long " * 80,
    "{'full' if 1 < 2 else 'none'}",
]
# IronCalc's TEXT rounds a half to the even digit; Excel and LibreOffice round it away from zero.
HALVES = ["{0.5:0} {1.5:0} {2.5:0} {-2.5:0} {2.625:0.00} {1 / 8:%} {1234567.5:,}"]


@cache
def cases() -> list[tuple[Node, dict[str, Value]]]:
    """Return random formulas, each with values that it behaves well for."""
    random = Random(20)
    envs = [random_env(random) for _ in range(COUNT)]
    return [(Maker(random, env).formula(DEPTH), env) for env in envs]


@cache
def exact_values() -> list[Value]:
    return [evaluate(formula, env) for formula, env in cases()]


@cache
def polars_values() -> list[float]:
    # Two rows, for polars calculates a frame of one row in another way.
    frames = [pl.DataFrame([env, env]).select(x=to_polars(node)) for node, env in cases()]
    return [frame["x"][0] for frame in frames]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formulas") / "formulas.xlsx"
    workbook = Workbook()
    _write_cases(workbook)
    _write_table(workbook)
    _write_column(workbook, "Aggregates", [to_excel(parse(text)) for text in AGGREGATES])
    _write_column(workbook, "Sentences", [parse_sentence(text).to_excel() for text in SENTENCES])
    _write_column(workbook, "Halves", [parse_sentence(text).to_excel() for text in HALVES])
    workbook.save(path)
    return path


def _write_cases(workbook: Workbook) -> None:
    sheet = workbook.active
    sheet.title = "Cases"
    for row, (formula, env) in enumerate(cases(), 1):
        cells = {name: f"{get_column_letter(i)}{row}" for i, name in enumerate(COLUMNS, 1)}
        formula_text = "=" + to_excel(formula, cells.__getitem__)
        sheet.append([*(env[name] for name in COLUMNS), formula_text])


def _write_table(workbook: Workbook) -> None:
    sheet = workbook.create_sheet("Data")
    sheet.append(list(TABLE))
    for row in zip(*TABLE.values(), strict=True):
        sheet.append(row)
    sheet.add_table(Table(displayName="Rows", ref=f"A1:B{sheet.max_row}"))


def _write_column(workbook: Workbook, title: str, formulas: list[str]) -> None:
    sheet = workbook.create_sheet(title)
    for formula in formulas:
        sheet.append(["=" + formula])


def _differences(found: list[float], wanted: list[Value]) -> Iterator[str]:
    for value, exact, (formula, env) in zip(found, wanted, cases(), strict=True):
        if not isinstance(value, float | int) or not isclose(value, exact, rel_tol=1e-9):
            yield f"{to_text(formula)} with {env}: {value} instead of {exact}"


def _results(values: dict[str, dict[str, Value]]) -> list[Value]:
    return [values["Cases"][f"{RESULT}{row}"] for row in range(1, COUNT + 1)]


def test_the_random_formulas_use_the_whole_language() -> None:
    texts = " ".join(to_text(formula) for formula, _ in cases())
    words = "+ - * / // % ** if and or not == != < <= > >= min max ceil floor ceil_div round_up"
    assert [word for word in f"{words} sqrt log2 abs power".split() if word not in texts] == []


def test_polars_gives_the_exact_values() -> None:
    assert list(_differences(polars_values(), exact_values())) == []


def test_ironcalc_gives_the_exact_values(book: Path) -> None:
    values = ironcalc_values(book)
    assert list(_differences(_results(values), exact_values())) == []
    _check_aggregates(values)
    _check_sentences(values["Sentences"], SENTENCES)


@needs_libreoffice
def test_libreoffice_gives_the_exact_values(book: Path) -> None:
    values = libreoffice_values(book)
    assert list(_differences(_results(values), exact_values())) == []
    _check_aggregates(values)
    _check_sentences(values["Sentences"], SENTENCES)
    _check_sentences(values["Halves"], HALVES)


@needs_chromium
def test_chromium_gives_the_exact_values() -> None:
    said = ((to_javascript(formula), env) for formula, env in cases())
    assert list(_differences(_script_values(said), exact_values())) == []
    tables = {"Rows": TABLE}
    found = _script_values((to_javascript(parse(text)), tables) for text in AGGREGATES)
    for text, value in zip(AGGREGATES, found, strict=True):
        assert value == pytest.approx(evaluate(parse(text), {}, tables), rel=1e-12)


@needs_chromium
def test_chromium_writes_the_sentences() -> None:
    less = "{-0.001:0.00} {-0.001:,} {-12345.678:#,##0.0} {-0.071:0.0%}"
    holes = [
        hole
        for text in (*SENTENCES, *HALVES, less)
        for hole in parse_sentence(text).parts
        if isinstance(hole, Hole)
    ]
    said = (f"styled({to_javascript(h.formula)},{json.dumps(h.style)})" for h in holes if h.style)
    found = _script_values((text, {}) for text in said)
    assert found == [hole.said(_valued) for hole in holes if hole.style]


def _valued(formula: Node) -> Value:
    return evaluate(formula, {})


def _script_values(said: Iterable[tuple[str, object]]) -> list[float]:
    """Return what expressions come to, each with the names that it may use, on one page."""
    scripts = [(folder() / name).read_text("utf-8") for name in ("_scope.js", "_numbers.js")]
    thunks = ",".join(f"(($)=>{{with($)return {text}}})({json.dumps(env)})" for text, env in said)
    found: list[float] = script_value(f"(() => {{{''.join(scripts)} return [{thunks}]}})()")
    return found


def _check_aggregates(values: dict[str, dict[str, Value]]) -> None:
    for row, text in enumerate(AGGREGATES, 1):
        exact = evaluate(parse(text), {}, {"Rows": TABLE})
        assert values["Aggregates"][f"A{row}"] == pytest.approx(exact, rel=1e-12)


def _check_sentences(cells: dict[str, Value], sentences: list[str]) -> None:
    said = [cells[f"A{row}"] for row in range(1, len(sentences) + 1)]
    assert said == [parse_sentence(text).said(_valued) for text in sentences]
