"""The inputs as fields: those of the first screen, and what the script must know of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.formula.javascript import js_list, js_number, js_text, js_words
from reportgen.html.calculating.short_names import called
from reportgen.reporting import Report
from reportgen.spec import InputSpec, Value
from reportgen.spec.inputs import LARGEST_WHOLE

# The inputs that people change most stand on the first screen.
FIRST = (
    "seq_len",
    "decoder_seq_len",
    "batch_size",
    "bytes_per_value",
    "hardware",
    "compute_type",
)


@dataclass(frozen=True, slots=True)
class Field:
    """An input as a field of the first screen; one that is `chosen` has a list."""

    name: str
    unit: str
    value: str
    chosen: bool


def fields(report: Report) -> list[Field]:
    """Return the fields of the first screen."""
    specs = {spec.name: spec for spec in report.inputs.specs}
    return [_field(report, specs[name]) for name in FIRST if name in specs]


def _field(report: Report, spec: InputSpec) -> Field:
    value = report.inputs.values[spec.name]
    written = value if isinstance(value, str) else repr(value)
    return Field(spec.name, spec.unit, written, spec.kind in ("choice", "flag"))


def _choices(spec: InputSpec) -> tuple[str, ...]:
    return ("0", "1") if spec.kind == "flag" else spec.choices


def written_inputs(report: Report) -> Iterator[str]:
    """Return the inputs as the script has them: name, kind, value, what it may be, and its part.

    One that follows a formula has no value of its own.
    """
    specs, values, follows = report.inputs.specs, report.inputs.values, report.inputs.follows
    parts = {said[0].section: i for i, (_, said) in enumerate(report.inputs_by_section)}
    own = [None if spec.name in follows else values[spec.name] for spec in specs]
    return map(_written, specs, own, [parts[spec.section] for spec in specs])


@lru_cache(maxsize=1 << 12, typed=True)
def _written(spec: InputSpec, value: Value | None, part: int) -> str:
    name, kind = js_words([called(spec.name)]), js_text(spec.kind[0])
    written = "null" if value is None else _literal(value)
    return js_list((name, kind, written, _allowed(spec), str(part)))


def _allowed(spec: InputSpec) -> str:
    """Write the choices, or the names of the table and the column that has them, or the range."""
    if spec.choices_of:
        return js_words(map(called, spec.choices_of.split(".")))
    if choices := _choices(spec):
        return js_list(map(js_text, choices))
    usual = spec.kind == "whole" and (spec.minimum, spec.maximum) == (1, LARGEST_WHOLE)
    return "0" if usual else js_list(map(_literal, (spec.minimum, spec.maximum)))


def _literal(value: float | str) -> str:
    if isinstance(value, str):
        return js_text(value)
    return f"-{js_number(-value)}" if value < 0 else js_number(value)
