"""Random edits of a model's inputs, and what a workbook must show after each."""

import random
from collections.abc import Iterator
from fractions import Fraction

from openpyxl.utils import get_column_letter

from reportgen import InputError, build_report
from reportgen.model import Model
from reportgen.reporting import Report
from reportgen.spec import InputSpec, Value
from reportgen.xlsx.book import make_book
from reportgen.xlsx.cells import Live
from tests.engines import IronBook, LibreBook

SMALL = (1, 2, 3, 8, 12, 16, 25, 32, 64, 96, 128, 4096, 100_000, 1_048_576)
ROW_COLUMNS = ("m", "k", "n", "count", "stored", "params", "flops", "active_params", "bytes")
Settings = dict[str, Value]


def random_edits(model: Model, number: int, seed: int) -> Iterator[tuple[Settings, Report]]:
    """Yield allowed edits, each on top of those before, with the report they should give."""
    rng = random.Random(seed)
    specs = build_report(model).inputs.specs
    settings: Settings = {}
    while number:
        spec = rng.choice(specs)
        edit = {spec.name: _value(spec, rng)}
        try:
            report = build_report(model, settings | edit)
        except InputError:
            continue
        settings |= edit
        number -= 1
        yield edit, report


def differences(book: IronBook | LibreBook, report: Report) -> list[str]:
    """Return where a recalculated workbook shows another figure than the report."""
    checks = [check.name for check in report.checks]
    named = {name: report.scope[name] for name in (*report.inputs.values, *report.figures, *checks)}
    shown = book.named(named)
    found = [
        f"{name}: {shown[name]!r} is not {value!r}"
        for name, value in named.items()
        if not same(shown[name], value)
    ]
    return found + _row_differences(book.values()["Matmuls"], report)


def stale_cells(book: IronBook | LibreBook, report: Report) -> list[str]:
    """Return every live cell that a workbook written for `report` would show otherwise.

    Left out is whether a closed form's text still holds: the new book has another text.
    """
    shown = book.values()
    return [
        f"{sheet.title}!{cell.coordinate}: {shown[sheet.title].get(cell.coordinate)!r}"
        f" is not {cell.value.value!r}"
        for sheet in make_book(report).worksheets
        if sheet.title != "Inputs"
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, Live)
        and not (sheet.title == "Reconciliation" and cell.value.value in ("yes", "no"))
        and not same(shown[sheet.title].get(cell.coordinate), cell.value.value)
    ]


def same(shown: object, value: object) -> bool:
    """Sums may differ by their order, hence 1e-12; texts and truths not at all."""
    if isinstance(value, (str, bool)):
        return shown == value
    assert isinstance(value, (int, float, Fraction))
    if isinstance(shown, str) or shown is None:
        return False
    return abs(float(shown) - float(value)) <= 1e-12 * abs(float(value))


def _row_differences(cells: dict[str, object], report: Report) -> list[str]:
    """Rows are products in the same order, so they must agree to the last bit."""
    letters = map(get_column_letter, range(1, 60))
    header = {str(cells.get(f"{letter}5")): letter for letter in letters}
    return [
        f"{matmul}.{column}: {cells[f'{header[column]}{row}']!r} is not {value!r}"
        for column in ROW_COLUMNS
        for row, (matmul, value) in enumerate(
            zip(report.matmuls.frame["matmul"], report.matmuls.frame[column], strict=True), 6
        )
        if cells[f"{header[column]}{row}"] != value
    ]


def _value(spec: InputSpec, rng: random.Random) -> Value:
    if spec.kind == "choice":
        return rng.choice(spec.choices)
    if spec.kind == "flag":
        return rng.choice((0, 1))
    if spec.kind == "number":
        return rng.choice((0.5, 1, 2, 4))
    return rng.choice((*SMALL, rng.randint(1, 5000)))
