"""The models that a command names, one after the other; a fault of one does not stop the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os.path import isdir, join, realpath
from typing import TYPE_CHECKING

from reportgen.cli.tally import Tally

if TYPE_CHECKING:
    from reportgen.model import Model
    from reportgen.reporting import Report


def without_repeats(models: Sequence[str]) -> list[str]:
    """Return the models without those named before, be it by another path to the same file."""
    from reportgen import catalog

    presets, found = catalog.presets(), dict[str, str]()
    for each in models:
        found.setdefault(each if each in presets else _file(each), each)
    return list(found.values())


def _file(reference: str) -> str:
    from reportgen.huggingface import CONFIG

    return realpath(join(reference, CONFIG) if isdir(reference) else reference)


def loaded(models: Sequence[str], tally: Tally) -> Iterator[Model]:
    """Yield the models that can be loaded; what is wrong with the others is tallied."""
    from reportgen.loading import load_model

    for reference in models:
        with tally.kept():
            yield load_model(reference)


def built(models: Sequence[str], settings: Mapping[str, str], tally: Tally) -> Iterator[Report]:
    """Yield the reports that can be built, and tally them."""
    for report in reports_of(models, settings, tally):
        yield report
        tally.done += 1


def reports_of(
    models: Sequence[str], settings: Mapping[str, str], tally: Tally
) -> Iterator[Report]:
    """Yield the reports that can be built; that they are done is for others to tally."""
    from reportgen.building import build_report

    for model in loaded(models, tally):
        with tally.kept():
            yield build_report(model, settings)
