"""What leads to and compares the models of a run: an index, a comparison and a calculator."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from reportgen.batch import Written, write_calculator, write_comparison, write_index
from reportgen.cli.progress import tell_file
from reportgen.cli.tally import Tally
from reportgen.look import Look


def overviews(found: Mapping[str, Written], output: Path, look: Look) -> Tally:
    """Write the overviews of the models that have files, and tally these."""
    faults = [fault for written in found.values() for fault in written.faults]
    tally = Tally(sum(bool(written.files) for written in found.values()), faults)
    index = partial(write_index, look=look)
    for write in (index, write_comparison, write_calculator) if tally.done else ():
        with tally.kept():
            tell_file(write(found, output))
    return tally
