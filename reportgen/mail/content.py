"""What a mail says of a report, in plain values that its two templates lay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import reportgen
from reportgen.aggregate import Scalar
from reportgen.answers import Answer
from reportgen.brand import Brand
from reportgen.figures import Figure, Plain, as_number, as_numbers
from reportgen.formula import parse
from reportgen.html.page import command
from reportgen.numbers import amount, grouped, si
from reportgen.printable import one_line
from reportgen.reporting import Report

# Clients cut a mail off past 100 KB, so a text of the user's has its bounds.
LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE, LONGEST_ANSWER = 60, 160, 400, 1200
MOST_COMPONENTS, MOST_PRODUCTS = 16, 8


class Told(NamedTuple):
    """A figure as a mail tells it; `shown` is its value with its unit, to four digits."""

    title: str
    value: Plain
    unit: str
    meaning: str
    shown: str


class Fact(NamedTuple):
    """What is asked first: a number in short and in full, or in one unit and another."""

    label: str
    short: str
    full: str


class Part(NamedTuple):
    """A component's part of the parameters or of the FLOPs; `share` is between 0 and 1."""

    title: str
    amount: Plain
    share: Plain


class Product(NamedTuple):
    """A matrix product, (m × k) @ (k × n), done `count` times; its share of the FLOPs."""

    layer: str
    matmul: str
    m: Plain
    k: Plain
    n: Plain
    count: Plain  # type: ignore[assignment]  # and not how often a value is in the tuple
    share: Plain


def content(report: Report, brand: Brand) -> dict[str, object]:
    """Return what `email.html` and `email.txt` may use.

    subject, name, title, source   of the model; `architecture` is its title
    lead                           the exact totals in a sentence
    facts                          the four numbers that are asked first: label, short, full
    figures                        every figure by name: title, value, unit, meaning, shown
    values, tokens                 the inputs' values by name; the tokens of the forward pass
    params, flops                  the components that have any, the greatest part first: title,
                                   amount, share
    products, more_products        the matrix products that take the most FLOPs: layer, matmul, m,
                                   k, n, count, share; and how many more take any
    device, costs                  on what it runs; the figures that tell what it costs there
    answers                        questions, each with its answer in words
    holds, checks                  whether every check holds, and how many there are
    workbook                       the name of the attached file
    brand                          name, footer and colours; what is empty is not set
    version, command               what made the mail
    """
    figures, costs = ToldFigures(report.figures), report.costs
    tokens = as_number(report.value(parse("batch_size * seq_len")))
    return {
        "subject": subject(report),
        "name": report.model.name,
        "title": one_line(report.model.title, LONGEST_TITLE),
        "source": one_line(report.model.source, LONGEST_NOTE),
        "architecture": one_line(report.model.architecture_title, LONGEST_TITLE),
        "lead": _lead(report.figures, tokens),
        "facts": _facts(report.figures, report.inputs.values),
        "figures": figures,
        "values": report.inputs.values,
        "tokens": tokens,
        "params": _parts(report, "params"),
        "flops": _parts(report, "flops"),
        "products": _products(report),
        "more_products": max(0, sum(map(bool, report.matmuls.exact["flops"])) - MOST_PRODUCTS),
        "device": costs.heading,
        "costs": [_told(figure, title) for title, figure in costs.figures],
        "answers": [
            Answer(question, sentence, one_line(text, LONGEST_ANSWER))
            for question, sentence, text in report.answers
        ],
        "holds": report.holds,
        "checks": len(report.checks),
        "workbook": workbook_name(report),
        "brand": _bounded(brand),
        "version": reportgen.__version__,
        "command": one_line(command(report), LONGEST_NOTE),
    }


def subject(report: Report) -> str:
    """Return the model and its two totals in one line."""
    params, flops = (report.figures[name].number for name in ("params_total", "flops_forward"))
    title = one_line(report.model.title, LONGEST_TITLE // 2)
    totals = f"{si(params)} parameters, {si(flops, 'FLOP')} per forward pass"
    return f"{title}: {totals}"


def _lead(figures: Mapping[str, Figure], tokens: Plain) -> str:
    total, active, flops, weights = (
        grouped(as_number(figures[name].value))
        for name in ("params_total", "params_active", "flops_forward", "weights_bytes")
    )
    used = "" if active == total else f", of which a token uses {active}"
    taken = f"a forward pass over {grouped(tokens)} tokens takes {flops} FLOPs"
    return f"{total} parameters{used}; {taken}, and the weights fill {weights} bytes."


def _facts(figures: Mapping[str, Figure], shape: Mapping[str, Scalar]) -> list[Fact]:
    total, active, flops, per_token = (
        figures[name]
        for name in ("params_total", "params_active", "flops_forward", "flops_per_token")
    )
    if active.value == total.value:
        second = Fact("Weights", *(_shown(figures[name]) for name in ("weights_gb", "weights_gib")))
    else:
        second = _fact("Active parameters", active)
    batch, length = grouped(shape["batch_size"]), grouped(shape["seq_len"])
    return [
        _fact("Parameters", total),
        Fact("Forward pass", si(flops.number, "FLOP"), f"{batch} × {length} tokens"),
        second,
        _fact("Per token", per_token, "FLOP"),
    ]


def _fact(label: str, figure: Figure, unit: str = "") -> Fact:
    return Fact(label, si(figure.number, unit), grouped(as_number(figure.value)))


def workbook_name(report: Report) -> str:
    """Return what the attached workbook is called."""
    return f"{report.model.stem}.xlsx"


class ToldFigures(Mapping[str, Told]):
    """Figures by name, each told when it is first asked for: a mail asks for few of them."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures
        self._known: dict[str, Told] = {}

    def __getitem__(self, name: str) -> Told:
        found = self._known.get(name)
        if found is None:
            figure = self._figures[name]
            found = self._known[name] = _told(figure, figure.quantity.title)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def _told(figure: Figure, title: str) -> Told:
    said, value = figure.quantity, as_number(figure.value)
    unit = one_line(said.unit, LONGEST_NAME)
    meaning = one_line(said.meaning, LONGEST_NOTE)
    return Told(one_line(title, LONGEST_NAME), value, unit, meaning, amount(value, unit))


def _shown(figure: Figure) -> str:
    return _told(figure, figure.quantity.title).shown


@lru_cache(maxsize=16)
def _bounded(brand: Brand) -> Brand:
    """Return the brand, which mails of many reports share, with its texts in one line."""
    name, footer = one_line(brand.name, LONGEST_NAME), one_line(brand.footer, LONGEST_NOTE)
    return replace(brand, name=name, footer=footer)


def _parts(report: Report, of: str) -> list[Part]:
    totals = report.totals.exact
    titles, amounts, shares = (totals[name] for name in ("title", of, f"{of}_share"))
    return [
        Part(_name(titles[i]), as_number(amounts[i]), as_number(shares[i]))
        for i in _greatest(amounts, MOST_COMPONENTS)
        if amounts[i]
    ]


def _products(report: Report) -> list[Product]:
    rows = report.matmuls.exact
    flops = rows["flops"]
    greatest = [i for i in _greatest(flops, MOST_PRODUCTS) if flops[i]]
    columns = [[column[i] for i in greatest] for column in map(rows.__getitem__, Product._fields)]
    layers, matmuls, *numbers = columns
    return list(map(Product, map(_name, layers), map(_name, matmuls), *map(as_numbers, numbers)))


def _name(text: Scalar) -> str:
    return one_line(str(text), LONGEST_NAME)


def _greatest(values: Sequence[Scalar], most: int) -> list[int]:
    """Return where the greatest values are."""
    return sorted(range(len(values)), key=values.__getitem__, reverse=True)[:most]
