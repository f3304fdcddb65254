"""Closed forms: the rows' formulas summed and collected, so that a whole model is one line.

Two kinds are derived from the same rows. The general one holds for all inputs and is evaluated
live. The short one holds for the usual case (the conventions as chosen, batch_size as set, d_ff =
4 * d_model where it is so), reads as the literature writes it, and says what it takes for granted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from reportgen.aggregate import Column, catalog_columns
from reportgen.errors import FormulaError
from reportgen.expand import expand
from reportgen.formula import (
    Choose,
    Compare,
    Logic,
    Name,
    Node,
    Number,
    Text,
    collect,
    evaluate,
    fold,
    names,
    parse,
    substitute,
    to_node,
    to_text,
    total,
)
from reportgen.formula.tree import map_children
from reportgen.inputs import Inputs, resolve
from reportgen.loading import load_model
from reportgen.model import Model
from reportgen.rows import MatmulRow, ParameterRow
from reportgen.written import GROUPED_BY, written

APART = "norms"
OPPOSITES = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@dataclass(frozen=True)
class ClosedForm:
    """A total as one formula over the inputs.

    `condition` is what must hold for the text (None: nothing), in words in `given`; where it does
    not hold, the formula falls back on the general one, so that its value is right all the same.
    The text is that of the `whole`, a sum of the rows, with equal terms collected.
    """

    name: str
    title: str
    equals: str
    formula: Node
    whole: Node
    symbols: Mapping[str, str] = field(default_factory=dict)
    condition: Node | None = None
    given: str = ""

    @cached_property
    def text(self) -> str:
        """Return the form for people to read."""
        return written(self.whole)

    @cached_property
    def letters(self) -> str:
        """Return the form in the letters of the literature, if it has any."""
        return written(self.whole, self.symbols) if self.symbols else ""


def column_sums(
    rows: Iterable[MatmulRow | ParameterRow], columns: Sequence[Column], column: str
) -> dict[str, Node]:
    """Return the sum of one column by component, as formulas over the inputs only."""
    formula = next(c.formula for c in columns if c.name == column)
    found: dict[str, list[Node]] = {}
    for row in rows:
        found.setdefault(row.component, []).append(substitute(formula, row.formulas))
    return {component: total(*terms) for component, terms in found.items()}


def closed_forms(
    model: Model, inputs: Inputs, params: Mapping[str, Node], flops: Mapping[str, Node]
) -> tuple[ClosedForm, ...]:
    """Return the closed forms of parameters and forward FLOPs, general and short.

    `params` and `flops` are the sums by component; norms stand apart in the short form.
    """
    weights = [formula for component, formula in params.items() if component != APART]
    norms = [formula for component, formula in params.items() if component == APART]
    usual = _Usual(inputs, _chosen(inputs), _relations(model, inputs), model.spec.symbols)
    parts, passes = "Parameters, norms apart", "Forward FLOPs"
    otherwise = "params_closed_form - norms_short_form" if norms else "params_closed_form"
    general, apart = Name("flops_closed_form"), compact(total(*norms))
    forms = [
        _general("params_closed_form", "Parameters", "params_total", params.values()),
        _short(usual, "params_short_form", parts, "params_total", weights, parse(otherwise)),
        _short(usual, "norms_short_form", "Norms", "", norms, apart) if norms else None,
        _general("flops_closed_form", passes, "flops_forward", flops.values()),
        _short(usual, "flops_short_form", passes, "flops_forward", flops.values(), general),
    ]
    return tuple(form for form in forms if form)


def params_formula(preset: str) -> Node:
    """Return the parameters of a preset as one formula over its inputs, its flags as they are."""
    model = load_model(preset)
    rows, inputs = expand(model), resolve(model)
    sums = column_sums(rows.matmuls, catalog_columns("matmuls"), "params")
    others = column_sums(rows.others, catalog_columns("other_parameters"), "params")
    return compact(fold(total(*sums.values(), *others.values()), _chosen(inputs)))


@lru_cache(maxsize=1 << 10)
def compact(formula: Node) -> Node:
    """Return the formula with equal monomials collected."""
    return to_node(collect(formula), group_by=GROUPED_BY)


def _general(name: str, title: str, equals: str, formulas: Iterable[Node]) -> ClosedForm:
    whole = total(*formulas)
    return ClosedForm(name, title, equals, compact(whole), whole)


class _Usual(NamedTuple):
    """What short forms take for granted: inputs as chosen, and equations that hold among them."""

    inputs: Inputs
    chosen: Mapping[str, int | str]
    relations: Mapping[str, Node]
    symbols: Mapping[str, str]


def _short(
    usual: _Usual,
    name: str,
    title: str,
    equals: str,
    formulas: Iterable[Node],
    otherwise: Node,
) -> ClosedForm:
    """Return the form of the usual case, whose formula is another one `otherwise`."""
    general = total(*formulas)
    formula, decided = _decided(fold(general, usual.chosen), usual.inputs)
    relations = {key: node for key, node in usual.relations.items() if key in names(formula)}
    whole, related = _related(formula, {k: fold(v, usual.chosen) for k, v in relations.items()})
    needed = names(general).union(*(names(relations[key]) for key in related))
    chosen = {key: value for key, value in usual.chosen.items() if key in needed}
    condition = _all_of(chosen, related, decided)
    symbols = {key: letter for key, letter in usual.symbols.items() if key in names(formula)}
    short = compact(whole)
    return ClosedForm(
        name=name,
        title=title,
        equals=equals,
        formula=Choose(condition, short, otherwise) if condition else short,
        whole=whole,
        symbols=symbols,
        condition=condition,
        given=_in_words(chosen, related, decided, symbols),
    )


def _decided(formula: Node, inputs: Inputs) -> tuple[Node, Sequence[Node]]:
    """Take the choices that compare an input with a number, and return what then must hold."""
    found, done = dict[Node, None](), dict[Node, Node]()

    def taken(node: Node) -> Node:
        if not _chooses(node):
            return node
        if (known := done.get(node)) is None:
            known = done[node] = map_children(taken, chosen(node))
        return known

    def chosen(node: Node) -> Node:
        while isinstance(node, Choose) and isinstance(said := node.condition, Compare):
            if not (type(said.left) is Name and type(said.right) is Number):
                break
            found[_as_it_is(said, inputs)] = None
            node = node.then if evaluate(said, inputs.values) else node.otherwise
        return node

    return fold(taken(formula), {}), tuple(found)


@lru_cache(maxsize=1 << 15)
def _chooses(node: Node) -> bool:
    """Tell whether a choice is anywhere in the formula."""
    return isinstance(node, Choose) or any(map(_chooses, node.children()))


def _as_it_is(said: Compare, inputs: Inputs) -> Node:
    """Return what holds of an input that is compared with a number: with 0, the plainest."""
    value = evaluate(said.left, inputs.values)
    if said.right == Number(0) and isinstance(value, int) and value >= 0:
        return Compare(">" if value else "==", said.left, said.right)
    holds = evaluate(said, inputs.values)
    return said if holds else Compare(OPPOSITES[said.op], said.left, said.right)


def _related(formula: Node, related: Mapping[str, Node]) -> tuple[Node, Mapping[str, Node]]:
    """Put the equations into the formula, without those that leave a quotient in the sum."""
    found = substitute(formula, related)
    if all(exponent > 0 for monomial in collect(found).terms for _, exponent in monomial):
        return found, related
    whole = {name: node for name, node in related.items() if "/" not in to_text(node)}
    return substitute(formula, whole), whole


def _chosen(inputs: Inputs) -> dict[str, int | str]:
    """Return the inputs that the short form takes as they are: choices, flags, one sequence."""
    found: dict[str, int | str] = {}
    for spec in inputs.specs:
        value = inputs.values[spec.name]
        if isinstance(value, float):
            continue
        if spec.kind in ("choice", "flag") or (spec.name == "batch_size" and value == 1):
            found[spec.name] = value
    return found


def _relations(model: Model, inputs: Inputs) -> dict[str, Node]:
    """Return the equations between inputs that hold for these values, each in terms of the rest."""
    usual = {
        spec.name: spec.default for spec in model.inputs if spec.default and names(spec.default)
    }
    found: dict[str, Node] = {}
    for name, node in {**usual, **model.spec.relations}.items():
        known = name != "seq_len" and {name, *names(node)} <= inputs.values.keys()
        if known and _holds(name, node, inputs):
            found[name] = substitute(node, found)
    return found


def _holds(name: str, node: Node, inputs: Inputs) -> bool:
    try:
        return evaluate(node, inputs.values) == inputs.values[name]
    except FormulaError:
        return False


def _equal(name: str, value: int | str) -> Node:
    return Compare("==", Name(name), Text(value) if isinstance(value, str) else Number(value))


def _all_of(
    chosen: Mapping[str, int | str], related: Mapping[str, Node], decided: Iterable[Node]
) -> Node | None:
    conditions = [_equal(name, value) for name, value in chosen.items()]
    conditions += [Compare("==", Name(name), node) for name, node in related.items()]
    conditions += decided
    if len(conditions) < 2:
        return conditions[0] if conditions else None
    return Logic("and", tuple(conditions))


def _in_words(
    chosen: Mapping[str, int | str],
    related: Mapping[str, Node],
    decided: Iterable[Node],
    symbols: Mapping[str, str],
) -> str:
    parts = [f"{name} = {value}" for name, value in chosen.items()]
    parts += [f"{name} = {to_text(node)}" for name, node in related.items()]
    parts += [to_text(node).replace("==", "=") for node in decided]
    letters = [f"{letter} = {name}" for name, letter in symbols.items()]
    return "; ".join(filter(None, (", ".join(parts), ", ".join(letters))))
