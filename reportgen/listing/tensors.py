"""A reconciled checkpoint as text or JSON: the totals, then each difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

from reportgen.checkpoint.differences import Difference
from reportgen.checkpoint.reconciling import Reconciliation
from reportgen.listing import objects
from reportgen.listing.prose import fitting
from reportgen.listing.window import PIPE, Window
from reportgen.printable import printable

MOST_EXAMPLES = 3
MOST_OF_A_REASON = 3
# A file may hold any number of tensors that nobody knows; a listing must end.
MOST_LISTED = 50
MOST_IN_JSON, MOST_NAMES = 500, 100
LONGEST_NAME = 200
TITLES = {
    "missing": "Missing",
    "extra": "Extra",
    "shape": "Other shape",
    "dtype": "Other type",
    "packed": "Packed",
    "index": "Index",
}


def tensors_as_text(found: Reconciliation, window: Window = PIPE) -> str:
    """Return what a terminal shows of a reconciled checkpoint."""
    lines = (fitting(printable(line), window) for line in _lines(found))
    return "".join(f"{line}\n" for each in lines for line in each)


def tensors_as_json(found: Reconciliation, window: Window = PIPE) -> str:
    """Return a reconciled checkpoint as one JSON object on a line.

    Of many differences of a kind only the largest are in it; `left_out` says how many are not.
    """

    def of(kind: str) -> list[Difference]:
        return [each for each in found.differences if each.kind == kind]

    document = {
        "model": found.model.name,
        "architecture": found.model.architecture,
        "agrees": found.agrees,
        "files": [str(file) for file in found.files],
        "tensors": {"held": found.tensors, "matched": found.matched},
        "parameters": {
            "expected": found.expected_values,
            "held": found.held_values,
            "difference": found.held_values - found.expected_values,
        },
        "dtypes": found.dtypes,
        "stated_dtype": found.stated or None,
        "matched_by_shape_only": list(found.nameless),
        "differences": [_plain(each) for kind in TITLES for each in of(kind)[:MOST_IN_JSON]],
        "left_out": {kind: len(rest) for kind in TITLES if (rest := of(kind)[MOST_IN_JSON:])},
    }
    return objects.written(document, window)


def _plain(difference: Difference) -> dict[str, object]:
    kept = asdict(difference)
    kept["examples"] = difference.examples[:MOST_NAMES]
    return {key: value for key, value in kept.items() if value not in ("", [])}


def _lines(found: Reconciliation) -> Iterator[str]:
    files = "1 file" if len(found.files) == 1 else f"{len(found.files)} files"
    yield f"{found.model.name} ({found.model.architecture}): {found.tensors:,} tensors in {files}"
    yield from ("", *_totals(found))
    for kind, title in TITLES.items():
        differences = [each for each in found.differences if each.kind == kind]
        if differences:
            yield from ("", title)
            yield from _listed(differences)
    yield from ("", *_notes(found))


def _totals(found: Reconciliation) -> Iterator[str]:
    """Yield the values expected and held, and what their difference is made of."""
    sums: Counter[str] = Counter()
    for each in found.differences:
        sums[f"{each.why or TITLES[each.kind].lower()}"] += each.values
    lines = [("Expected by the config", found.expected_values)]
    lines += [(f"  {why}", values) for why, values in sums.items() if values]
    lines += [("In the file" if len(found.files) == 1 else "In the files", found.held_values)]
    width = max(len(title) for title, _ in lines)
    for title, values in lines:
        sign = "+" if title.startswith("  ") and values > 0 else ""
        yield f"{title:{width}}  {sign + format(values, ','):>20}"


def _listed(differences: list[Difference]) -> Iterator[str]:
    """Yield each difference, but of those with the same reason only the largest in full."""
    for why in dict.fromkeys(each.why for each in differences):
        same = [each for each in differences if each.why == why]
        shown = MOST_OF_A_REASON if same[0].explained else MOST_LISTED
        for each in same[:shown]:
            yield from _difference(each)
        if rest := same[shown:]:
            tensors, values = sum(e.tensors for e in rest), sum(e.values for e in rest)
            reason = f"; {why}" if why else ""
            yield f"  and {len(rest):,} more names: {tensors:,} tensors, {values:,} values{reason}"


def _difference(each: Difference) -> Iterator[str]:
    name = _short(each.name or each.row)
    row = f" ({each.row})" if each.row and each.row != name else ""
    times = f"{each.tensors:,} x " if each.tensors else ""
    yield f"  {times}{name}{row}: {_words(each)}"
    named = [example for example in each.examples if example != each.name]
    if named:
        more = len(each.examples) - MOST_EXAMPLES
        rest = f" and {more:,} more" if more > 0 else ""
        yield f"      {', '.join(map(_short, named[:MOST_EXAMPLES]))}{rest}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 3] + "..."


def _words(each: Difference) -> str:
    if each.kind == "extra":
        return f"{each.found}, {each.values:,} values" + (f"; {each.why}" if each.why else "")
    if each.kind == "missing":
        return f"{each.expected}, {-each.values:,} values" + (f"; {each.why}" if each.why else "")
    if each.kind == "index" and each.why:
        return f"in {each.found}; {each.why}"
    return f"is {each.found}, expected {each.expected}" + (f"; {each.why}" if each.why else "")


def _notes(found: Reconciliation) -> Iterator[str]:
    if found.nameless:
        rows = f"{len(found.nameless):,} rows of the model"
        yield f"How checkpoints name {rows} is not known; compared by shape and count only."
    held = ", ".join(f"{dtype} {values:,}" for dtype, values in found.dtypes.items())
    stated = f"the config says {found.stated}" if found.stated else "the config does not say"
    yield f"Values by type: {held or 'none'}; {stated}."
    if not found.differences:
        yield f"All {found.tensors:,} tensors match."
    elif found.agrees:
        yield "All tensors that a file must hold are there; the differences above are explained."
    else:
        count = f"{found.matched:,} of {found.tensors:,}"
        yield f"{count} tensors have a name and shape that the config expects; the rest is above."


def tensor_listings(window: Window) -> dict[str, Callable[[Reconciliation], str]]:
    """Return the listings by name, written for a window."""
    ways = {"text": tensors_as_text, "json": tensors_as_json}
    return {name: partial(way, window=window) for name, way in ways.items()}
