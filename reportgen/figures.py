"""Figures: named quantities over the inputs, the tables and each other, as the catalogue says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache, lru_cache, partial
from typing import NamedTuple

from reportgen import catalog
from reportgen.aggregate import ExactTable, Scalar
from reportgen.errors import FormulaError, SpecError, nearest
from reportgen.formula import Hole, Node, Sentence, evaluate, to_text
from reportgen.formula.rounding import as_float
from reportgen.inputs import Inputs
from reportgen.model import Model
from reportgen.spec import Quantity

DERIVED = "derived from the rows"
# Tables of models that make one token after another.
OF_GENERATION = frozenset({"Cache", "Decode"})


class Figure(NamedTuple):
    """A quantity and its value for one model: exact where the formula is.

    `value` is then an int, or a Fraction where it is not whole, in the quantity's unit; `number` is
    the same as a float, for programs that want no Fraction.
    """

    quantity: Quantity
    value: Scalar

    @property
    def name(self) -> str:
        """Return the name that formulas and workbook cells use."""
        return self.quantity.name

    @property
    def number(self) -> float:
        """Return the value as the Float64 that a spreadsheet holds; raises TypeError for a text."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.name} is text")
        return as_float(self.value)


def by_name(quantities: Iterable[Quantity]) -> dict[str, Quantity]:
    """Return quantities by their names."""
    return {quantity.name: quantity for quantity in quantities}


def by_section(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return figures by the part of the report that shows them."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.quantity.section, []).append(figure)
    return found


@lru_cache(maxsize=256)
def _counted(
    own: tuple[Quantity, ...], known: frozenset[str], generates: bool
) -> Mapping[str, Quantity]:
    missing = frozenset() if generates else OF_GENERATION
    quantities = (*own, *catalog.quantities())
    return sayable([q for q in quantities if q.tables.isdisjoint(missing)], known)


@lru_cache(maxsize=256)
def _totals(known: frozenset[str]) -> Mapping[str, Quantity]:
    return sayable(catalog.totals(), known)


def sayable(quantities: Iterable[Quantity], known: Iterable[str]) -> dict[str, Quantity]:
    """Return by name the quantities that need no more than `known` names and each other.

    Of several with one name, the first that can be said counts.
    """
    reach, found = set(known), dict[str, Quantity]()
    waiting = list(quantities)
    while ready := [q for q in waiting if q.used <= reach]:
        reach.update(quantity.name for quantity in ready)
        waiting = [q for q in waiting if q.name not in reach]
    for quantity in quantities:
        if quantity.used <= reach:
            found.setdefault(quantity.name, quantity)
    return found


Find = Callable[[str], Quantity | None]
Plain = int | float | str | bool


def find_counted(model: Model, inputs: Inputs, generates: bool) -> Find:
    """Return how to find a quantity that can be said of the model, by name.

    Totals are looked for by themselves: whoever wants no more need not wait for all the others.
    """
    totals = {} if model.quantities else _totals(frozenset(inputs.values))
    every = cache(partial(counted, model, inputs, generates))
    return lambda name: totals.get(name) or every().get(name)


def counted(model: Model, inputs: Inputs, generates: bool) -> Mapping[str, Quantity]:
    """Return the quantities that can be said of the model, its own before the catalogue's.

    One that `generates` no tokens has neither a cache nor products that make one more.
    """
    found = _counted(model.quantities, frozenset(inputs.values), generates)
    own = by_name(model.quantities)
    taken = sorted(own.keys() & by_name(catalog.totals()).keys())
    faults = [f"{model.name}: quantity {n}: a total has this name; choose another" for n in taken]
    faults += [
        _why_not_said(model, quantity, {*inputs.values, *found})
        for name, quantity in own.items()
        if found.get(name) not in model.quantities
    ]
    if faults:
        raise SpecError(faults)
    return found


def _why_not_said(model: Model, quantity: Quantity, known: set[str]) -> str:
    """Return a line on a quantity of the model's own that nothing can be said of."""
    place = f"{model.name}: quantity {quantity.name} = {to_text(quantity.formula)}"
    own = {each.name for each in model.quantities}
    if missing := sorted(quantity.tables & OF_GENERATION):
        return f"{place}: the model generates no tokens, so it has no table {missing[0]}"
    for name in sorted(quantity.used - known):
        if name in by_name(catalog.quantities()):
            return f"{place}: {name} cannot be said of this model"
        if name not in own:
            return f"{place}: unknown name {name!r}{nearest(name, known)}"
    waiting = ", ".join(sorted(quantity.used - known))
    return f"{place}: waits for {waiting}, which cannot be said either, or waits for it in turn"


class Scope(dict[str, Scalar]):
    """The value of every name that a formula may use: an input's, or a quantity's once it is asked.

    `find` gives the quantity of a name, if there is one. `value` gives the value of a formula over
    these names, `said` the text of a figure in a sentence; both are made once.
    """

    def __init__(
        self,
        values: Mapping[str, Scalar],
        tables: Mapping[str, ExactTable],
        find: Find,
    ) -> None:
        super().__init__(values)
        self.tables, self._find = tables, find
        self._asked: list[str] = []
        self.value: Callable[[Node], Scalar] = cache(lambda node: evaluate(node, self, tables))
        self.said: Callable[[Hole], str] = cache(lambda hole: hole.said(self.value))

    def __missing__(self, name: str) -> Scalar:
        formula = self.formula(name)
        if name in self._asked:
            cycle = " <- ".join([*self._asked[self._asked.index(name) :], name])
            raise SpecError([f"quantity {name}: waits for itself ({cycle})"])
        self._asked.append(name)
        try:
            self[name] = value = evaluate(formula, self, self.tables)
        except FormulaError as error:
            raise SpecError([f"quantity {name}: {error}"]) from None
        finally:
            self._asked.pop()
        return value

    def text(self, sentence: Sentence) -> str:
        """Return a sentence with the numbers that it has over these names."""
        return sentence.said(self.value, lambda hole, _: self.said(hole))

    def formula(self, name: str) -> Node:
        """Return the formula that gives a name its value; an input has none here."""
        quantity = self._find(name)
        if quantity is None:
            raise KeyError(name)
        return quantity.formula

    def knows(self, wanted: Iterable[str]) -> bool:
        """Tell whether every one of these names has a value or can be given one."""
        return all(name in self or self._find(name) is not None for name in wanted)


class Figures(Mapping[str, Figure]):
    """The named quantities of some sources with their values, each evaluated when it is asked."""

    def __init__(self, scope: Scope, *sources: Callable[[], Mapping[str, Quantity]]) -> None:
        self.scope, self.sources = scope, sources

    def __getitem__(self, name: str) -> Figure:
        for source in self.sources:
            if found := source().get(name):
                return Figure(found, self.scope[name])
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for source in self.sources for name in source())

    def __len__(self) -> int:
        return sum(len(source()) for source in self.sources)


def as_number(value: Scalar) -> Plain:
    """Return the value as plain data: an int where it is whole, a float otherwise."""
    return as_float(value) if type(value) is Fraction else value  # type: ignore[return-value]


def as_numbers(values: Iterable[Scalar]) -> list[Plain]:
    """Return the values of a column, each as `as_number` has it."""
    return list(map(as_number, values))


def as_floats(values: Iterable[Scalar]) -> list[float]:
    """Return the numbers of a column as drawings need them."""
    return [as_float(value) for value in values]  # type: ignore[arg-type]
