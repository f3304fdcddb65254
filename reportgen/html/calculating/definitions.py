"""The definitions of a page's script: what it calculates, as JavaScript.

What several formulas have in common is a formula of its own, calculated once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from reportgen.formula import Node, Number
from reportgen.formula.javascript import js_list, js_text
from reportgen.html.calculating.calculation import Calculation, usual
from reportgen.html.calculating.common_parts import (
    Parts,
    common_parts,
    own_parts,
    own_parts_in,
)
from reportgen.html.calculating.formulas import defined, entries, numbered, said
from reportgen.html.calculating.short_names import called
from reportgen.html.calculating.tables import Columns, Named, Table


class Definitions(NamedTuple):
    """Formulas and tables as the insides of two objects, and columns of texts that tables share."""

    formulas: str
    tables: str
    texts: tuple[str, ...]


def definitions(own: Calculation) -> Definitions:
    """Return what every page calculates and, after it, what is a model's own."""
    known = _usual_definitions()
    found = _written(own, known.texts)
    formulas, tables = (f"{a},{b}" for a, b in zip(known[:2], found[:2], strict=True))
    return Definitions(formulas, tables, found.texts)


@cache
def _usual_definitions() -> Definitions:
    found = _written(usual(), ())
    parts = map(defined, common_parts())
    return found._replace(formulas=",".join((found.formulas, *parts)))


def _written(calculation: Calculation, known: tuple[str, ...]) -> Definitions:
    """Write a calculation, whose texts stand behind those that are `known`.

    What comes of one source is written once for all models that have it.
    """
    named, unnamed, tables = calculation
    parts = own_parts(_formulas(named), tuple([table.columns for table in tables.values()]))
    formulas = [*[_named(each, parts) for each in named], _defined(parts), _unnamed(unnamed, parts)]
    texts = {text: i for i, text in enumerate(known)}
    each = [f"{called(name)}:{_table(table, parts).said(texts)}" for name, table in tables.items()]
    return Definitions(",".join(filter(None, formulas)), ",".join(each), tuple(texts))


def _formulas(named: tuple[Named, ...]) -> tuple[Node, ...]:
    """Return the formulas that may have parts; numbers would make each model another."""
    return tuple([f for group in named for _, f in group if type(f) is not Number])


@lru_cache(maxsize=1 << 10)
def _named(formulas: Named, parts: Parts) -> str:
    return ",".join([f"{called(name)}:_=>{_said(formula, parts)}" for name, formula in formulas])


@lru_cache(maxsize=1 << 8)
def _defined(parts: Parts) -> str:
    return ",".join([defined(part, own_parts_in(part, parts)) for part in parts])


@lru_cache(maxsize=1 << 8)
def _unnamed(formulas: tuple[Node, ...], parts: Parts) -> str:
    return ",".join([numbered(formula, own_parts_in(formula, parts)) for formula in formulas])


def _said(formula: Node, parts: Parts) -> str:
    return said(formula, parts=own_parts_in(formula, parts))


class _Written(NamedTuple):
    """A table as JavaScript: its columns of texts, and the rest."""

    texts: tuple[tuple[str, str], ...]
    rest: str

    def said(self, texts: dict[str, int]) -> str:
        """Return the table with the numbers of its `texts`, which other tables may have too."""
        own = [f"{name}:{texts.setdefault(text, len(texts))}" for name, text in self.texts]
        return f"[{{{','.join(own)}}},{self.rest}]"


@lru_cache(maxsize=1 << 10)
def _table(table: Table, parts: Parts) -> _Written:
    texts = [(called(name), _worded(cells)) for name, cells in table.texts]
    columns = [
        f'["{" ".join(map(called, names))}",{_column(cells, parts)}]'
        for cells, names in _alike(table.columns).items()
    ]
    follows = entries(table.follow, table.row)
    rest = f"_=>{js_list(columns)},$=>{{with($)return{{{follows}}}}}"
    return _Written(tuple(texts), rest)


def _alike(columns: Columns) -> Mapping[tuple[Node, ...], list[str]]:
    """Return the columns of formulas, each with the names of those that are the same."""
    found = dict[tuple[Node, ...], list[str]]()
    for name, cells in columns:
        found.setdefault(cells, []).append(name)
    return found


def _column(cells: tuple[Node, ...], parts: Parts) -> str:
    """Write a column of formulas, each once."""
    return f"{js_list([_said(cell, parts) for cell in dict.fromkeys(cells)])},{_numbered(cells)}"


def _worded(cells: tuple[str, ...]) -> str:
    """Write a column of texts, each word once."""
    return f"[{js_list(map(js_text, dict.fromkeys(cells)))},{_numbered(cells)}]"


def _numbered(cells: tuple[str, ...] | tuple[Node, ...]) -> str:
    """Write which of its different cells each cell of a column is, as the signs from "0" on.

    Where all are the same or all differ, how many there are says it all.
    """
    numbers = {cell: i for i, cell in enumerate(dict.fromkeys(cells))}
    if len(numbers) in (1, len(cells)):
        return str(len(cells))
    return js_text("".join(chr(ord("0") + numbers[cell]) for cell in cells))
