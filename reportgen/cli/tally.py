"""A tally of what was done and what failed, one line per fault, kept while the others go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportgen.errors import ReportgenError, faults_of


@dataclass
class Tally:
    """How many models are done, and the faults of those that failed."""

    done: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what another part of the same run has done."""
        self.done += other.done
        self.faults += other.faults

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Try something, and keep the faults of the error that it raises on purpose."""
        try:
            yield
        except ReportgenError as error:
            self.faults += faults_of(error)
