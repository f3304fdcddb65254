"""The words and cells of a report that text and Markdown share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.aggregate import ExactTable, Scalar
from reportgen.numbers import Number, amount, grouped, percent, si
from reportgen.printable import printable
from reportgen.reporting import Report

Columns = Mapping[str, tuple[str, Callable[[Scalar], str]]]
Row = tuple[str, ...]


def number(value: Scalar) -> Number:
    """Return the value of a cell that holds a number."""
    if isinstance(value, str):
        raise TypeError(f"{value!r} is text")
    return value


def _text(value: Scalar) -> str:
    return printable(str(value))


def _full(value: Scalar) -> str:
    return grouped(number(value))


def _short(value: Scalar) -> str:
    return si(number(value))


def _share(value: Scalar) -> str:
    return percent(number(value))


COMPONENTS: Columns = {
    "title": ("Component", _text),
    "params": ("Parameters", _full),
    "params_share": ("Share", _share),
    "flops": ("FLOPs", _short),
    "flops_share": ("Share", _share),
}
MATMULS: Columns = {
    "layer": ("Layer", _text),
    "matmul": ("Matrix product", _text),
    "m": ("m", _full),
    "k": ("k", _full),
    "n": ("n", _full),
    "count": ("Count", _full),
    "params": ("Parameters", _short),
    "flops": ("FLOPs", _short),
    "share": ("Share", _share),
}
OTHERS: Columns = {
    "layer": ("Layer", _text),
    "parameter": ("Parameter", _text),
    "size": ("Size", _full),
    "count": ("Count", _full),
    "params": ("Parameters", _short),
    "share": ("Share", _share),
}


def components(report: Report) -> list[Row]:
    """Return the components with their shares, under a heading and above the total."""
    total = {
        "title": "Total",
        "params": report.scope["params_total"],
        "params_share": 1,
        "flops": report.scope["flops_forward"],
        "flops_share": 1,
    }
    last = tuple(shown(total[key]) for key, (_, shown) in COMPONENTS.items())
    return [*_cells(report.totals.exact, COMPONENTS), last]


def costs(report: Report) -> list[Row]:
    """Return what the model costs, a figure in words and its amount, under a heading."""
    said = report.costs
    found = [
        (printable(title), amount(figure.value, figure.quantity.unit))
        for title, figure in said.figures
    ]
    return [(printable(said.heading), ""), *found]


def matmuls(report: Report) -> list[Row]:
    """Return the matrix products under a heading."""
    return _cells(report.matmuls.exact, MATMULS)


def others(report: Report) -> list[Row]:
    """Return the parameters that multiply nothing under a heading."""
    return _cells(report.other_parameters.exact, OTHERS)


def _cells(table: ExactTable, columns: Columns) -> list[Row]:
    shown = [[show(value) for value in table[key]] for key, (_, show) in columns.items()]
    heading = tuple(title for title, _ in columns.values())
    return [heading, *zip(*shown, strict=True)]


def headline(report: Report) -> str:
    """Return the model's name, its size and what a forward pass costs, in one sentence."""
    return (
        f"{name(report)}: {_size(report)}; a forward pass over {_tokens(report)} takes "
        f"{_flops(report, 'flops_forward')}, {_flops(report, 'flops_per_token')} per token."
    )


def name(report: Report) -> str:
    """Return the model's title, and its name where that is another."""
    title, name = printable(report.model.title), report.model.name
    return name if title == name else f"{title} ({name})"


def _size(report: Report) -> str:
    total, active = (report.scope[key] for key in ("params_total", "params_active"))
    part = f", {_short(active)} of them active" if active != total else ""
    return f"{_short(total)} parameters{part}"


def _flops(report: Report, figure: str) -> str:
    return si(number(report.scope[figure]), "FLOP")


def _tokens(report: Report) -> str:
    sequences, tokens = report.inputs.values["batch_size"], report.inputs.values["seq_len"]
    batch = f"{grouped(sequences)} sequences of " if sequences != 1 else ""
    return f"{batch}{grouped(tokens)} tokens"


def settings(report: Report) -> list[tuple[str, str]]:
    """Return the inputs that the count depends on, and what else was set, as people read it."""
    shown = [
        spec.name
        for own, spec in zip(report.model.inputs, report.inputs.specs, strict=True)
        if spec.section in ("", "pass") or spec.value != own.value
    ]
    return [(name, printable(grouped(report.inputs.values[name]))) for name in shown]


def closed_forms(report: Report) -> list[str]:
    """Return the short closed forms, each with what it takes for granted."""
    return [
        f"{form.title}: {form.text}" + (f" (given {form.given})" if form.given else "")
        for form in report.closed_forms
        if form.condition is not None
    ]


def verdict(report: Report) -> str:
    """Return whether the report's checks hold, and which do not."""
    broken = [printable(check.title) for check in report.checks if not check.holds]
    if not broken:
        return f"All {len(report.checks)} checks hold."
    return f"Checks that do not hold: {'; '.join(broken)}."
