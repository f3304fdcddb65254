"""A report: everything that is said of one model, computed once, as a value.

Writers lay it out. What they need is here twice: the formula, and the value it has for these
inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from reportgen import catalog
from reportgen.aggregate import (
    ExactTable,
    RowTable,
    Scalar,
    Tables,
    activation_table,
    cache_table,
    decode_table,
)
from reportgen.answers import Answer, answers
from reportgen.checks import ALL_HOLD, Check, check_quantities
from reportgen.closed_form import ClosedForm, closed_forms
from reportgen.costs import Costs, costs
from reportgen.derived import context_quantities, flops_by_component, params_by_component
from reportgen.expand import decode_rows
from reportgen.figures import (
    DERIVED,
    Figure,
    Figures,
    Find,
    Scope,
    by_name,
    by_section,
    counted,
    find_counted,
)
from reportgen.formula import Node, Sentence, evaluate, names, parse_sentence
from reportgen.inputs import Inputs
from reportgen.model import Model
from reportgen.names import is_derived
from reportgen.parts import Parts, memory_parts
from reportgen.reconcile import Document, Line, Rule, published_rules, rules_for
from reportgen.rows import MatmulRow, Rows
from reportgen.spec import InputSpec, LookupTable, Quantity
from reportgen.sweep import CONTEXT, CONTEXT_LENGTHS, Sweep, context_sweep
from reportgen.what_if import WhatIf, what_ifs


@dataclass(frozen=True)
class Report:
    """Everything that is said of one model under one scenario; each part is made when asked for.

    `document` is a worked answer about models of this architecture. The short closed forms take
    the inputs as they are, or as they were when the workbook that is at hand was `written`;
    `points` are those of its what-if tables that were typed over.
    """

    model: Model
    inputs: Inputs
    rows: Rows
    matmuls: RowTable
    other_parameters: RowTable
    totals: RowTable
    titles: Mapping[str, str]
    document: Document | None
    shapes: Sweep | None
    written: Inputs | None = None
    points: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, ExactTable]:
        """Return the columns that formulas may sum over or look things up in, by table."""
        return Tables(
            self.model.tables,
            {
                "Matmuls": lambda: self.matmuls.exact,
                "OtherParameters": lambda: self.other_parameters.exact,
                "Totals": lambda: self.totals.exact,
                "Shapes": lambda: self.shapes.exact if self.shapes else {},
                "Activations": lambda: self.activations.exact,
                "Cache": lambda: self.cache.exact,
                "Decode": lambda: self.decode.exact,
            },
        )

    @cached_property
    def activations(self) -> RowTable:
        """Return what the forward pass keeps for the backward pass, a row per tensor."""
        return activation_table(self.model.name, self.rows, self.inputs, self.scope)

    @cached_property
    def cache(self) -> RowTable:
        """Return what generation keeps of the tokens so far, a row per tensor."""
        return cache_table(self.model.name, self.rows, self.inputs, self.scope)

    @cached_property
    def generates(self) -> bool:
        """Tell whether the model makes one token after another, as it stands."""
        return self.rows.generate and bool(self.scope["generates"])

    @cached_property
    def decode_rows(self) -> tuple[MatmulRow, ...]:
        """Return the matrix products that make one more token, as formulas over the inputs."""
        known = self.model.decode_rows
        return decode_rows(self.model) if known is None else known

    @cached_property
    def decode(self) -> RowTable:
        """Return the matrix products that make one more token of every sequence."""
        return decode_table(self.model.name, self.decode_rows, self.inputs, self.scope)

    @cached_property
    def scope(self) -> Scope:
        """Return the value of every name that a formula of the report may use."""
        return Scope(self.inputs.values, self.tables, self._quantity)

    @cached_property
    def figures(self) -> Figures:
        """Return the named quantities: the catalogue's, and those derived from the rows."""
        return Figures(
            self.scope,
            lambda: self._counted,
            lambda: self._forms,
            lambda: self._derived,
            lambda: self._ruled,
        )

    @cached_property
    def closed_forms(self) -> tuple[ClosedForm, ...]:
        """Return parameters and FLOPs as one formula each; a model of many presets has none."""
        if self.model.stands_for_many:
            return ()
        usual = self.written or self.inputs
        return closed_forms(self.model, usual, params_by_component(self.rows), self.flops)

    @cached_property
    def flops(self) -> Mapping[str, Node]:
        """Return the forward FLOPs by component as formulas over the inputs."""
        return flops_by_component(self.rows)

    @cached_property
    def context(self) -> Sweep:
        """Return the forward FLOPs at other sequence lengths."""
        lengths = self.points.get(CONTEXT, CONTEXT_LENGTHS)
        return context_sweep(self.inputs, self.flops, self.titles, lengths)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of thumb that say something of the model, and its published totals."""
        has_experts = any(row.active != row.stored for row in self.rows.matmuls)
        known = {*self.inputs.values, *self._counted, *self._forms, *self._derived}
        return (*rules_for(known, has_experts), *published_rules(self.model.published))

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the document's lines where it is about this very model."""
        document = self.document
        return document.lines if document and document.model == self.model.name else ()

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """Return the questions people ask of a model, each with its answer in words."""
        return tuple(answers(self.scope, self.titles, self.document))

    @property
    def costs(self) -> Costs:
        """Return in short what the model costs, and on what."""
        return costs(self.figures)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Return what must hold of the figures, and whether it does."""
        return tuple(
            Check(name, said.title, said.formula, bool(self.scope[name]))
            for name, said in self._conditions.items()
        )

    @property
    def holds(self) -> bool:
        """Tell whether every check holds."""
        return bool(self.scope[ALL_HOLD])

    @cached_property
    def what_ifs(self) -> tuple[WhatIf, ...]:
        """Return tables of figures at other values of one quantity."""
        return what_ifs(self.scope, self.points)

    @cached_property
    def what_if_tables(self) -> Mapping[str, ExactTable]:
        """Return the columns of the what-if tables, by name."""
        return {each.name: each.table(self.scope) for each in self.what_ifs}

    @cached_property
    def memory_parts(self) -> Parts:
        """Return what fills the memory of the fullest device, part by part."""
        return memory_parts(self.scope)

    @property
    def inputs_by_section(self) -> list[tuple[str, list[InputSpec]]]:
        """Return the inputs under the titles of the report's parts, the model's own first."""
        found: dict[str, list[InputSpec]] = {}
        for spec in self.inputs.specs:
            found.setdefault(spec.section, []).append(spec)
        titles = {"": "The model"} | self.section_titles | {"rows": "What the chosen preset has"}
        return [(title, found[name]) for name, title in titles.items() if name in found]

    @property
    def lookups(self) -> tuple[LookupTable, ...]:
        """Return the tables that formulas look things up in: the catalogue's, then its own."""
        return (*catalog.lookups().values(), *self.model.lookups)

    @property
    def section_titles(self) -> dict[str, str]:
        """Return the titles of the report's parts beyond the count, by name."""
        return {name: said["title"] for name, said in catalog.sections().items()}

    @property
    def device_remark(self) -> Sentence:
        """Return which device the figures are of, and how far its own are to be trusted."""
        return parse_sentence(catalog.sections()["hardware"]["remark"])

    def section_lead(self, name: str) -> str:
        """Return what a part of the report is about."""
        return catalog.sections()[name]["lead"]

    def section(self, name: str) -> list[Figure]:
        """Return the figures that a part of the report shows, in the catalogue's order."""
        return self._by_section.get(name, [])

    def shown(self, name: str) -> list[Figure]:
        """Return those of its figures that are no details, which a page shows."""
        return self._shown_by_section.get(name, [])

    @property
    def conventions(self) -> tuple[str, ...]:
        """Return in words what is counted how."""
        return catalog.conventions()

    def value(self, formula: Node, row: Mapping[str, Scalar] | None = None) -> Scalar:
        """Return the value of a formula over the report's names, and a row's where one is given."""
        if not row:
            return self.scope.value(formula)
        outer = {name: self.scope[name] for name in names(formula) - row.keys()}
        return evaluate(formula, {**outer, **row}, self.tables)

    def text(self, sentence: Sentence) -> str:
        """Return a sentence with the numbers that it has in this report."""
        return self.scope.text(sentence)

    @cached_property
    def _by_section(self) -> Mapping[str, list[Figure]]:
        return by_section(self.figures.values())

    @cached_property
    def _shown_by_section(self) -> Mapping[str, list[Figure]]:
        every = chain.from_iterable(self._by_section.values())
        return by_section(figure for figure in every if not figure.quantity.detail)

    def _quantity(self, name: str) -> Quantity | None:
        """Return the quantity or the check of a name, without making more than it takes."""
        if not is_derived(name) and (found := self._find_counted(name)):
            return found
        if found := self._forms.get(name) or self._conditions.get(name):
            return found
        return self._derived.get(name) or self._ruled.get(name)

    @cached_property
    def _find_counted(self) -> Find:
        return find_counted(self.model, self.inputs, self.rows.generate)

    @cached_property
    def _counted(self) -> Mapping[str, Quantity]:
        return counted(self.model, self.inputs, self.rows.generate)

    @cached_property
    def _forms(self) -> Mapping[str, Quantity]:
        return by_name(
            Quantity(form.name, form.title, form.formula, "", form.given, DERIVED)
            for form in self.closed_forms
        )

    @cached_property
    def _derived(self) -> Mapping[str, Quantity]:
        if self.model.stands_for_many:
            return {}
        return by_name(context_quantities(self.inputs, self.flops))

    @cached_property
    def _ruled(self) -> Mapping[str, Quantity]:
        return by_name(
            Quantity(r.name, r.title, r.formula, r.unit, "", r.source) for r in self.rules
        )

    @cached_property
    def _conditions(self) -> Mapping[str, Quantity]:
        return check_quantities(self.inputs, self.model.constraints, self.closed_forms)
