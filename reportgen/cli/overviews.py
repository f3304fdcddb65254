"""What leads to and compares the models of a run: an index, a comparison and a calculator."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from reportgen.batch import File, Written, write_calculator, write_comparison, write_index
from reportgen.cli.progress import tell_file
from reportgen.cli.tally import Tally
from reportgen.look import Look


def overviews(found: Mapping[str, Written], output: Path, look: Look) -> Tally:
    """Write the overviews of the models that have files, and tally these."""
    faults = [fault for written in found.values() for fault in written.faults]
    tally = Tally(sum(bool(written.files) for written in found.values()), faults)
    books = list[File]()
    index = partial(write_index, found, books, look=look)
    comparison, calculator = partial(write_comparison, found), partial(write_calculator, found)
    # The index comes last: it leads to the others that are there.
    for write in (comparison, calculator, index) if tally.done else ():
        with tally.kept():
            books.append(write(output))
            tell_file(books[-1])
    return tally
