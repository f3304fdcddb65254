"""How a checkpoint differs from its config, tensors of the same name and difference together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportgen.checkpoint.known import is_precise
from reportgen.checkpoint.safetensors import Tensor

KINDS = ("missing", "extra", "shape", "dtype", "packed", "index")
PRECISE_TYPE = "F32"
PRECISE = "a type for more precision, as the class keeps it"


@dataclass
class Difference:
    """Tensors of one name that differ in one way from what the config says.

    One that is `explained` is no fault: `why` says what it is.
    `values` is what they add to the file's total over the expected one: less than 0 where they
    are missing, 0 where only the type differs or what an index says. `examples` names the tensors
    it is about, as far as they are known.
    """

    kind: str
    name: str
    row: str
    expected: str
    found: str
    why: str
    explained: bool = False
    tensors: int = 0
    values: int = 0
    examples: list[str] = field(default_factory=list)


class Ledger:
    """The differences so far, tensors of the same name and difference together."""

    def __init__(self, dtypes: Sequence[str]) -> None:
        self._dtypes, self._found = dtypes, dict[tuple[str, ...], Difference]()
        self.matched = 0

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Return the differences, kind by kind, those of most values first."""
        order = {kind: i for i, kind in enumerate(KINDS)}
        return tuple(
            sorted(self._found.values(), key=lambda each: (order[each.kind], -abs(each.values)))
        )

    @property
    def may_be_packed(self) -> bool:
        """Tell whether values may be packed: not where the config states their type."""
        return not self._dtypes

    def match(self, tensor: Tensor, name: str, row: str) -> None:
        """Note a tensor that is as expected, but perhaps for its type."""
        self.matched += 1
        if self._dtypes and tensor.dtype not in self._dtypes:
            precise = tensor.dtype == PRECISE_TYPE and is_precise(tensor.name)
            found = Difference("dtype", name, row, " or ".join(self._dtypes), tensor.dtype, "")
            found.why, found.explained = PRECISE if precise else "", precise
            self.add(found, 1, 0, tensor.name)

    def add(self, difference: Difference, tensors: int, values: int, *examples: str) -> None:
        """Note a difference of some tensors; the same one of other tensors joins it."""
        d = difference
        key = (d.kind, d.name, d.row, d.expected, d.found, d.why)
        kept = self._found.setdefault(key, d)
        kept.tensors += tensors
        kept.values += values
        kept.examples += examples
