"""A report: everything that is said of one model, computed once, as a value.

Writers lay it out. What they need is here twice: the formula, and the value it has for these
inputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from reportgen import catalog
from reportgen.aggregate import (
    ExactTable,
    RowTable,
    Scalar,
    catalog_columns,
    components,
    matmul_table,
    parameter_table,
    totals_table,
    with_shares,
)
from reportgen.checks import ALL_HOLD, Check, checks
from reportgen.closed_form import ClosedForm, closed_forms, column_sums, compact
from reportgen.crossover import crossover_quantities
from reportgen.errors import SpecError
from reportgen.expand import Rows, expand
from reportgen.figures import DERIVED, Figure, Quantity, catalog_quantities, evaluate_all
from reportgen.formula import (
    Name,
    Node,
    Number,
    Sentence,
    evaluate,
    parse_sentence,
    product,
    substitute,
    total,
)
from reportgen.inputs import Inputs, resolve
from reportgen.loading import load_model
from reportgen.model import Model
from reportgen.reconcile import (
    Document,
    Line,
    Rule,
    document_for,
    published_rules,
    rules_for,
)
from reportgen.spec import Value
from reportgen.sweep import CONTEXT_LENGTHS, Sweep, followed, sweep

NOTHING = Number(0)
# The exercise goes from 1,024 tokens to 16,384.
LONGER = Number(16)


@dataclass(frozen=True)
class Answer:
    """A question and its answer, in words with live numbers."""

    question: str
    sentence: Sentence
    text: str


@dataclass(frozen=True)
class Report:
    """Everything that is said of one model under one scenario.

    `scope` has the value of every name that a formula of the report may use, and `tables` the
    columns that it may sum over; `figures` are the named quantities among them. `document` is a
    worked answer about models of this architecture, `lines` its lines where it is about this one.
    """

    model: Model
    inputs: Inputs
    rows: Rows
    matmuls: RowTable
    other_parameters: RowTable
    totals: RowTable
    figures: Mapping[str, Figure]
    closed_forms: tuple[ClosedForm, ...]
    context: Sweep
    shapes: Sweep | None
    rules: tuple[Rule, ...]
    document: Document | None
    lines: tuple[Line, ...]
    answers: tuple[Answer, ...]
    checks: tuple[Check, ...]
    conventions: tuple[str, ...]
    scope: Mapping[str, Scalar]
    tables: Mapping[str, ExactTable]

    def value(self, formula: Node, row: Mapping[str, Scalar] | None = None) -> Scalar:
        """Return the value of a formula over the report's names, and a row's where one is given."""
        return evaluate(formula, {**self.scope, **row} if row else self.scope, self.tables)

    def text(self, sentence: Sentence) -> str:
        """Return a sentence with the numbers that it has in this report."""
        return sentence.render(self.scope, self.tables)

    @property
    def holds(self) -> bool:
        """Tell whether every check holds."""
        return next(check.holds for check in self.checks if check.name == ALL_HOLD)


def build_report(model: Model, settings: Mapping[str, str | Value] | None = None) -> Report:
    """Return the report of `model`, with `settings` for any of its inputs.

    Raises InputError for a setting that is unknown or out of range, SpecError for a model whose
    layers do not expand.
    """
    inputs, rows = resolve(model, settings), expand(model)
    matmuls, others = (
        matmul_table(model.name, rows, inputs),
        parameter_table(model.name, rows, inputs),
    )
    _refuse_nothing(model, matmuls, others)
    tables: dict[str, ExactTable] = {"Matmuls": matmuls.exact, "OtherParameters": others.exact}
    params, flops = _sums(rows)
    forms = closed_forms(model, inputs, params, flops)
    figures = evaluate_all(_quantities(inputs, flops, forms), inputs.values, tables)
    rules = _rules(model, rows, {**inputs.values, **figures})
    figures |= evaluate_all(_rule_quantities(rules), {**inputs.values, **_values(figures)}, tables)
    scope = {**inputs.values, **_values(figures)}
    titles = components(rows)
    totals = totals_table(model.name, titles, tables, scope)
    matmuls, others = with_shares(matmuls, scope), with_shares(others, scope)
    tables |= {"Matmuls": matmuls.exact, "OtherParameters": others.exact, "Totals": totals.exact}
    document = document_for(model.architecture)
    shapes = _shapes(document, inputs, flops, titles)
    if shapes:
        tables["Shapes"] = shapes.exact
    made = checks(inputs, model.spec.constraints, forms, scope, tables)
    return Report(
        model=model,
        inputs=inputs,
        rows=rows,
        matmuls=matmuls,
        other_parameters=others,
        totals=totals,
        figures=figures,
        closed_forms=forms,
        context=sweep(
            "Context", inputs, flops, titles, {f"{n:,}": {"seq_len": n} for n in CONTEXT_LENGTHS}
        ),
        shapes=shapes,
        rules=rules,
        document=document,
        lines=document.lines if document and document.model == model.name else (),
        answers=tuple(_answers(titles, document, scope, tables)),
        checks=made,
        conventions=catalog.conventions(),
        scope={**scope, **{check.name: check.holds for check in made}},
        tables=tables,
    )


def _refuse_nothing(model: Model, matmuls: RowTable, others: RowTable) -> None:
    """Without a product, or without a parameter, every share would divide by zero."""
    if not any(matmuls.exact["flops"]):
        remedy = "add a [[layer.matmul]] that runs at least once"
        raise SpecError([f"{model.name}: no matrix product in any layer; {remedy}"])
    if not any((*matmuls.exact["params"], *others.exact["params"])):
        remedy = "set 'weight = true' where a matmul has a weight matrix"
        raise SpecError([f"{model.name}: no parameters in any layer; {remedy}"])


def _sums(rows: Rows) -> tuple[dict[str, Node], dict[str, Node]]:
    """Return parameters and FLOPs by component, as formulas over the inputs."""
    matmul_columns, other_columns = catalog_columns("matmuls"), catalog_columns("other_parameters")
    params = column_sums(rows.others, other_columns, "params")
    for component, formula in column_sums(rows.matmuls, matmul_columns, "params").items():
        params[component] = total(params.get(component, NOTHING), formula)
    return params, column_sums(rows.matmuls, matmul_columns, "flops")


def _rules(model: Model, rows: Rows, known: Iterable[str]) -> tuple[Rule, ...]:
    """Return the rules of thumb that say something of the model, and its published totals."""
    has_experts = any(row.active != row.stored for row in rows.matmuls)
    return (*rules_for(known, has_experts), *published_rules(model.published))


def _rule_quantities(rules: Iterable[Rule]) -> list[Quantity]:
    return [Quantity(r.name, r.title, r.formula, r.unit, "", r.source) for r in rules]


def _quantities(
    inputs: Inputs, flops: Mapping[str, Node], forms: Iterable[ClosedForm]
) -> list[Quantity]:
    """Return the catalogue's quantities and those that are derived from the rows."""
    derived = [Quantity(f.name, f.title, f.formula, "", f.given, DERIVED) for f in forms]
    return [*catalog_quantities(), *derived, *_context_quantities(inputs, flops)]


def _values(figures: Mapping[str, Figure]) -> dict[str, Scalar]:
    return {name: figure.value for name, figure in figures.items()}


def _context_quantities(inputs: Inputs, flops: Mapping[str, Node]) -> list[Quantity]:
    def at(formula: Node) -> Node:
        moved = followed(formula, inputs, ("seq_len",))
        return compact(substitute(moved, {"seq_len": product(LONGER, Name("seq_len"))}))

    length = "with 16 times as many tokens per sequence"
    whole, core = total(*flops.values()), flops.get("attention_core", NOTHING)
    return [
        Quantity("flops_at_16_times", "Forward FLOPs", at(whole), "FLOP", length, DERIVED),
        Quantity(
            "attention_core_at_16_times", "Attention core FLOPs", at(core), "FLOP", length, DERIVED
        ),
        *crossover_quantities(inputs, flops),
    ]


def _shapes(
    document: Document | None, inputs: Inputs, flops: Mapping[str, Node], titles: Mapping[str, str]
) -> Sweep | None:
    if document is None:
        return None
    points = {}
    for name in document.shapes:
        values = resolve(load_model(name)).values
        points[name] = {key: cast(int, values[key]) for key in document.shape_inputs}
    return sweep("Shapes", inputs, flops, titles, points)


def _answers(
    titles: Mapping[str, str],
    document: Document | None,
    scope: Mapping[str, Scalar],
    tables: Mapping[str, ExactTable],
) -> Iterator[Answer]:
    for said in catalog.answers():
        sentence = _shares(titles) if said.get("shares") else parse_sentence(said["text"])
        if sentence.names <= scope.keys():
            yield Answer(said["question"], sentence, sentence.render(scope, tables))
    if document:
        sentence = document.shape_answer
        yield Answer(document.shape_question, sentence, sentence.render(scope, tables))


def _shares(titles: Mapping[str, str]) -> Sentence:
    share = "{{100 * sum_where(Totals.flops_share, Totals.component, '{0}'):0.0}}\u00a0%"
    parts = [f"{title} {share.format(name)}" for name, title in titles.items()]
    return parse_sentence("Of the forward FLOPs: " + ", ".join(parts) + ".")
