"""What may be said of inputs."""

from __future__ import annotations

from typing import Literal, NamedTuple

from reportgen.document import shown
from reportgen.formula import Node

Kind = Literal["whole", "number", "flag", "choice"]
Value = int | float | str
KINDS = ("whole", "number", "flag", "choice")
LARGEST_WHOLE = 1_000_000_000


class InputSpec(NamedTuple):
    """A named input: what it means, what it may be, and what it is when nobody says.

    `default` is a formula over other inputs, which the input follows until it is given a value.
    `section` is empty for what the model is, and says which part of the scenario all else belongs
    to. The texts to choose from may be those of a `Table.column` of the catalogue, `choices_of`.
    """

    name: str
    kind: Kind = "whole"
    meaning: str = ""
    unit: str = ""
    source: str = ""
    default: Node | None = None
    value: Value | None = None
    minimum: float = 1
    maximum: float = LARGEST_WHOLE
    choices: tuple[str, ...] = ()
    choices_of: str = ""
    section: str = ""

    @property
    def scenario(self) -> bool:
        """Tell whether the input says something of the use of a model and not of the model."""
        return bool(self.section)


class Constraint(NamedTuple):
    """A condition that the inputs of a model must meet, and the words for one that they do not.

    It says nothing of a model that has the input `without`.
    """

    condition: Node
    message: str
    without: str = ""


def value_problem(spec: InputSpec, value: object) -> str | None:
    """Return why `value` cannot be the input's value, or None when it can."""
    if spec.kind == "choice":
        ok = isinstance(value, str) and value in spec.choices
        return None if ok else f"must be one of {', '.join(spec.choices)}; got {shown(value)}"
    if spec.kind == "flag":
        ok = not isinstance(value, (bool, float)) and value in (0, 1)
        return None if ok else f"must be 0 or 1; got {shown(value)}"
    types = int if spec.kind == "whole" else (int, float)
    fits = isinstance(value, types) and not isinstance(value, bool)
    if fits and spec.minimum <= value <= spec.maximum:  # type: ignore[operator]
        return None
    wanted = "a whole number" if spec.kind == "whole" else "a number"
    allowed = f"must be {wanted} from {spec.minimum:,g} to {spec.maximum:,.15g}"
    return f"{allowed}; got {shown(value)}"
