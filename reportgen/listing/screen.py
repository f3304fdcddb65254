"""Text for a terminal: the headline, the components with their shares as bars, the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportgen.listing import words
from reportgen.listing.columns import BAR, MORE_BARS, Column, bars, numbers, texts
from reportgen.listing.grid import fitted, natural
from reportgen.listing.prose import sentence
from reportgen.listing.tables import INDENT, cells, headed, missing, rule, under
from reportgen.listing.window import PIPE, Window
from reportgen.printable import printable
from reportgen.reporting import Report

ROOMY = 110  # columns that hold what the names of components add in brackets, and bars


def screen(report: Report, window: Window = PIPE) -> str:
    """Return a report as a screen of text."""
    return "\n".join(_screen(report, window)) + "\n"


def _screen(report: Report, window: Window) -> Iterator[str]:
    yield from sentence(words.headline(report), window, words.name(report))
    for table in (_components, _matmuls, _others):
        if lines := list(table(report, window)):
            yield from ("", *lines)
    yield ""
    for title, form in words.closed_forms(report):
        yield from sentence(f"{title}: {form}", window, title)
    inputs = ", ".join(map(" = ".join, words.settings(report)))
    yield from sentence(f"Inputs: {inputs}", window, "Inputs")
    yield from sentence(f"Source: {printable(report.model.source)}", window, "Source")
    yield from sentence(words.verdict(report), window)


def _components(report: Report, window: Window) -> Iterator[str]:
    shares = report.totals.exact
    title, params, params_share, flops, flops_share = cells(words.components(report), window)
    if window.columns < ROOMY and not window.whole:
        title = [each.partition(" (")[0] for each in title]
    columns = [
        texts(title, least=20),
        numbers(params),
        numbers(params_share, rank=3)._replace(name="share of parameters"),
        bars([*shares["params_share"], 0], window, MORE_BARS),
        numbers(flops, rank=1),
        numbers(flops_share, rank=2)._replace(name="share of FLOPs"),
        bars([*shares["flops_share"], 0], window, BAR),
    ]
    found = fitted(columns, window)
    heading, *rows, total = found.lines
    yield from (window.strong(heading), *rule(found, window), *rows)
    yield from (*rule(found, window), window.strong(total), *missing(found, window))


def _matmuls(report: Report, window: Window) -> Iterator[str]:
    layer, product, m, k, n, count, params, flops, share = cells(words.matmuls(report), window)
    columns = [
        texts(product, least=12),
        numbers(m, rank=4),
        numbers(k, rank=3),
        numbers(n, rank=3),
        numbers(count, rank=2),
        numbers(params, rank=1),
        numbers(flops),
        numbers(share),
        bars(report.matmuls.exact["share"], window, MORE_BARS),
    ]
    return _of_layers(layer, columns, window)


def _others(report: Report, window: Window) -> Iterator[str]:
    layer, parameter, size, count, params, share = cells(words.others(report), window)
    columns = [
        texts(parameter, least=12),
        numbers(size, rank=3),
        numbers(count, rank=2),
        numbers(params),
        numbers(share, rank=1),
    ]
    return _of_layers(layer, columns, window)


def _of_layers(layer: Sequence[str], columns: list[Column], window: Window) -> Iterator[str]:
    """Yield a table with the layers in a column or, where they find no room, above their rows."""
    if len(layer) == 1 and not window.whole:
        return iter(())
    flat = [texts(layer, least=12), *columns]
    if window.whole or natural(flat) <= window.columns:
        return headed(fitted(flat, window), window)
    return under(layer[1:], fitted(columns, window, len(INDENT)), window)
