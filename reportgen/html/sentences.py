"""Sentences as a page shows them: what is live has an element of its own.

Of an alternative, both sentences are there, and one of them is hidden. Where it hangs on no more
than whether the model generates, which no input changes, there is only the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from operator import methodcaller
from typing import NamedTuple

from reportgen.aggregate import Scalar
from reportgen.figures import Scope
from reportgen.formula import Either, Hole, Node, Sentence, evaluate, names
from reportgen.html.gaps import Filled
from reportgen.html.laying_out import shown
from reportgen.reporting import Report

_SETTLED = "generates"


class _Element(NamedTuple):
    """An element of a sentence: in which way it shows what, and what it has of that as HTML."""

    way: str
    formula: Node
    filling: Callable[[Scope], str]


class _Laid(NamedTuple):
    """A sentence as HTML, with a gap `%s` for what each of its elements shows."""

    html: str
    elements: tuple[_Element, ...]


def told(report: Report, sentence: Sentence) -> Filled:
    """Return a sentence with the numbers that it has in a report, as HTML."""
    html, elements = _laid(sentence, _generates(report))
    scope = report.scope
    fillings = tuple([filling(scope) for _, _, filling in elements])
    return Filled(html % fillings)


def live_parts(report: Report, sentence: Sentence) -> Iterator[tuple[str, Node]]:
    """Yield how each element of a sentence shows what, in their order on the page."""
    for way, formula, _ in _laid(sentence, _generates(report)).elements:
        yield way, formula


def _generates(report: Report) -> Scalar:
    """Return what sentences take for whether the model generates; some have no such figure."""
    try:
        return report.scope[_SETTLED]
    except KeyError:
        return 0


@lru_cache(maxsize=1 << 10)
def _laid(sentence: Sentence, generates: Scalar) -> _Laid:
    parts = list(_parts(sentence, {_SETTLED: generates}))
    html = "".join(["%s" if isinstance(p, _Element) else p.replace("%", "%%") for p in parts])
    return _Laid(html, tuple([part for part in parts if isinstance(part, _Element)]))


def _parts(sentence: Sentence, settled: Mapping[str, Scalar]) -> Iterator[str | _Element]:
    for part in sentence.parts:
        if isinstance(part, str):
            yield shown(part)
        elif isinstance(part, Hole):
            yield from ("<i>", _figure(part), "</i>")
        elif _is_settled(part):
            counting = part.counting(lambda condition: evaluate(condition, settled))
            yield from _parts(counting, settled)
        else:
            yield from ("<i", _hidden(part.condition, "some"), ">")
            yield from _parts(part.then, settled)
            yield from ("</i><i", _hidden(part.condition, "none"), ">")
            yield from _parts(part.otherwise, settled)
            yield "</i>"


def _figure(hole: Hole) -> _Element:
    if hole.style:  # digits need no escaping
        return _Element(hole.style, hole.formula, methodcaller("said", hole))
    return _Element("said", hole.formula, lambda scope: shown(scope.said(hole)))


def _hidden(condition: Node, way: str) -> _Element:
    """Return what is hidden where a condition does not hold, or where it does."""
    with_it, without = ("", " hidden") if way == "some" else (" hidden", "")
    return _Element(way, condition, lambda scope: with_it if scope.value(condition) else without)


def _is_settled(part: Either) -> bool:
    return names(part.condition) <= {_SETTLED}
