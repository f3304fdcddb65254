"""A number or a text that two reports have, and how the second's differs from the first's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.aggregate import Scalar, catalog_columns, complete
from reportgen.numbers import LARGEST_EXACT, Number, change, signed

NO_NUMBER = "–"
Key = tuple[str, ...]


class Amount(NamedTuple):
    """A value and its unit, and more words on what it is; a `detail` goes beyond the count."""

    value: Scalar
    unit: str
    about: Key = ()
    detail: bool = False


Amounts = Mapping[Key, Amount]
NOTHING = Amount(0, "")


@dataclass(frozen=True)
class Line:
    """A number of both: what it is, its unit, the two values, their difference.

    `relative` is the difference as a part of the first, or 1 where that is 0. The first has nothing
    like what `is_new`. A `detail` goes beyond the count and is left out where there is little room.
    """

    labels: Key
    unit: str
    first: Number
    second: Number
    difference: Number
    relative: Number
    is_new: bool = False
    detail: bool = False

    @property
    def differs(self) -> bool:
        """Tell whether the two values are not the same."""
        return self.first != self.second

    @property
    def moved(self) -> tuple[str, str]:
        """Return the difference and the relative one as people read them."""
        part = change(self.relative) if self.first else NO_NUMBER
        return signed(self.difference), "new" if self.is_new else part


class Text(NamedTuple):
    """A text that is not the same in both: what it is, and the two; texts have no difference."""

    labels: Key
    first: str
    second: str
    detail: bool
    unit: str = ""
    difference: None = None
    relative: None = None
    moved: tuple[str, str] = (NO_NUMBER, NO_NUMBER)


def is_text(*amounts: Amount) -> bool:
    """Tell whether one of the values cannot be subtracted."""
    return any(isinstance(amount.value, str | bool) for amount in amounts)


def line_of(labels: Key, first: Amount, second: Amount) -> Line:
    """Return how a number differs; what the first lacks is given as NOTHING."""
    row: dict[str, Scalar] = {"first": _held(first.value), "second": _held(second.value)}
    found = complete(row, catalog_columns("differences"), {}, {})
    values = {name: shown(value) for name, value in found.items()}
    is_new = first is NOTHING
    known = second if is_new else first
    words = (*labels, *known.about)
    return Line(words, known.unit, **values, is_new=is_new, detail=known.detail)  # type: ignore[arg-type]


def _held(value: Scalar) -> Scalar:
    """Return a number as a workbook's cell holds it, so that differences are the same there."""
    return value if isinstance(value, int) and abs(value) <= LARGEST_EXACT else float(value)


def text_of(labels: Key, first: Amount, second: Amount) -> Text:
    """Return how a text differs."""
    words = (*labels, *first.about)
    return Text(words, str(shown(first.value)), str(shown(second.value)), first.detail)


def shown(value: Scalar) -> Number | str:
    """Return a value as Python's own numbers have it, whole ones as such."""
    if isinstance(value, str | int):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) <= LARGEST_EXACT else number
