"""What a model costs, in a few figures: those that the catalogue lists and the report can say."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reportgen.catalog import shelf
from reportgen.document import Table
from reportgen.figures import Figure, Figures, Scope
from reportgen.formula import Node, Sentence, names, parse_sentence


class Costs(NamedTuple):
    """On what a model runs, and what it costs there: figures, each under a short title."""

    heading: str
    figures: tuple[tuple[str, Figure], ...]


class _Cost(NamedTuple):
    figure: str
    title: Sentence
    where: Node | None
    without: tuple[str, ...]
    needed: frozenset[str]

    def applies(self, scope: Scope) -> bool:
        """Tell whether a report has the figure and what it depends on is as it must be."""
        if not scope.knows(self.needed) or (self.without and scope.knows(self.without)):
            return False
        return self.where is None or bool(scope.value(self.where))


def costs(figures: Figures) -> Costs:
    """Return what a report can say of its costs, in the catalogue's order."""
    heading, said = _catalogued()
    scope = figures.scope
    found = [(scope.text(cost.title), figures[cost.figure]) for cost in said if cost.applies(scope)]
    return Costs(scope.text(heading), tuple(found))


@cache
def _catalogued() -> tuple[Sentence, tuple[_Cost, ...]]:
    file = "costs.toml"
    return shelf.read(file, shelf.tables(file), _costs)


def _costs(table: Table) -> tuple[Sentence, tuple[_Cost, ...]]:
    found = parse_sentence(table.text("heading")), tuple(map(_cost, table.tables("cost")))
    table.finish()
    return found


def _cost(table: Table) -> _Cost:
    figure, title = table.text("figure"), parse_sentence(table.text("title"))
    where = table.formula("where") if table.has("where") else None
    without = (table.text("without"),) if table.has("without") else ()
    needed = names(where) if where else frozenset[str]()
    found = _Cost(figure, title, where, without, needed | {figure})
    table.finish()
    return found
