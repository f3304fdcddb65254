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
from reportgen.html.calculating.usual_places import usual_values

_LETTERS = ascii_letters + digits
_MARK = "\x01"  # which no text has, once it is written
# What the marks of values without a name begin with, and those of parts of formulas.
SHOWN, PART = "=", "+"
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
    marked = dict.fromkeys(pieces[1::2])
    short = dict(zip(marked, _free(len(marked)), strict=True))
    pieces[1::2] = map(short.__getitem__, pieces[1::2])
    return "".join(pieces), short


@lru_cache(maxsize=1 << 8)
def _free(number: int) -> tuple[str, ...]:
    """Return as many names that the catalogue has not."""
    taken = len(_everywhere())
    return tuple(islice(shortest(), taken, taken + number))


def shortest() -> Iterator[str]:
    """Yield names, the shortest first."""
    yield from ascii_letters
    for length in (1, 2):
        for letters in product(ascii_letters, *[_LETTERS] * length):
            if (name := "".join(letters)) not in TAKEN:
                yield name


def length(written: str) -> int:
    """Return how long a formula is, if a name that is marked takes one letter."""
    pieces = written.split(_MARK)
    return len("".join(pieces[::2])) + len(pieces) // 2


@cache
def _everywhere() -> Mapping[str, str]:
    uses = Counter(catalogued.named())
    for formula in (*catalogued.formulas(), *usual_values()):
        uses.update(names(formula))
        uses.update(word for c in columns(formula) for word in (c.table, c.column))
    often = sorted(uses, key=lambda name: (-uses[name], name))
    return dict(zip(often, shortest(), strict=False))
