"""What a listing is: how one report is written, and what stands before and between several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from reportgen.reporting import Report

Part = tuple[str, str]


def _nothing(_report: Report) -> str:
    return ""


class Listing(NamedTuple):
    """A way to write reports one after another; called with reports, it yields texts to print.

    `each` writes a report, `opening` what comes once before all of them.
    """

    each: Callable[[Report], str]
    opening: Callable[[Report], str] = _nothing
    between: str = ""

    def __call__(self, reports: Iterable[Report]) -> Iterator[str]:
        """Yield the text of each report, with what stands before it."""
        return self.joined(self.parts(reports))

    def parts(self, reports: Iterable[Report]) -> Iterator[Part]:
        """Yield of each report what would open a listing that begins with it, and its own text."""
        return ((self.opening(report), self.each(report)) for report in reports)

    def joined(self, parts: Iterable[Part]) -> Iterator[str]:
        """Yield the texts to print of parts that may come from several processes."""
        for i, (opening, text) in enumerate(parts):
            yield (self.between if i else opening) + text
