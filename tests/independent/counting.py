"""Parameters and FLOPs of a config.json, counted from its real model class by nothing of reportgen.

It needs torch 2.13.0 and transformers 5.24.0, which the suite does not: it reads what was counted.
A class is built on the meta device, which has shapes and no numbers; where a class routes tokens by
their numbers, the FLOPs of a small model are counted on the CPU.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

import torch
import transformers
from huggingface_hub.errors import StrictDataclassError
from torch.utils.flop_counter import FlopCounterMode
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

# Modules whose own products, beside their projections and convolutions, are the recurrence of a
# state space or of a linear attention: how many FLOPs it takes depends on the implementation.
CORES = (
    "MambaMixer",
    "Mamba2Mixer",
    "MambaLayer",
    "GatedDeltaNet",
    "Lightning",
    "DeltaAttention",
    "BambaMixer",
    "FalconH1Mixer",
)
# The classes tie these heads whatever the config says; the checkpoints that say so hold a matrix.
TIED_TOO_OFTEN = {"t5": True, "mt5": False}
LARGEST_ON_CPU = 30_000_000
# How a class may refuse a config, when it reads it, builds the model or runs it.
REFUSALS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    RuntimeError,
    StrictDataclassError,
    TypeError,
    ValueError,
)
Config = Mapping[str, Any]


def build(config: Config, device: str = "meta") -> Any:
    """Return the model of a config.json, of the class that its `architectures` names."""
    said = CONFIG_MAPPING[config["model_type"]].from_dict(copy.deepcopy(dict(config)))
    said.use_cache = False
    kind = getattr(transformers, config["architectures"][0])
    with torch.device(device):
        model = kind._from_config(said, **_seen_products(kind))
        if _has_own_head(config) and hasattr(model, "lm_head"):
            model.lm_head.weight = torch.nn.Parameter(torch.empty_like(model.lm_head.weight))
    return model.eval().requires_grad_(False)


def count_parameters(model: Any) -> int:
    """Return the number of parameters, a tied tensor once."""
    total = sum(parameter.numel() for parameter in model.parameters())
    return total - sum(_idle(module) for module in model.modules())


def reads_two_texts(model: Any) -> bool:
    """Return whether the class has a decoder beside its encoder."""
    return "decoder_input_ids" in inspect.signature(model.forward).parameters


def routes_to_nothing(model: Any) -> bool:
    """Return whether a token may go to an expert that does nothing: the FLOPs depend on tokens."""
    return any(map(_idle, model.modules()))


def count_flops(config: Config, batch: int, length: int, decoder_length: int) -> tuple[int, int]:
    """Return the FLOPs of one forward pass, and those of them that recurrent cores take.

    Every token uses as many experts as it is routed to, and rotary tables are not counted.
    """
    model = build(config)
    try:
        return _run(model, batch, length, decoder_length)
    except (NotImplementedError, RuntimeError):
        if count_parameters(model) > LARGEST_ON_CPU:
            raise
    torch.manual_seed(0)
    return _run(build(config, "cpu"), batch, length, decoder_length)


def _seen_products(kind: type) -> dict[str, str]:
    """Return the settings under which a class multiplies in operations that are counted."""
    experts = {"experts_implementation": "batched_mm"}
    return experts if "Deberta" in kind.__name__ else {"attn_implementation": "eager", **experts}


def _has_own_head(config: Config) -> bool:
    tied, said = TIED_TOO_OFTEN.get(config["model_type"]), config.get("tie_word_embeddings")
    return tied is not None and not (tied if said is None else said)


def _idle(module: Any) -> int:
    """Return what LongcatFlashExperts allocates for experts that do nothing; no checkpoint does."""
    idle = getattr(module, "zero_expert_num", 0) if hasattr(module, "gate_up_proj") else 0
    return idle * module.gate_up_proj[0].numel() if idle else 0


def _run(model: Any, batch: int, length: int, decoder_length: int) -> tuple[int, int]:
    tokens = {"input_ids": _tokens(model, batch, length)}
    if reads_two_texts(model):
        tokens["decoder_input_ids"] = _tokens(model, batch, decoder_length)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(**tokens)
    counts = counter.get_flop_counts()
    flops = {place: sum(found.values()) for place, found in counts.items()}
    cores = sum(_core(module, place, counts, batch * length) for place, module in _placed(model))
    return counter.get_total_flops() - sum(_uncounted(model, flops)), cores


def _tokens(model: Any, batch: int, length: int) -> torch.Tensor:
    return torch.full((batch, length), 5, dtype=torch.long, device=model.device)


def _placed(model: Any) -> Iterator[tuple[str, Any]]:
    """Yield each module with the name that the counter gives it."""
    for name, module in model.named_modules():
        yield f"{type(model).__name__}.{name}", module


def _uncounted(model: Any, flops: Mapping[str, int]) -> Iterator[int]:
    """Yield the FLOPs of rotary tables, and of experts that a token is not routed to."""
    for place, module in _placed(model):
        if "RotaryEmbedding" in type(module).__name__:
            yield flops.get(place, 0)
        if type(module).__name__ == "Llama4TextExperts":
            every, used = module.num_experts, model.config.num_experts_per_tok
            yield flops.get(place, 0) // every * (every - used)


def _core(module: Any, place: str, counts: Mapping[str, Mapping[Any, int]], tokens: int) -> int:
    """Return the FLOPs of a recurrent module that are not a projection's or a convolution's."""
    if not any(word in type(module).__name__ for word in CORES):
        return 0
    core = sum(_products(counts.get(place, {})))
    for name, inner in module.named_children():
        if f"{place}.{name}" in counts:
            core -= sum(_products(counts[f"{place}.{name}"]))
        elif name == "dt_proj":
            # Mamba multiplies by this weight without calling the module.
            core -= 2 * tokens * inner.weight.numel()
    return core


def _products(found: Mapping[Any, int]) -> Iterator[int]:
    return (flops for operation, flops in found.items() if "conv" not in str(operation))
