"""One cell of a workbook against the one that we would write."""

from __future__ import annotations

from math import isclose
from typing import Any

from reportgen.edited.book import Found
from reportgen.edited.formulas import same_formula
from reportgen.xlsx.cells import Live

# Engines add up in different orders, and some keep 15 digits of a value.
TOLERANCE = 1e-9
STALE, UNCALCULATED = "stale", "uncalculated"
FORMULA, VALUE, TEXT, MISSING, EXTRA = "formula", "value", "text", "missing", "extra"
Fault = tuple[str, object, object]


def fault_of(found: Found, wanted: Any) -> Fault | None:
    """Return the kind of fault of a cell, what it holds and what it should; none if all is well."""
    if wanted is None or wanted == "":
        return _not_ours(found)
    if found.formula is None and found.value is None:
        return MISSING, None, _shown(wanted)
    if isinstance(wanted, Live):
        return _live(found, wanted)
    if found.formula is not None:
        return FORMULA, f"={found.formula}", wanted
    if same_value(found.value, wanted):
        return None
    return TEXT if isinstance(wanted, str) else VALUE, found.value, wanted


def same_value(found: Any, wanted: Any) -> bool:
    """Tell whether a cell's value is the one that it should have, but for its last digits."""
    if isinstance(wanted, str):
        return bool((found or "") == wanted)
    if not isinstance(found, int | float) or (isinstance(found, bool) and wanted is not found):
        return False
    return isclose(found, wanted, rel_tol=TOLERANCE, abs_tol=0 if wanted else TOLERANCE)


def _live(found: Found, wanted: Live) -> Fault | None:
    if found.formula is None:
        return FORMULA, found.value, f"={wanted.formula}"
    if not same_formula(found.formula, wanted.formula):
        return FORMULA, f"={found.formula}", f"={wanted.formula}"
    if same_value(found.value, wanted.value):
        return None
    return UNCALCULATED if found.value is None else STALE, found.value, wanted.value


def _not_ours(found: Found) -> Fault | None:
    """A note is no figure; a number or a formula where the report has none might pass for one."""
    if found.formula is not None:
        return EXTRA, f"={found.formula}", None
    is_note = found.value is None or isinstance(found.value, str)
    return None if is_note else (EXTRA, found.value, None)


def _shown(wanted: Any) -> object:
    return f"={wanted.formula}" if isinstance(wanted, Live) else wanted
