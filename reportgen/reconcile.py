"""Other people's figures for the same model beside ours, with the reason of each difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from reportgen import catalog
from reportgen.catalog import shelf
from reportgen.closed_form import params_formula
from reportgen.document import Table
from reportgen.formula import (
    Binary,
    Call,
    Choose,
    Compare,
    Name,
    Node,
    Number,
    Sentence,
    Text,
    names,
    parse_sentence,
)
from reportgen.spec import Published


@dataclass(frozen=True)
class Rule:
    """A rule of thumb or a published total: its formula, the exact figure it stands for, and why
    they differ. One with `experts_only` says nothing of a model whose tokens use all of it."""

    name: str
    title: str
    formula: Node
    exact: Node
    unit: str
    source: str
    why: Sentence
    experts_only: bool = False

    @cached_property
    def difference(self) -> Node:
        """Return the rule's figure less the exact one."""
        return Binary("-", Name(self.name), self.exact)

    @cached_property
    def relative(self) -> Node:
        """Return the difference as a part of the exact figure."""
        return Binary("/", self.difference, self.exact)


class Line(NamedTuple):
    """One line of a document: as written, the exact figure, the verdict, the reason.

    `number` is None where the line makes a claim without a number.
    """

    part: str
    line: str
    written: str
    number: Node | None
    exact: Node
    verdict: Node
    reason: Sentence
    unit: str

    @property
    def difference(self) -> Node | None:
        """Return what the line says less what is exact."""
        return None if self.number is None else Binary("-", self.number, self.exact)


class Document(NamedTuple):
    """A worked answer that is compared line by line, and the shapes that it goes on to."""

    title: str
    model: str
    lines: tuple[Line, ...]
    shapes: tuple[str, ...]
    shape_inputs: tuple[str, ...]
    shape_question: str
    shape_answer: Sentence


def rules_for(known: Iterable[str], has_experts: bool) -> tuple[Rule, ...]:
    """Return the rules of thumb whose formulas need no more than the `known` names."""
    rules = [rule for rule in catalogued_rules() if has_experts or not rule.experts_only]
    reach = {*known, *(rule.name for rule in rules)}
    return tuple(r for r in rules if names(r.formula) | names(r.exact) | r.why.names <= reach)


@cache
def catalogued_rules() -> tuple[Rule, ...]:
    """Return all rules of thumb."""
    entries = shelf.entries("quantities", "rule")
    return tuple(shelf.read(file, said, _rule) for file, said in entries)


def published_rules(totals: Iterable[Published]) -> tuple[Rule, ...]:
    """Return totals that others published as rules that stand for params_total."""
    return tuple(
        Rule(
            name="published_total" + (f"_{i}" if i > 1 else ""),
            title="Published total",
            formula=Number(published.value),
            exact=Name("params_total"),
            unit="parameters",
            source=published.source,
            why=Sentence((published.why,)),
        )
        for i, published in enumerate(totals, 1)
    )


@cache
def document_for(architecture: str) -> Document | None:
    """Return the worked answer about models of an architecture, if the catalogue has one."""
    said = catalog.document(architecture)
    if said is None:
        return None
    return shelf.read(f"documents/{architecture}.toml", said, _document)


def _rule(table: Table) -> Rule:
    rule = Rule(
        name=table.text("name"),
        title=table.text("title"),
        formula=table.formula("formula"),
        exact=table.formula("exact"),
        unit=table.text("unit"),
        source=table.text("source"),
        why=parse_sentence(table.text("why")),
        experts_only=table.flag("experts_only"),
    )
    table.finish()
    return rule


def _document(table: Table) -> Document:
    document = Document(
        title=table.text("title"),
        model=table.text("model"),
        lines=tuple(_line(inner) for inner in table.tables("line")),
        shapes=table.texts("shapes"),
        shape_inputs=table.texts("shape_inputs"),
        shape_question=table.text("shape_question"),
        shape_answer=parse_sentence(table.text("shape_answer")),
    )
    table.finish()
    return document


def _line(table: Table) -> Line:
    number: Node | None = None
    if table.has("number"):
        number = Number(int(table.number("number")))
    elif table.has("formula"):
        number = table.formula("formula")
    exact = (
        params_formula(table.text("exact_of")) if table.has("exact_of") else table.formula("exact")
    )
    line = Line(
        part=table.text("part"),
        line=table.text("line"),
        written=table.text("written"),
        number=number,
        exact=exact,
        verdict=_verdict(table, number, exact),
        reason=parse_sentence(table.text("reason")),
        unit=table.text(
            "unit", "parameters" if table.text("part").endswith("Parameters") else "FLOP"
        ),
    )
    table.finish()
    return line


def _verdict(table: Table, number: Node | None, exact: Node) -> Node:
    """Agrees within the worth of the last printed digit; past it, what the catalogue says."""
    if number is None:
        return Text(table.text("verdict"))
    agrees = Text(table.text("agrees", "agrees"))
    otherwise = Text(table.text("otherwise", "differs: the inputs have changed"))
    gap = Call("abs", (Binary("-", number, exact),))
    return Choose(Compare("<=", gap, Number(int(table.number("precision")))), agrees, otherwise)
