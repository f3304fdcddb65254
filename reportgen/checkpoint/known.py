"""What the catalogue knows of tensors by their names: what they are, and which matrix they pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import cache

from reportgen import catalog
from reportgen.checkpoint.expected import Need
from reportgen.checkpoint.safetensors import Tensor
from reportgen.checkpoint.tensors import template

MOST_PACKED_BITS = 8


def known(tensor: str) -> str:
    """Return what a tensor of this name is, if it is one that no row of a model has."""
    return _known(template(tensor))


@cache
def _known(name: str) -> str:
    extra = catalog.checkpoints()["extra"]
    return next((str(each["why"]) for each in extra if _fits(name, each["names"])), "")


def is_further(tensor: str) -> bool:
    """Tell whether only a block that predicts a further token has a tensor of this name."""
    return _fits(template(tensor), catalog.checkpoints()["further_token"])


def is_precise(tensor: str) -> bool:
    """Tell whether classes keep a tensor of this name in more bits than the others."""
    return _fits(template(tensor), catalog.checkpoints()["precise"])


def unpacked(tensor: str) -> str:
    """Return the name of the matrix whose packed values this is, its own name if of none."""
    for ending, own in catalog.checkpoints()["packed"].items():
        if tensor.endswith(ending):
            return tensor.removesuffix(ending) + str(own)
    return tensor


def packed_sets(tensor: Tensor, needs: Sequence[Need]) -> int:
    """Return how many sets of these needs a tensor packs, some bits to each value; 0 if none.

    The order in which values are packed differs by method, so the shape says only how many
    matrices are stacked.
    """
    checkpoints = catalog.checkpoints()
    if tensor.dtype not in checkpoints["packing"]:
        return 0
    sets = tensor.shape[0] if len(tensor.shape) > 2 else 1
    size = sets * sum(need.size for need in needs)
    held = tensor.values * int(checkpoints["dtypes"][tensor.dtype]["bits"])
    bits, rest = divmod(held, size or held + 1)
    return sets if not rest and 1 <= bits <= MOST_PACKED_BITS else 0


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return bool(_compiled(tuple(patterns)).match(name))


@cache
def _compiled(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, patterns)))
