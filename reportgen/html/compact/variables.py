"""The variables of a script, each with all places that name it, and short names for them.

A scope is a block with the brackets before it: a function with its parameters, a loop with its
head. What a function without a block declares counts as declared by the scope around it. What a
script often asks objects for is a variable, too: its name is that of the property behind a dot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, product
from string import ascii_letters, digits

from reportgen.html.compact.statements import DOTS, Statements

GIVEN = ("document", "Number", "Object", "String", "Boolean", "Map")  # by every browser
_LETTERS = ascii_letters + "$_"
_KEPT = frozenset(("of", "async", "await", "get", "set", "static", "undefined"))
_SHORT_WORDS = ("do", "if", "in", "of", "as")
_OUTERMOST = 0


@dataclass(slots=True, eq=False)
class Variable:
    """A name, the scope that declares it, where it stands, and the scopes from there to its own."""

    name: str
    home: int
    places: list[int] = field(default_factory=list)
    scopes: set[int] = field(default_factory=set)


def short_names(found: Statements) -> dict[int, str]:
    """Return the short name of each token that has one, the shortest for what is written most."""
    variables, free = _variables(found)
    renamed, kept = list[Variable](), {*_SHORT_WORDS, *free}
    for variable in variables:
        if _pays(variable, found):
            renamed.append(variable)
        else:
            kept.add(variable.name)
    renamed.sort(key=lambda variable: len(variable.places), reverse=True)
    return _named(renamed, [name for name in _all_names() if name not in kept])


def _pays(variable: Variable, found: Statements) -> bool:
    """Tell whether a short name is possible, and shorter where keys must be spelled out for it."""
    name, times = variable.name, len(variable.places)
    if name in GIVEN:
        return times * (len(name) - 2) > len(name) + len("let xy=;")
    if name[0] == ".":
        return times * (len(name) - len("[xy]")) > len(name) + len('let xy="";')
    spelled = len(found.abbreviated.intersection(variable.places))
    shorter = times * (len(name) - 1) >= spelled * (len(name) + 1)
    return times > 1 and shorter and name not in _KEPT


def _variables(found: Statements) -> tuple[list[Variable], set[str]]:
    """Return the variables, and the short words and names that are none of them."""
    reader, texts = _Reader(found), found.texts
    free = {text for text in {*texts} - reader.names if len(text) < 3}
    for i, text in enumerate(texts):
        name, scope = f".{text}" if texts[i - 1] in DOTS else text, reader.scope_of[i]
        if name not in reader.names or i in found.keys:
            continue
        known = reader.known[scope]
        variable = known[name] if name in known else reader.declaration(scope, name)
        if variable:
            variable.places.append(i)
        else:
            free.add(name)
    return reader.found, free


class _Reader:
    """Finds the declarations of names; `known` has what each name is in each scope."""

    def __init__(self, found: Statements) -> None:
        self.scope_of, self.around = _scopes(found)
        self.declared = {(self.scope_of[i], found.texts[i]) for i in found.declared}
        self.names = {name for _, name in self.declared}
        self.known: list[dict[str, Variable | None]] = [{} for _ in self.around]
        self.found: list[Variable] = []
        if found.texts[0][:1] not in ('"', "'"):  # such as "use strict", which must stay the first
            given = set(GIVEN) - self.names
            asked = (text for dot, text in pairwise(found.texts) if dot in DOTS)
            given |= {f".{name}" for name in asked if name[0].isalpha()}
            self.declared |= {(_OUTERMOST, name) for name in given}
            self.names |= given

    def declaration(self, scope: int, name: str) -> Variable | None:
        """Return the variable of the next scope around that declares a name, None without one."""
        passed = [scope]
        while (scope, name) not in self.declared:
            if scope == _OUTERMOST:
                self.known[passed[0]][name] = None
                return None
            scope = self.around[scope]
            passed.append(scope)
        found = self.known[scope].get(name)
        if not found:
            found = self.known[scope][name] = Variable(name, scope)
            self.found.append(found)
        found.scopes.update(passed)
        self.known[passed[0]][name] = found
        return found


def _scopes(found: Statements) -> tuple[list[int], list[int]]:
    """Return the scope of each token, and the scope around each scope."""
    scope_of = [_OUTERMOST] * len(found.texts)
    around = [_OUTERMOST]
    for start, end in sorted(found.scopes):
        around.append(scope_of[start])
        scope_of[start : end + 1] = [len(around) - 1] * (end + 1 - start)
    return scope_of, around


def _named(variables: Sequence[Variable], names: Sequence[str]) -> dict[int, str]:
    """Give two variables one name only where neither is named in reach of the other.

    Which names are taken, in a scope and on the way through it, is a number with a bit for each.
    """
    declared, passing = Counter[int](), Counter[int]()
    short = dict[int, str]()
    for variable in variables:
        taken = passing[variable.home]
        for scope in variable.scopes:
            taken |= declared[scope]
        free = ~taken & (taken + 1)
        declared[variable.home] |= free
        for scope in variable.scopes:
            passing[scope] |= free
        short.update(dict.fromkeys(variable.places, names[free.bit_length() - 1]))
    return short


def _all_names() -> Iterator[str]:
    yield from _LETTERS
    yield from map("".join, product(_LETTERS, _LETTERS + digits))
