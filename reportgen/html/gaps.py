"""Gaps where numbers come: what differs in numbers only is laid out once, and filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache, partial, wraps
from itertools import chain, compress, count, islice
from typing import Any, NamedTuple

from jinja2 import StrictUndefined
from markupsafe import Markup

from reportgen.html.laying_out import Layout, shown
from reportgen.numbers import Number, grouped

Row = tuple[Any, ...]
Show = Callable[[Any], str]
# Stands where a number will: no text can be taken for it, since what is escaped has no such signs.
GAP = Markup("<>")
_NUMBERED = re.compile("<([0-9]+)>")
_NUMBERS = frozenset((int, float, Fraction))


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
    """Return what a macro makes of each row; one with the texts of another is filled in.

    Filters put each row's own numbers in. A macro that does anything else with them is called for
    each row anew. Equal tuples in rows are taken for one, whatever the types of what is in them.
    """
    lines = tuple(lines)
    cells = tuple(chain.from_iterable(lines))
    kinds = tuple(map(type, cells))
    where = _where(kinds)
    shapes = tuple([(type(line), len(line)) for line in lines])
    try:
        form = _table(layout, shapes, kinds, tuple(compress(cells, where.texts)), *more)
    except TypeError:  # for what cannot be looked up, such as a list
        form = None
    if form is None:
        laid = "".join([shown(layout(line, *more)) for line in lines])
        return Markup(laid)  # noqa: S704  each row in it is escaped
    numbers = tuple(compress(cells, where.numbers))
    return _joined(form.pieces, [show(numbers[at]) for at, show in form.gaps])


class _Where(NamedTuple):
    """Which of some cells are numbers, and which are not."""

    numbers: tuple[bool, ...]
    texts: tuple[bool, ...]


@lru_cache(maxsize=1 << 10)
def _where(kinds: tuple[type, ...]) -> _Where:
    numbers = tuple(kind in _NUMBERS for kind in kinds)
    return _Where(numbers, tuple(not number for number in numbers))


class _Form(NamedTuple):
    """What is around gaps, and which number is shown in each of them, and how."""

    pieces: list[str]
    gaps: list[tuple[int, Show]]


@lru_cache(maxsize=1 << 9, typed=True)
def _table(
    layout: Layout,
    shapes: tuple[tuple[type[Row], int], ...],
    kinds: tuple[type, ...],
    texts: tuple[Hashable, ...],
    *more: Hashable,
) -> _Form | None:
    """Return the form of rows of so many cells, or None if their numbers have to be known."""
    pieces, gaps, numbers = [""], list[tuple[int, Show]](), 0
    left, words = iter(kinds), iter(texts)
    for row, width in shapes:
        own = tuple(islice(left, width))
        where = _where(own)
        form = _row(layout, row, own, tuple(islice(words, sum(where.texts))), *more)
        if form is None:
            return None
        pieces[-1] += form.pieces[0]
        pieces += form.pieces[1:]
        gaps += [(numbers + at, show) for at, show in form.gaps]
        numbers += sum(where.numbers)
    return _Form(pieces, gaps)


@lru_cache(maxsize=1 << 12, typed=True)
def _row(
    layout: Layout,
    row: type[Row],
    kinds: tuple[type, ...],
    texts: tuple[Hashable, ...],
    *more: Hashable,
) -> _Form | None:
    """Return the form of a row of such cells, or None if its numbers have to be known."""
    gaps: list[tuple[int, Show]] = []
    numbers, words = (Gap(at, gaps) for at in count()), iter(texts)
    cells = [next(numbers if is_number else words) for is_number in _where(kinds).numbers]
    try:
        laid = shown(layout(getattr(row, "_make", row)(cells), *more))
        first, *rest = _NUMBERED.split(laid)
        return _Form([first, *rest[1::2]], [gaps[int(place)] for place in rest[::2]])
    except Exception:  # noqa: BLE001  if numbers do not help, it is raised again
        return None


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
    """Return a filter of numbers, which has no need to be escaped, so that it shows gaps, too."""

    @wraps(show)
    def shown_or_left(value: object, *more: object) -> str:
        return value.shown_by(show, *more) if type(value) is Gap else show(value, *more)

    return shown_or_left
