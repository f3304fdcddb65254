"""A report as one web page that needs nothing beside it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from markupsafe import Markup

import reportgen
from reportgen.brand import UNBRANDED, Brand
from reportgen.figures import as_number
from reportgen.formula import parse, parse_sentence
from reportgen.html.calculating.live import live
from reportgen.html.comparison import document_lines, rule_lines
from reportgen.html.cost_charts import memory, roofline
from reportgen.html.fields import fields
from reportgen.html.formulas import (
    check_lines,
    column_formulas,
    explained,
    figures,
    forms,
    matmul_formulas,
    parameter_formulas,
)
from reportgen.html.sections import sections
from reportgen.html.sentences import told
from reportgen.html.svg import BAR_PITCH, STACK_HEIGHT, bars
from reportgen.html.sweeps import view
from reportgen.html.tables import (
    chooses,
    component_colours,
    component_lines,
    input_lines,
    matmul_lines,
    parameter_lines,
    sums,
)
from reportgen.html.templates import render
from reportgen.html.treemap import HEIGHT, WIDTH, parts, treemap
from reportgen.look import PLAIN, Look
from reportgen.printable import printable
from reportgen.reporting import Report

_CROSSOVER = parse_sentence("{quadratic_crossover:,}")


def page(report: Report, look: Look = PLAIN) -> str:
    """Return the report as a self-contained HTML page."""
    return render("page.html", context(report, look.brand), look.templates)


def context(report: Report, brand: Brand = UNBRANDED) -> dict[str, object]:
    """Return what `page.html` may use: plain values, which the template only lays out.

    name, title, source           of the model; `architecture` has title and source as well
    figures                       every figure by name: value, unit, meaning, source, math
    sections                      memory, training, inference, hardware: figures in groups
    memory, roofline              charts of what fills the memory, and of what bounds the products
    inputs, values                the inputs as lines, and their values by name
    tokens, holds                 tokens of the forward pass; whether every check holds
    chooses                       whether a token may use only a part of the parameters
    components, matmuls,          the tables as lines of numbers, and
    other_parameters, sums        the sums of their columns by table
    params_bars, flops_bars       the shares as bars
    params_map, flops_map         the rows as tiles of treemaps
    context, shapes               the sweeps; `shapes` is None for most models
    crossover                     the sequence length at which attention dominates, 0 for never,
                                  or empty where no term is quadratic
    rules, document, lines        other people's figures; `document` is a title, or empty
    answers, forms, checks        sentences, closed forms, conditions
    explained, columns,           how each figure, each column and
    row_formulas                  each row's numbers come about
    notes, layer_sources,         what the architecture says of itself, and
    published                     where the layers and totals are from
    brand                         name, logo, footer and colours; what is empty is not set
    version, command              what made the page
    fields, calculation           the inputs as fields, and what the page calculates with
    """
    components = component_lines(report)
    colours = component_colours(report)
    products, others = matmul_lines(report), parameter_lines(report)
    every = figures(report)
    return {
        "name": report.model.name,
        "title": report.model.title,
        "source": report.model.source,
        "architecture": {
            "title": report.model.architecture_title,
            "source": report.model.architecture_source,
        },
        "figures": every,
        "sections": sections(report),
        "memory": memory(report),
        "roofline": roofline(report),
        "inputs": input_lines(report),
        "values": report.inputs.values,
        "tokens": as_number(report.value(parse("batch_size * seq_len"))),
        "holds": report.holds,
        "chooses": chooses(report),
        "components": components,
        "matmuls": products,
        "other_parameters": others,
        "sums": {
            "totals": sums(
                report, "Totals", "params", "params_share", "active_params", "flops", "flops_share"
            ),
            "matmuls": sums(report, "Matmuls", "params", "flops", "share"),
            "other_parameters": sums(report, "OtherParameters", "params", "active_params", "share"),
        },
        "params_bars": bars((c.title, c.params_share, c.colour) for c in components),
        "flops_bars": bars((c.title, c.flops_share, c.colour) for c in components),
        "params_map": treemap(
            parts(products, "component", "layer", "matmul", "params")
            + parts(others, "component", "layer", "parameter", "params"),
            colours,
            report.titles,
            "parameters",
        ),
        "flops_map": treemap(
            parts(products, "component", "layer", "matmul", "flops"), colours, report.titles, "FLOP"
        ),
        "context": view(report.context, colours),
        "shapes": view(report.shapes, colours) if report.shapes else None,
        "crossover": report.text(_CROSSOVER) if _is_quadratic(report) else "",
        "rules": rule_lines(report),
        "document": report.document.title if report.document and report.lines else "",
        "lines": document_lines(report),
        "answers": [(each.question, told(report, each.sentence)) for each in report.answers],
        "forms": forms(report),
        "checks": check_lines(report),
        "explained": explained(report, every),
        "columns": column_formulas(report),
        "row_formulas": {
            "matmuls": matmul_formulas(report),
            "other_parameters": parameter_formulas(report),
        },
        "notes": report.model.spec.notes,
        "layer_sources": list(dict.fromkeys((row.layer, row.source) for row in report.rows.all)),
        "published": report.model.published,
        "brand": brand,
        "version": reportgen.__version__,
        "command": command(report),
        "fields": fields(report),
        "calculation": Markup(live(report).code),  # noqa: S704  made of formulas and quoted texts
        "geometry": {
            "bar_pitch": BAR_PITCH,
            "stack_height": STACK_HEIGHT,
            "map": (WIDTH, HEIGHT),
        },
    }


def _is_quadratic(report: Report) -> bool:
    return report.scope.knows(["quadratic_crossover"])


def command(report: Report) -> str:
    """Return the command that makes this report, where the file lies that it is of."""
    return printable(shlex.join(_words(report)))


def _words(report: Report) -> Iterator[str]:
    model = report.model
    yield from ("reportgen", "report", model.reference or model.name)
    for own, spec in zip(model.inputs, report.inputs.specs, strict=True):
        if spec.value != own.value or spec.name in model.settings:
            yield from ("--set", f"{spec.name}={spec.value}")
