"""The names of a model against its rows: unknown, unused, or given to two things."""

from __future__ import annotations

from collections import Counter

from reportgen import catalog
from reportgen.errors import nearest
from reportgen.formula import names
from reportgen.model import Model
from reportgen.rows import Rows


def naming_faults(model: Model, rows: Rows) -> list[str]:
    """Return what is wrong with the names that the model and its rows use, a line per fault."""
    return _unknown(model, rows) + _unused_inputs(model, rows) + _taken(model, rows)


def used_names(model: Model, rows: Rows) -> frozenset[str]:
    """Return the inputs that rows, conditions or own quantities use, or that such inputs follow."""
    used = {*rows.names, *model.structure}
    used |= {name for quantity in model.quantities for name in quantity.used}
    used |= {name for constraint in model.spec.constraints for name in names(constraint.condition)}
    used |= {spec.name for spec in model.inputs if spec.scenario}
    defaults = {spec.name: names(spec.default) for spec in model.inputs if spec.default}
    while more := {n for name in used for n in defaults.get(name, ())} - used:
        used |= more
    return frozenset(used)


def _unknown(model: Model, rows: Rows) -> list[str]:
    known = {spec.name for spec in model.inputs}
    if rows.names <= known:
        return []
    faults = []
    for row in rows.every:
        for column, formula in row.formulas.items():
            for name in sorted(names(formula) - known):
                faults.append(
                    f"{model.name}: {row.where(column)}: unknown input "
                    f"{name!r}{nearest(name, known)}; declare it in [inputs]"
                )
    return faults


def _unused_inputs(model: Model, rows: Rows) -> list[str]:
    used = used_names(model, rows)
    known = [spec.name for spec in model.inputs if spec.name in used]
    return [
        f"{model.name}: inputs.{name}: {_why_unused(name, known)}"
        for name in model.said
        if name not in used
    ]


def _why_unused(name: str, known: list[str]) -> str:
    if name in catalog.definitions():
        return "the name has a meaning of its own in formulas; choose another"
    return f"no formula of the model uses it{nearest(name, known)}"


def _taken(model: Model, rows: Rows) -> list[str]:
    """A workbook has one cell of each name and tells no capitals from small letters."""
    inputs = Counter(spec.name.lower() for spec in model.inputs)
    said = dict.fromkeys(name for name in model.said if inputs[name.lower()] > 1)
    found = [f"inputs.{name}: another input differs only in capitals" for name in said]
    components = dict.fromkeys(row.component for row in rows.all)
    alike = Counter(name.lower() for name in components)
    twice = [name for name in components if alike[name.lower()] > 1]
    found += [f"component {name!r}: another differs only in capitals" for name in twice]
    found += [f"component {n!r}: an input has this name" for n in components if inputs[n.lower()]]
    return [f"{model.name}: {fault}; choose another" for fault in found]
