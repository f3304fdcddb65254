"""The words and cells of a report that text and Markdown share."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.aggregate import ExactTable, Scalar
from reportgen.numbers import Number, amount, grouped, percent, raw, si
from reportgen.printable import printable
from reportgen.reporting import Report

Row = tuple[str, ...]
Show = Callable[[Scalar], str]


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


def _raw(value: Scalar) -> str:
    return raw(number(value))


# How the cells of each kind are written for people, and where programs read them too.
READ: Mapping[str, Show] = {"text": _text, "full": _full, "short": _short, "share": _share}
RAW: Mapping[str, Show] = {**READ, "full": _raw, "short": _raw}
# The headings of columns, and of which kind their cells are.
COMPONENTS = {
    "title": ("Component", "text"),
    "params": ("Parameters", "full"),
    "params_share": ("Share", "share"),
    "flops": ("FLOPs", "short"),
    "flops_share": ("Share", "share"),
}
MATMULS = {
    "layer": ("Layer", "text"),
    "matmul": ("Matrix product", "text"),
    "m": ("m", "full"),
    "k": ("k", "full"),
    "n": ("n", "full"),
    "count": ("Count", "full"),
    "params": ("Parameters", "short"),
    "flops": ("FLOPs", "short"),
    "share": ("Share", "share"),
}
OTHERS = {
    "layer": ("Layer", "text"),
    "parameter": ("Parameter", "text"),
    "size": ("Size", "full"),
    "count": ("Count", "full"),
    "params": ("Parameters", "short"),
    "share": ("Share", "share"),
}


def components(report: Report, ways: Mapping[str, Show] = READ) -> list[Row]:
    """Return the components with their shares, under a heading and above the total."""
    total = {
        "title": "Total",
        "params": report.scope["params_total"],
        "params_share": 1,
        "flops": report.scope["flops_forward"],
        "flops_share": 1,
    }
    last = tuple(ways[kind](total[key]) for key, (_, kind) in COMPONENTS.items())
    return [*_cells(report.totals.exact, COMPONENTS, ways), last]


def costs(report: Report) -> list[Row]:
    """Return what the model costs, a figure in words and its amount, under a heading."""
    said = report.costs
    found = [
        (printable(title), amount(figure.value, figure.quantity.unit))
        for title, figure in said.figures
    ]
    return [(printable(said.heading), ""), *found]


def matmuls(report: Report, ways: Mapping[str, Show] = READ) -> list[Row]:
    """Return the matrix products under a heading."""
    return _cells(report.matmuls.exact, MATMULS, ways)


def others(report: Report, ways: Mapping[str, Show] = READ) -> list[Row]:
    """Return the parameters that multiply nothing under a heading."""
    return _cells(report.other_parameters.exact, OTHERS, ways)


def _cells(
    table: ExactTable, columns: Mapping[str, tuple[str, str]], ways: Mapping[str, Show]
) -> list[Row]:
    shown = [[ways[kind](value) for value in table[key]] for key, (_, kind) in columns.items()]
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


def settings(
    report: Report, show: Callable[[Number | str], str] = grouped
) -> list[tuple[str, str]]:
    """Return the inputs that the count depends on, and what else was set, as people read it."""
    shown = [
        spec.name
        for own, spec in zip(report.model.inputs, report.inputs.specs, strict=True)
        if spec.section in ("", "pass") or spec.value != own.value
    ]
    return [(name, printable(show(report.inputs.values[name]))) for name in shown]


def closed_forms(report: Report) -> list[tuple[str, str]]:
    """Return the titles of the short closed forms, and each form with what it takes for granted."""
    return [
        (form.title, form.text + (f" (given {form.given})" if form.given else ""))
        for form in report.closed_forms
        if form.condition is not None
    ]


def verdict(report: Report) -> str:
    """Return whether the report's checks hold, and which do not."""
    broken = [printable(check.title) for check in report.checks if not check.holds]
    if not broken:
        return f"All {len(report.checks)} checks hold."
    return f"Checks that do not hold: {'; '.join(broken)}."
