"""Gaps where numbers come: what differs in numbers only is laid out once, and filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache, partial, wraps
from itertools import chain, compress, count, islice
from operator import not_
from typing import Any, NamedTuple

from jinja2 import StrictUndefined
from markupsafe import Markup

from reportgen.html.laying_out import Layout, row_by_row, shown
from reportgen.numbers import Number, grouped

Row = tuple[Any, ...]
Show = Callable[[Any], str]
# Stands where a number will: no text can be taken for it, since what is escaped has no such signs.
GAP = Markup("<>")
_NUMBERED = re.compile("<([0-9]+)>")
# Longer tables are of models of one's own, whose texts no other table has.
_MOST_ROWS = 64


class Filled(Markup):
    """What was laid out and has its numbers: as they do, it differs from report to report."""

    __slots__ = ()


_OWN = frozenset((int, float, Fraction, Filled))


def filled(laid: str, values: Iterable[Number | str]) -> Markup:
    """Return what was laid out with gaps, and in each of them a number in full, or a text.

    Raises ValueError where there are more or fewer gaps than values.
    """
    pieces = _around_gaps(laid)
    filling = [shown(value) if isinstance(value, str) else grouped(value) for value in values]
    if len(filling) != len(pieces) - 1:
        raise ValueError(f"needs a value for each gap, {len(pieces) - 1}, not {len(filling)}")
    return _joined(pieces, filling)


@lru_cache(maxsize=1 << 9, typed=True)
def _around_gaps(laid: str) -> list[str]:
    return str(shown(laid)).split(GAP)


def _joined(pieces: Sequence[str], filling: Sequence[str]) -> Markup:
    parts = [""] * (len(pieces) + len(filling))
    parts[::2], parts[1::2] = pieces, filling
    return Markup("".join(parts))  # noqa: S704  each of them is escaped


def rows(lines: Iterable[Row], layout: Layout, *more: Hashable) -> Markup:
    """Return what a macro makes of each row of a table; rows with the same texts are laid out once.

    Each row's own numbers, and what was filled with some, are put in as filters show them. It is
    for shipped macros alone: one that does anything else with a number fails.
    """
    lines = tuple(lines)
    if not 0 < len(lines) <= _MOST_ROWS:
        return row_by_row(lines, layout, *more)
    cells = tuple(chain.from_iterable(lines))
    kinds = tuple(map(type, cells))
    are_numbers, are_texts = _apart(kinds)
    texts = tuple(compress(cells, are_texts))
    form = _table(layout, type(lines[0]), len(lines[0]), kinds, texts, *more)
    numbers = tuple(compress(cells, are_numbers))
    return _joined(form.pieces, [show(numbers[at]) for at, show in form.gaps])


@lru_cache(maxsize=1 << 10)
def _apart(kinds: tuple[type, ...]) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
    """Tell of cells by their types which are numbers, or filled with some, and which are not."""
    are_numbers = tuple(kind in _OWN for kind in kinds)
    return are_numbers, tuple(map(not_, are_numbers))


class _Form(NamedTuple):
    """What is around gaps, and which number is shown in each of them, and how."""

    pieces: list[str]
    gaps: list[tuple[int, Show]]


@lru_cache(maxsize=1 << 9, typed=True)
def _table(
    layout: Layout,
    row: type[Row],
    width: int,
    kinds: tuple[type, ...],
    texts: tuple[Hashable, ...],
    *more: Hashable,
) -> _Form:
    """Return the form of rows of so many cells each, from those of its rows."""
    pieces, gaps, numbers, words = [""], list[tuple[int, Show]](), 0, iter(texts)
    for start in range(0, len(kinds), width):
        own = kinds[start : start + width]
        found = sum(_apart(own)[0])
        form = _row(layout, row, own, tuple(islice(words, width - found)), *more)
        pieces[-1] += form.pieces[0]
        pieces += form.pieces[1:]
        gaps += [(numbers + at, show) for at, show in form.gaps]
        numbers += found
    return _Form(pieces, gaps)


@lru_cache(maxsize=1 << 12, typed=True)
def _row(
    layout: Layout,
    row: type[Row],
    kinds: tuple[type, ...],
    texts: tuple[Hashable, ...],
    *more: Hashable,
) -> _Form:
    """Return the form of a row of such cells."""
    gaps: list[tuple[int, Show]] = []
    numbers, words = (Gap(at, gaps) for at in count()), iter(texts)
    cells = [next(numbers if is_number else words) for is_number in _apart(kinds)[0]]
    laid = shown(layout(getattr(row, "_make", row)(cells), *more))
    first, *rest = _NUMBERED.split(laid)
    return _Form([first, *rest[1::2]], [gaps[int(place)] for place in rest[::2]])


class Gap(StrictUndefined):
    """A number that is not known yet: it can be shown, and all else that is done with it fails."""

    __slots__ = ("_at", "_gaps")
    __hash__ = None  # type: ignore[assignment]  # no memory takes one gap for another

    def __init__(self, at: int, gaps: list[tuple[int, Show]]) -> None:
        super().__init__("a number that differs from row to row")
        self._at, self._gaps = at, gaps

    def shown_by(self, show: Callable[..., str], *more: object) -> Markup:
        """Return what stands where the number will, as a filter shows it."""
        self._gaps.append((self._at, partial(_escaped, show, more) if more else show))
        return Markup(f"<{len(self._gaps) - 1}>")  # noqa: S704  no text is like it

    def __html__(self) -> str:
        return self.shown_by(str)


def _escaped(show: Callable[..., str], more: tuple[object, ...], number: Number) -> str:
    return shown(show(number, *more))


def of_gaps(show: Callable[..., str]) -> Callable[..., str]:
    """Return a filter of numbers that leaves gaps as they are, each with what is to be shown there.

    What it shows of a number alone must need no escaping.
    """

    @wraps(show)
    def shown_or_left(value: object, *more: object) -> str:
        return value.shown_by(show, *more) if type(value) is Gap else show(value, *more)

    return shown_or_left
