"""Questions people ask of a model, each with its answer in words and live numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reportgen import catalog
from reportgen.figures import Scope
from reportgen.formula import Either, Sentence, names, parse, parse_sentence
from reportgen.reconcile import Document


class Answer(NamedTuple):
    """A question and its answer, in words with live numbers."""

    question: str
    sentence: Sentence
    text: str


def answers(scope: Scope, titles: Mapping[str, str], document: Document | None) -> Iterator[Answer]:
    """Yield the catalogue's questions that a report can answer, then its document's."""
    for said in catalog.answers():
        sentence = _shares(titles) if said.get("shares") else _sentence(scope, said)
        if scope.knows(sentence.names):
            yield Answer(said["question"], sentence, sentence.said(scope.value))
    if document:
        sentence = document.shape_answer
        text = sentence.said(scope.value)
        yield Answer(document.shape_question, sentence, text)


def _sentence(scope: Scope, said: Mapping[str, str]) -> Sentence:
    """Return an answer; where it has a condition, that or what is said `otherwise`."""
    sentence = parse_sentence(said["text"])
    if "where" not in said:
        return sentence
    where, otherwise = parse(said["where"]), parse_sentence(said["otherwise"])
    if not scope.knows(names(where)):
        return otherwise
    return Sentence((Either(where, sentence, otherwise),))


def _shares(titles: Mapping[str, str]) -> Sentence:
    share = "{{100 * sum_where(Totals.flops_share, Totals.component, '{0}'):0.0}}\u00a0%"
    parts = [f"{title} {share.format(name)}" for name, title in titles.items()]
    return parse_sentence("Of the forward FLOPs: " + ", ".join(parts) + ".")
