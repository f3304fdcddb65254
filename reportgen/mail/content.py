"""What a mail says of a report, in plain values that its two templates lay out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import reportgen
from reportgen.brand import Brand
from reportgen.figures import Figure, as_number
from reportgen.formula import parse
from reportgen.html.page import command
from reportgen.html.tables import ComponentLine, MatmulLine, Plain, component_lines, matmul_lines
from reportgen.numbers import amount, si
from reportgen.printable import one_line
from reportgen.reporting import Report

# Clients cut a mail off past 100 KB, so a text of the user's has its bounds.
LONGEST_NAME, LONGEST_TITLE, LONGEST_NOTE = 60, 160, 400
MOST_COMPONENTS, MOST_PRODUCTS = 16, 8


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a mail tells it; `shown` is its value with its unit, to four digits."""

    title: str
    value: Plain
    unit: str
    meaning: str
    shown: str


def content(report: Report, brand: Brand) -> dict[str, object]:
    """Return what `email.html` and `email.txt` may use.

    subject, name, title, source   of the model; `architecture` is its title
    figures                        every figure by name: title, value, unit, meaning, shown
    values, tokens                 the inputs' values by name; the tokens of the forward pass
    params, flops                  the components that have any, the greatest part first
    products, more_products        the matrix products that take the most FLOPs, and how many
                                   there are besides
    device, costs                  on what it runs; the figures that tell what it costs there
    answers                        questions, each with its answer in words
    holds, checks                  whether every check holds, and how many there are
    workbook                       the name of the attached file
    brand                          name, footer and colours; what is empty is not set
    version, command               what made the mail
    """
    components = [_clipped(line) for line in component_lines(report)]
    products = sorted(matmul_lines(report), key=lambda line: -line.share)
    figures, costs = ToldFigures(report.figures), report.costs
    return {
        "subject": subject(report),
        "name": report.model.name,
        "title": one_line(report.model.title, LONGEST_TITLE),
        "source": one_line(report.model.source, LONGEST_NOTE),
        "architecture": one_line(report.model.architecture_title, LONGEST_TITLE),
        "figures": figures,
        "values": report.inputs.values,
        "tokens": as_number(report.value(parse("batch_size * seq_len"))),
        "params": _greatest(components, "params_share"),
        "flops": _greatest(components, "flops_share"),
        "products": [_short(line) for line in products[:MOST_PRODUCTS]],
        "more_products": max(0, len(products) - MOST_PRODUCTS),
        "device": costs.heading,
        "costs": [_told(figure, title) for title, figure in costs.figures],
        "answers": report.answers,
        "holds": report.holds,
        "checks": len(report.checks),
        "workbook": workbook_name(report),
        "brand": replace(
            brand,
            name=one_line(brand.name, LONGEST_NAME),
            footer=one_line(brand.footer, LONGEST_NOTE),
        ),
        "version": reportgen.__version__,
        "command": one_line(command(report), LONGEST_NOTE),
    }


def subject(report: Report) -> str:
    """Return the model and its two totals in one line."""
    params, flops = (report.figures[name].number for name in ("params_total", "flops_forward"))
    title = one_line(report.model.title, LONGEST_TITLE // 2)
    totals = f"{si(params)} parameters, {si(flops, 'FLOP')} per forward pass"
    return f"{title}: {totals}"


def workbook_name(report: Report) -> str:
    """Return what the attached workbook is called."""
    return f"{report.model.stem}.xlsx"


class ToldFigures(Mapping[str, Told]):
    """Figures by name, each told when it is asked for: a mail asks for few of them."""

    def __init__(self, figures: Mapping[str, Figure]) -> None:
        self._figures = figures

    def __getitem__(self, name: str) -> Told:
        figure = self._figures[name]
        return _told(figure, figure.quantity.title)

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def _told(figure: Figure, title: str) -> Told:
    said, value = figure.quantity, as_number(figure.value)
    unit = one_line(said.unit, LONGEST_NAME)
    return Told(
        title=one_line(title, LONGEST_NAME),
        value=value,
        unit=unit,
        meaning=one_line(said.meaning, LONGEST_NOTE),
        shown=amount(value, unit),
    )


def _greatest(lines: list[ComponentLine], share: str) -> list[ComponentLine]:
    found = [line for line in lines if getattr(line, share) > 0]
    return sorted(found, key=lambda line: -getattr(line, share))[:MOST_COMPONENTS]


def _clipped(line: ComponentLine) -> ComponentLine:
    return replace(line, title=one_line(line.title, LONGEST_NAME))


def _short(line: MatmulLine) -> MatmulLine:
    layer, matmul = (one_line(text, LONGEST_NAME) for text in (line.layer, line.matmul))
    return replace(line, layer=layer, matmul=matmul)
