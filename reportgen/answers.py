"""Questions people ask of a model, each with its answer in words and live numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen import catalog
from reportgen.figures import Scope
from reportgen.formula import Either, Hole, Sentence, names, parse, parse_sentence
from reportgen.reconcile import Document

# How many components an answer lists: a cell of a workbook has no room for any number of formulas.
MOST = 20


class Answer(NamedTuple):
    """A question and its answer, in words with live numbers."""

    question: str
    sentence: Sentence
    text: str


def answers(scope: Scope, titles: Mapping[str, str], document: Document | None) -> Iterator[Answer]:
    """Yield the catalogue's questions that a report can answer, then its document's."""
    for said in catalog.answers():
        sentence = _shares(scope, titles) if said.get("shares") else _sentence(scope, said)
        if scope.knows(sentence.names):
            yield Answer(said["question"], sentence, scope.text(sentence))
    if document:
        sentence = document.shape_answer
        yield Answer(document.shape_question, sentence, scope.text(sentence))


def catalogued_answers() -> list[Sentence]:
    """Return the catalogue's answers, but for the one that lists a model's components."""
    return [_in_full(said) for said in catalog.answers() if not said.get("shares")]


def _sentence(scope: Scope, said: Mapping[str, str]) -> Sentence:
    """Return an answer, whose condition a model may lack the figures for."""
    if "where" in said and not scope.knows(names(parse(said["where"]))):
        return Sentence((*_part(said, "always"), *_part(said, "otherwise")))
    return _in_full(said)


def _in_full(said: Mapping[str, str]) -> Sentence:
    """Return an answer; where it has a condition, what is said as that holds, or `otherwise`."""
    sentence = parse_sentence(said["text"])
    if "where" not in said:
        return sentence
    otherwise = Sentence(_part(said, "otherwise"))
    return Sentence((*_part(said, "always"), Either(parse(said["where"]), sentence, otherwise)))


def _part(said: Mapping[str, str], key: str) -> tuple[str | Hole | Either, ...]:
    return parse_sentence(said.get(key, "")).parts


def _shares(scope: Scope, titles: Mapping[str, str]) -> Sentence:
    """Return what share of the FLOPs each component has; of many, those that had the most."""
    shares = {name: f"sum_where(Totals.flops_share, Totals.component, '{name}')" for name in titles}
    told = [name for name in titles if name in _largest(scope, shares)]
    parts = [f"{titles[name]} {_percent(shares[name])}" for name in told]
    if others := len(titles) - len(told):
        rest = " - ".join(("1", *map(shares.__getitem__, told)))
        parts.append(f"the {others} others together {_percent(f'max(0, {rest})')}")
    return parse_sentence(f"Of the forward FLOPs: {', '.join(parts)}.")


def _largest(scope: Scope, shares: Mapping[str, str]) -> Sequence[str]:
    if len(shares) <= MOST + 1:  # no one is left out alone
        return tuple(shares)
    value = {name: float(scope.value(parse(share))) for name, share in shares.items()}
    return sorted(value, key=lambda name: -value[name])[:MOST]


def _percent(share: str) -> str:
    return f"{{100 * {share}:0.0}}\u00a0%"
