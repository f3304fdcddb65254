"""What a page's script calls things: a letter or three.

What the catalogue has is called the same on every page, so that its formulas are written once for
all of them. Any other name is marked, and the page finds a short one for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import count, islice, product
from string import ascii_letters, digits

from reportgen import catalogued
from reportgen.formula import Node, columns, names
from reportgen.formula.javascript import TAKEN

# What names begin with: the catalogue's, and those that each page finds.
_CATALOGUED, _FOUND = ascii_letters[:40], ascii_letters[40:]
_LETTERS = ascii_letters + digits
_MARK = "\x01"  # which no text has, once it is written
# What the names of values begin with that a page gives a number, and those of parts of formulas.
NUMBERED, PART = "=", "+"
_NUMBERS, _NEXT = dict[Node, int](), count()


def numbered_name(kind: str, formula: Node) -> str:
    """Return a marked name for what has none, the same for a formula whenever it is asked."""
    number = _NUMBERS.get(formula)
    if number is None:
        # Two threads may come here at once, and are to leave with one number.
        number = _NUMBERS.setdefault(formula, next(_NEXT))
    return called(f"{kind}{number}")


@lru_cache(maxsize=1 << 14)
def called(name: str) -> str:
    """Return the script's name for a name, a table or a column, or mark it."""
    return _everywhere().get(name) or f"{_MARK}{name}{_MARK}"


def resolved(script: str) -> tuple[str, Mapping[str, str]]:
    """Return a script with short names for those that are marked, and which these are."""
    pieces = script.split(_MARK)
    often = [name for name, _ in Counter(pieces[1::2]).most_common()]
    named = [name for name in often if name[0] != NUMBERED]
    numbered = [name for name in often if name[0] == NUMBERED]
    short = dict(zip(named, _found(len(named)), strict=True))
    short |= dict(zip(numbered, map(str, count()), strict=False))
    pieces[1::2] = map(short.__getitem__, pieces[1::2])
    return "".join(pieces), short


@lru_cache(maxsize=1 << 8)
def _found(number: int) -> tuple[str, ...]:
    return tuple(islice(shortest(_FOUND), number))


def shortest(first: str = _CATALOGUED) -> Iterator[str]:
    """Yield names that begin with one of the `first` letters, the shortest first."""
    yield from first
    for length in (1, 2):
        for letters in product(first, *[_LETTERS] * length):
            if (name := "".join(letters)) not in TAKEN:
                yield name


def length(written: str) -> int:
    """Return how long a formula is, if a name that is marked takes one letter."""
    pieces = written.split(_MARK)
    return len("".join(pieces[::2])) + len(pieces) // 2


@cache
def _everywhere() -> Mapping[str, str]:
    uses = Counter(catalogued.named())
    for formula in catalogued.formulas():
        uses.update(names(formula))
        uses.update(word for c in columns(formula) for word in (c.table, c.column))
    often = sorted(uses, key=lambda name: (-uses[name], name))
    return dict(zip(often, shortest(), strict=False))
