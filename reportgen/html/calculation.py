"""What a page calculates: formulas, and tables of rows, as one piece of JavaScript.

Only what is asked for is there, and what that needs. Names are cut to a letter or three, and a part
that several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, product
from string import ascii_letters, digits

from reportgen.formula import Column, Name, Node, Number, Text, columns, names, to_javascript
from reportgen.formula.javascript import TAKEN, js_list, js_text
from reportgen.reporting import Report

Cell = str | Node
_LEAVES = (Name, Number, Text, Column)
_NOTHING: frozenset[tuple[Node, str]] = frozenset()
_LETTERS = ascii_letters + digits
_MARK, _APART = "\x01", "\x02"  # which no text has, once it is written
_NUMBERS = count()
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
            spec.name: spec.default if spec.name in report.inputs.follows else None
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
        return _Writer(self._formulas, self._tables, self._inputs).written(
            self._uses + Counter(list(self._inputs))
        )


@dataclass(frozen=True)
class Written:
    """Formulas and tables as the insides of two objects, columns of texts that tables share, and
    the short name of every name."""

    formulas: str
    tables: str
    texts: str
    short: Mapping[str, str]


class _Writer:
    """Writes formulas under their own names, which the short ones then take the place of.

    So a formula of the catalogue is written once for all pages.
    """

    def __init__(
        self,
        formulas: Mapping[str, Node],
        tables: Mapping[str, Table],
        inputs: Mapping[str, object],
    ) -> None:
        self.formulas = dict(formulas)
        self.tables = {name: table for name, table in tables.items() if table.asked}
        # An input that follows a formula may be given another value, a figure may not.
        self.shared = {
            formula: name
            for name, formula in formulas.items()
            if name not in inputs and type(formula) not in _LEAVES
        }
        self.texts: dict[str, int] = {}
        self._share()

    def written(self, uses: Counter[str]) -> Written:
        """Return all that is written; `uses` says how often what shows it names what."""
        formulas = ",".join(
            f"{_marked(name)}:_=>{self._formula(formula)}"
            for name, formula in self.formulas.items()
        )
        tables = ",".join(
            f"{_marked(name)}:{self._table(table)}" for name, table in self.tables.items()
        )
        pieces = f"{formulas}{_APART}{tables}".split(_MARK)
        uses.update(pieces[1::2])
        often = sorted(uses, key=uses.__getitem__, reverse=True)
        short = dict(zip(often, _short_names(), strict=False))
        pieces[1::2] = map(short.__getitem__, pieces[1::2])
        formulas, tables = "".join(pieces).split(_APART)
        return Written(formulas, tables, ",".join(self.texts), short)

    def _share(self) -> None:
        """Make a formula of its own of every part that is shorter said once."""
        for part, times in self._parts().items():
            if times == 1 or part in self.shared:
                continue
            if (times - 1) * _length(part) > _DEFINITION + 4 * times:
                name = self.shared[part] = _named(part)
                self.formulas[name] = part

    def _parts(self) -> Mapping[Node, int]:
        """Count how often each part stands in another, or for itself."""
        found = dict[Node, int]()
        waiting = [*self.formulas.values(), *self._cells()]
        while waiting:
            node = waiting.pop()
            if type(node) not in _LEAVES:
                found[node] = times = found.get(node, 0) + 1
                if times == 1:
                    waiting.extend(node.children())
        return found

    def _cells(self) -> Iterator[Node]:
        for table in self.tables.values():
            for column in table.asked:
                cells = table.given.get(column, ())
                yield from (cell for cell in cells if not isinstance(cell, str))

    def _formula(self, formula: Node, own: Collection[str] = ()) -> str:
        """Write a formula; a part that names one of a row's `own` cells stays in the row."""
        found = _parts_of(formula) & self.shared.keys()
        apart = [
            (part, self.shared[part]) for part in found if not own or names(part).isdisjoint(own)
        ]
        return _said(formula, frozenset(apart))

    def _table(self, table: Table) -> str:
        given = {c: table.given[c] for c in table.asked if c in table.given}
        texts = {c: cells for c, cells in given.items() if all(type(v) is str for v in cells)}
        numbers = [c for c in given if c not in texts]
        rows = list(zip(*(given[c] for c in numbers), strict=True))
        alike = {row: i for i, row in enumerate(dict.fromkeys(rows))}
        cells = js_list(js_list(map(self._cell, row)) for row in alike)
        which = _numbered([alike[row] for row in rows])
        follows = ",".join(
            f"{_marked(c)}:_=>{self._formula(table.formulas[c], table.asked)}"
            for c in table.asked
            if c not in given
        )
        said = ",".join(f"{_marked(c)}:{self._text_column(v)}" for c, v in texts.items())
        keys = " ".join(map(_marked, numbers))
        return f'[{{{said}}},"{keys}",_=>{cells},{which},$=>{{with($)return{{{follows}}}}}]'

    def _text_column(self, cells: Sequence[Cell]) -> int:
        """Return the number of a column of texts, which several tables may have."""
        return self.texts.setdefault(_worded(cells), len(self.texts))

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, str):
            return js_text(cell)
        if type(cell) in _LEAVES:
            return _said(cell, _NOTHING)
        known = self.shared.get(cell)
        return _marked(known) if known else self._formula(cell)


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


@lru_cache(maxsize=1 << 14)
def _parts_of(formula: Node) -> frozenset[Node]:
    """Return the formula and all its parts but names, numbers and texts."""
    if type(formula) in _LEAVES:
        return frozenset()
    return frozenset((formula,)).union(*map(_parts_of, formula.children()))


@lru_cache(maxsize=1 << 14)
def _said(formula: Node, shared: frozenset[tuple[Node, str]]) -> str:
    """Write a formula in marked names, of `shared` parts their names alone."""
    return to_javascript(formula, _marked, {part: _marked(name) for part, name in shared})


@lru_cache(maxsize=1 << 14)
def _named(_formula: Node) -> str:
    """Return a name for a part that is shared, the same on all pages; none of them shows it."""
    return f"+{next(_NUMBERS)}"


@lru_cache(maxsize=1 << 14)
def _length(formula: Node) -> int:
    """Return about how long a formula is in short names."""
    pieces = _said(formula, _NOTHING).split(_MARK)
    return len("".join(pieces[::2])) + len(pieces) - 1


def _marked(name: str) -> str:
    return f"{_MARK}{name}{_MARK}"


def _short_names() -> Iterator[str]:
    yield from ascii_letters
    for length in (1, 2):
        for first, *rest in product(ascii_letters, *[_LETTERS] * length):
            if (name := first + "".join(rest)) not in TAKEN:
                yield name
