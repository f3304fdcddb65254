"""What a page calculates: formulas, and tables of rows, as one piece of JavaScript.

Only what is asked for is there, and what that needs. Names are cut to a letter or three, and a part
that several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from string import ascii_letters, digits

from reportgen.formula import Column, Name, Node, Number, Text, columns, names, to_javascript
from reportgen.formula.javascript import js_text
from reportgen.reporting import Report

Cell = str | Node
_LEAVES = (Name, Number, Text, Column)
_LETTERS = ascii_letters + digits
_DEFINITION = 7  # characters that a formula of its own costs beside its expression


@dataclass
class Table:
    """Rows of cells that are given, as texts or formulas, and columns that follow from the row."""

    given: Mapping[str, Sequence[Cell]]
    formulas: Mapping[str, Node]
    asked: dict[str, None] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.given or name in self.formulas


class Calculation:
    """The formulas that are asked for, by name, with all that they need of a report."""

    def __init__(self, report: Report, tables: Mapping[str, Table]) -> None:
        self._inputs = {
            spec.name: spec.default if spec.default and names(spec.default) else None
            for spec in report.inputs.specs
        }
        self._formula_of = report.scope.formula
        self._tables = dict(tables)
        self._formulas: dict[str, Node] = {}
        self._uses = Counter[str]()
        self._known: dict[Node, str] = {}

    def ask(self, formula: Node) -> str:
        """Return the name under which the page has the value of a formula."""
        if type(formula) is not Name:
            name = self._known.setdefault(formula, f"={len(self._known)}")
            if name not in self._formulas:
                self._formulas[name] = formula
                self._reach(formula, {})
        else:
            name = formula.name
            self._named(name)
        self._uses[name] += 1
        return name

    def ask_column(self, table: str, column: str) -> str:
        """Return the name of a column that the page has of a table."""
        self._column(table, column)
        self._uses.update((table, column))
        return column

    def _named(self, name: str) -> None:
        if name in self._formulas:
            return
        formula = self._inputs[name] if name in self._inputs else self._formula_of(name)
        if formula is not None:
            self._formulas[name] = formula
            self._reach(formula, {})

    def _reach(self, formula: Node, own: Mapping[str, object] | Table) -> None:
        used, summed = _needs(formula)
        for name in used:
            if name not in own:
                self._named(name)
        for table, column in summed:
            self._column(table, column)

    def _column(self, name: str, column: str) -> None:
        table = self._tables[name]
        if column in table.asked:
            return
        table.asked[column] = None
        if column in table.given:
            for cell in dict.fromkeys(table.given[column]):
                if not isinstance(cell, str):
                    self._reach(cell, {})
            return
        formula = table.formulas[column]
        for used in _needs(formula)[0]:
            if used in table:
                self._column(name, used)
        self._reach(formula, table)

    def written(self) -> Written:
        """Return the JavaScript, and how each name is called in it."""
        return _Writer(self._formulas, self._tables, self._inputs, self._uses).written()


@dataclass(frozen=True)
class Written:
    """Formulas and tables as the insides of two objects, columns of texts that tables share, and
    the short name of every name."""

    formulas: str
    tables: str
    texts: str
    short: Mapping[str, str]


class _Writer:
    def __init__(
        self,
        formulas: Mapping[str, Node],
        tables: Mapping[str, Table],
        inputs: Mapping[str, object],
        uses: Counter[str],
    ) -> None:
        self.formulas = dict(formulas)
        self.tables = {name: table for name, table in tables.items() if table.asked}
        self.uses = uses
        # An input that follows a formula may be given another value, a figure may not.
        self.shared = {
            formula: name
            for name, formula in formulas.items()
            if name not in inputs and type(formula) not in _LEAVES
        }
        parts = self._parts()
        self._count(parts)
        self._share(parts)
        self.uses.update((*inputs, *self.formulas, *self.tables))
        ordered = sorted(self.uses, key=lambda name: (-self.uses[name], name))
        self.short = dict(zip(ordered, _short_names(), strict=False))
        self.texts: dict[str, int] = {}

    def written(self) -> Written:
        ref = self.short.__getitem__
        shared = {node: ref(name) for node, name in self.shared.items()}
        formulas = [
            f"{ref(name)}:$=>{to_javascript(formula, ref, shared)}"
            for name, formula in self.formulas.items()
        ]
        tables = [f"{ref(name)}:{self._table(t, shared)}" for name, t in self.tables.items()]
        return Written(",".join(formulas), ",".join(tables), ",".join(self.texts), self.short)

    def _everything(self) -> Iterator[Node]:
        yield from self.formulas.values()
        for table in self.tables.values():
            for column in table.asked:
                for cell in table.given.get(column, ()):
                    if not isinstance(cell, str):
                        yield cell

    def _parts(self) -> Counter[Node]:
        """Count how often each part stands in another, or for itself."""
        found, waiting = Counter[Node](), list(self._everything())
        while waiting:
            node = waiting.pop()
            found[node] += 1
            if found[node] == 1:
                waiting.extend(node.children())
        return found

    def _count(self, parts: Counter[Node]) -> None:
        for node, times in parts.items():
            if type(node) is Name:
                self.uses[node.name] += times
            elif type(node) is Column:
                self.uses.update({node.table: times, node.column: times})
        for table in self.tables.values():
            self.uses.update(list(table.asked))
            for column in table.asked.keys() & table.formulas.keys():
                formula = table.formulas[column]
                self.uses.update(names(formula))
                for used in columns(formula):
                    self.uses.update((used.table, used.column))

    def _share(self, parts: Counter[Node]) -> None:
        """Make a formula of its own of every part that is shorter said once."""
        for node, times in parts.items():
            if times < 2 or node in self.shared or type(node) in _LEAVES:
                continue
            if (times - 1) * _length(node) > _DEFINITION + 4 * times:
                name = f"+{len(self.shared)}"
                self.shared[node], self.formulas[name] = name, node
                self.uses[name] = times

    def _table(self, table: Table, shared: Mapping[Node, str]) -> str:
        given = {c: table.given[c] for c in table.asked if c in table.given}
        texts = {c: cells for c, cells in given.items() if all(type(v) is str for v in cells)}
        numbers = [c for c in given if c not in texts]
        ref = self.short.__getitem__
        rows = list(zip(*(given[c] for c in numbers), strict=True))
        alike = {row: i for i, row in enumerate(dict.fromkeys(rows))}
        cells = ",".join(f"[{','.join(self._cell(cell, shared) for cell in row)}]" for row in alike)
        which = _numbered([alike[row] for row in rows])
        follows = [
            f"{ref(c)}:$=>{self._of_row(table.formulas[c], table, shared)}"
            for c in table.asked
            if c not in given
        ]
        said = ",".join(f"{ref(c)}:{self._text_column(cells)}" for c, cells in texts.items())
        keys = " ".join(map(ref, numbers))
        return f'[{{{said}}},"{keys}",$=>[{cells}],{which},{{{",".join(follows)}}}]'

    def _of_row(self, formula: Node, table: Table, shared: Mapping[Node, str]) -> str:
        """Write a formula over a row: what names a cell of it is calculated in the row."""
        own = table.asked.keys()
        apart = {
            part: shared[part]
            for part in _parts_of(formula)
            if part in shared and own.isdisjoint(names(part))
        }
        return to_javascript(formula, self.short.__getitem__, apart)

    def _text_column(self, cells: Sequence[Cell]) -> int:
        """Return the number of a column of texts, which several tables may have."""
        return self.texts.setdefault(_worded(cells), len(self.texts))

    def _cell(self, cell: Cell, shared: Mapping[Node, str]) -> str:
        if isinstance(cell, str):
            return js_text(cell)
        known = shared.get(cell)
        return f"$.{known}" if known else to_javascript(cell, self.short.__getitem__, shared)


def _worded(cells: Sequence[Cell]) -> str:
    """Write a column of texts: each word once, and for every row the number of its word."""
    words = {cell: i for i, cell in enumerate(dict.fromkeys(map(str, cells)))}
    said = ",".join(map(js_text, words))
    return f"[[{said}],{_numbered([words[str(cell)] for cell in cells])}]"


def _numbered(which: Sequence[int]) -> str:
    """Write the numbers of rows; where each row is the next, how many there are says it all."""
    if list(which) == list(range(len(which))):
        return str(len(which))
    return f"[{','.join(map(str, which))}]"


@lru_cache(maxsize=1 << 14)
def _needs(formula: Node) -> tuple[Sequence[str], Sequence[tuple[str, str]]]:
    """Return the names and the columns that a formula uses, in order."""
    summed = sorted((column.table, column.column) for column in columns(formula))
    return sorted(names(formula)), summed


@lru_cache(maxsize=1 << 12)
def _parts_of(formula: Node) -> frozenset[Node]:
    return frozenset((formula,)).union(*map(_parts_of, formula.children()))


@lru_cache(maxsize=1 << 15)
def _length(formula: Node) -> int:
    """Return about how long a formula is that shares nothing."""
    return len(to_javascript(formula, _two_letters))


def _two_letters(_name: str) -> str:
    return "ab"


def _short_names() -> Iterator[str]:
    yield from ascii_letters
    for length in (1, 2):
        for first, *rest in product(ascii_letters, *[_LETTERS] * length):
            yield first + "".join(rest)
