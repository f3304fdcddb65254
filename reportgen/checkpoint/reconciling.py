"""A checkpoint reconciled with its config: tensor by tensor, and every value accounted for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from reportgen import catalog
from reportgen.checkpoint.differences import Difference, Ledger
from reportgen.checkpoint.expected import needs_of
from reportgen.checkpoint.settling import settle
from reportgen.checkpoint.shards import Checkpoint, read_checkpoint
from reportgen.checkpoint.tensors import template
from reportgen.document import shown
from reportgen.huggingface import load_config, read_json, stated_type
from reportgen.inputs import resolve
from reportgen.loading import pruned
from reportgen.model import Model

UNLISTED = "in a file, but not in the weight_map of the index"


@dataclass(frozen=True)
class Reconciliation:
    """What a checkpoint holds beside what its config says, and how the two differ."""

    model: Model
    files: tuple[Path, ...]
    tensors: int
    matched: int
    expected_values: int
    held_values: int
    dtypes: dict[str, int]
    stated: str
    nameless: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether every tensor is as the config says, or explained."""
        return all(each.explained for each in self.differences)


def check_checkpoint(path: Path) -> Reconciliation:
    """Return how the checkpoint at `path` compares with the config.json beside it.

    Only the headers of its files are read. Raises SpecError for a file that cannot be read.
    """
    checkpoint = read_checkpoint(path)
    model = pruned(load_config(checkpoint.config))
    return reconcile(model, checkpoint, _stated(checkpoint.config))


def reconcile(model: Model, checkpoint: Checkpoint, stated: str) -> Reconciliation:
    """Return how a checkpoint compares with a model whose weights have the type `stated`."""
    needs, ledger = needs_of(model), Ledger(_format_types(stated))
    settle(needs, checkpoint.tensors, _blocks(model), ledger)
    _check_index(checkpoint, ledger)
    dtypes: dict[str, int] = defaultdict(int)
    for tensor in checkpoint.tensors:
        dtypes[tensor.dtype] += tensor.values
    return Reconciliation(
        model=model,
        files=checkpoint.files,
        tensors=len(checkpoint.tensors),
        matched=ledger.matched,
        expected_values=sum(need.count * need.size for need in needs),
        held_values=sum(tensor.values for tensor in checkpoint.tensors),
        dtypes=dict(dtypes),
        stated=stated,
        nameless=tuple(need.row for need in needs if need.count and not need.names),
        differences=ledger.differences,
    )


def _check_index(checkpoint: Checkpoint, ledger: Ledger) -> None:
    """Note what the index of the files says wrongly of them."""
    held, said = sum(tensor.bytes for tensor in checkpoint.tensors), checkpoint.total_size
    if said is not None and (isinstance(said, bool) or said != held):
        found = f"{said:,}" if isinstance(said, int) else shown(said)
        total = Difference("index", "metadata.total_size", "", f"{held:,} bytes", found, "")
        ledger.add(total, 0, 0)
    for tensor in checkpoint.unlisted:
        place = Path(tensor.file).name
        one = Difference("index", template(tensor.name), "", "named in weight_map", place, UNLISTED)
        ledger.add(one, 1, 0, tensor.name)


def _stated(config: Path) -> str:
    """Return the type of unquantised weights; MLX says with a key of its own that they are not."""
    return "" if read_json(config).get("quantization") else stated_type(config)


def _blocks(model: Model) -> int:
    """Return how many blocks the longest stack of the model has."""
    values = resolve(model).values
    return max(int(values.get(name, 0)) for name in ("num_layers", "num_decoder_layers"))


def _format_types(stated: str) -> tuple[str, ...]:
    """Return what the format calls a type of config.json."""
    types = catalog.checkpoints()["dtypes"]
    return tuple(name for name, said in types.items() if stated in said["names"])
