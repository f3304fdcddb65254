"""What leads to and compares the models of a run: an index, a comparison and a calculator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from reportgen.batch import Fault, File, Written, write_calculator, write_comparison, write_index
from reportgen.cli.progress import tell_file
from reportgen.cli.tally import Tally
from reportgen.look import Look


def overviews(found: Mapping[str, Written], output: Path, look: Look) -> Tally:
    """Write the overviews of the models that have files, and tally these."""
    faults = [fault for written in found.values() for fault in written.faults]
    tally = Tally(sum(bool(written.files) for written in found.values()), list(_told(faults)))
    books = list[File]()
    index = partial(write_index, found, books, look=look)
    comparison, calculator = partial(write_comparison, found), partial(write_calculator, found)
    # The index comes last: it leads to the others that are there.
    for write in (comparison, calculator, index) if tally.done else ():
        with tally.kept():
            books.append(write(output))
            tell_file(books[-1])
    return tally


def _told(faults: Iterable[Fault]) -> Iterator[str]:
    """Yield a line per problem: what is wrong with a template is so for each model."""
    missing: dict[str, list[Fault]] = {}
    for fault in faults:
        missing.setdefault(fault.problem, []).append(fault)
    for problem, (first, *others) in missing.items():
        if others and first.file:
            rest = "another" if len(others) == 1 else f"{len(others)} others"
            yield f"{problem}; {first.file} and {rest} are not written"
        else:
            yield str(first)
