"""How a report is built: inputs resolved, layers expanded, rows counted and summed."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike, fspath
from typing import cast

from reportgen.aggregate import (
    ExactTable,
    RowTable,
    components,
    matmul_table,
    parameter_table,
    totals_table,
)
from reportgen.derived import flops_by_component
from reportgen.errors import SpecError
from reportgen.expand import expand
from reportgen.figures import Scope, as_number, find_counted
from reportgen.formula import Node
from reportgen.inputs import Inputs, resolve
from reportgen.loading import load_model
from reportgen.model import Model
from reportgen.reconcile import Document, document_for
from reportgen.reporting import Report
from reportgen.spec import Value
from reportgen.sweep import Sweep, sweep


def report(reference: str | PathLike[str], **settings: str | Value) -> Report:
    """Return the report of a preset, a model file or a config.json, with any inputs set.

    >>> report("llama-2-7b", seq_len=4096).figures["flops_forward"].value
    62921270886400

    Settings are the named inputs, such as `batch_size`; a model's `inputs.specs` says what each
    means, in which unit, and what it may be. Of the result, `figures` are the named quantities
    with unit, meaning and source; `matmuls`, `other_parameters`, `totals`, `activations`, `cache`
    and `decode` are tables whose `frame` is a polars DataFrame, one row per matrix product,
    parameter or tensor. Raises UnknownNameError, SpecError or InputError, a line per fault.
    """
    return build_report(load_model(fspath(reference)), settings)


def build_report(model: Model, settings: Mapping[str, str | Value] | None = None) -> Report:
    """Return the report of `model`, with `settings` for any of its inputs.

    Raises InputError for a setting that is unknown or out of range, SpecError for a model whose
    layers do not expand.
    """
    inputs, rows = resolve(model, settings), expand(model)
    tables: dict[str, ExactTable] = {**model.tables}
    scope = Scope(inputs.values, tables, find_counted(model, inputs))
    matmuls = matmul_table(model.name, rows, inputs, scope)
    others = parameter_table(model.name, rows, inputs, scope)
    _refuse_nothing(model, matmuls, others)
    tables |= {"Matmuls": matmuls.exact, "OtherParameters": others.exact}
    titles = components(rows)
    totals = totals_table(model.name, titles, tables, scope)
    document = document_for(model.architecture)
    shapes = _shapes(document, inputs, flops_by_component(rows), titles) if document else None
    report = Report(model, inputs, rows, matmuls, others, totals, titles, document, shapes)
    if model.quantities:
        _refuse_impossible(report)
    return report


def _refuse_impossible(report: Report) -> None:
    """What a model file says itself may wait for itself, or have no value: told at once."""
    known = list(report.figures)
    try:
        for name in known:
            as_number(report.figures[name].value)
    except SpecError as error:
        raise SpecError([f"{report.model.name}: {fault}" for fault in error.faults]) from None


def _refuse_nothing(model: Model, matmuls: RowTable, others: RowTable) -> None:
    """Without a product, or without a parameter, every share would divide by zero."""
    if not any(matmuls.exact["flops"]):
        remedy = "add a [[layer.matmul]] that runs at least once"
        raise SpecError([f"{model.name}: no matrix product in any layer; {remedy}"])
    if not any((*matmuls.exact["params"], *others.exact["params"])):
        remedy = "set 'weight = true' where a matmul has a weight matrix"
        raise SpecError([f"{model.name}: no parameters in any layer; {remedy}"])


def _shapes(
    document: Document, inputs: Inputs, flops: Mapping[str, Node], titles: Mapping[str, str]
) -> Sweep:
    points = {}
    for name in document.shapes:
        values = resolve(load_model(name)).values
        points[name] = {key: cast(int, values[key]) for key in document.shape_inputs}
    return sweep("Shapes", inputs, flops, titles, points)
