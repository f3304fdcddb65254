"""Make tests/data/more_families.json: further classes and families, counted from the real ones.

It needs torch 2.13.0 and transformers 5.24.0; the suite does not run it, only reads what it wrote.
Run it from the project's folder, in an environment that has both:

    python -m tests.independent.count_classes [MODEL_TYPE]...

Every class of the known families that judges text instead of continuing it is counted once, and
the families of more_families.py several times, with configs drawn from a fixed seed.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
import transformers
from torch.utils.flop_counter import FlopCounterMode
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import MODEL_MAPPING

from tests.independent.counting import REFUSALS, build, count_flops, count_parameters
from tests.independent.families import FAMILIES
from tests.independent.more_families import BARE, CLASS_PREFIXES, MORE_FAMILIES
from tests.independent.mutations import Config, Draw

FILE = Path(__file__).parents[1] / "data" / "more_families.json"
EACH, TRIES, CHOICES = 5, 60, 3
# What the names of classes end in that have other heads than those of language models.
JUDGES = (
    "ForSequenceClassification",
    "ForTokenClassification",
    "ForQuestionAnswering",
    "ForMultipleChoice",
    "ForNextSentencePrediction",
    "ForPreTraining",
    "ForMaskedLM",
    "DoubleHeadsModel",
    "EncoderModel",
)
ABOUT = (
    "Counted from the model classes of transformers 5.24.0 (torch 2.13.0) on the meta device by"
    " tests/independent/count_classes.py, by nothing of this project. flops: of one forward pass at"
    " batch 1 and so many tokens (encoder and decoder alike; a class for multiple choice: three"
    " choices of so many tokens), without the cores of state spaces and linear attention, which"
    " depend on the implementation."
)


def main(only: list[str]) -> None:
    """Count the classes and families that are asked for, or all, and write them."""
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    kept = json.loads(FILE.read_text("utf-8"))["models"] if only else {}
    models = {**kept, **dict(_all(only))}
    lines = ",\n".join(
        f" {json.dumps(name)}: {json.dumps(said, separators=(',', ':'))}"
        for name, said in sorted(models.items())
    )
    FILE.write_text(f'{{"about": {json.dumps(ABOUT)},\n"models": {{\n{lines}\n}}}}\n', "utf-8")


def _all(only: list[str]) -> Iterator[tuple[str, Config]]:
    for family in [*FAMILIES, *MORE_FAMILIES]:
        if only and family not in only:
            continue
        for name in _classes(family):
            yield from _counts(family, name, _number(name, family in MORE_FAMILIES))


def _number(name: str, is_new: bool) -> int:
    is_usual = not name.endswith(JUDGES) or name.endswith("ForMaskedLM")
    return EACH if is_new and is_usual else 1


def _classes(family: str) -> Iterator[str]:
    """Yield the classes of a family that are to be counted; of a new one, all that can be."""
    known = MODEL_MAPPING.get(CONFIG_MAPPING[family], None) or getattr(transformers, BARE[family])
    place = importlib.import_module((known[0] if isinstance(known, tuple) else known).__module__)
    usual = ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration", "MTModel", "Model")
    endings = (*JUDGES, *usual) if family in MORE_FAMILIES else JUDGES
    # The decoder alone, with matrices for an encoder that is not there, is not counted.
    alone = CONFIG_MAPPING[family]().is_encoder_decoder
    prefix = CLASS_PREFIXES.get(family, "")
    for name in place.__all__:
        if alone and name.endswith("ForCausalLM"):
            continue
        if name.endswith(endings) and name.startswith(prefix) and "pretrained" not in name.lower():
            yield name


def _counts(family: str, name: str, number: int) -> Iterator[tuple[str, Config]]:
    """Yield so many counted configs of a class, each under a name."""
    draw, done = Draw(f"{family} {name}"), 0
    for _ in range(TRIES):
        config = {**_drawn(family, name, draw), "model_type": family, "architectures": [name]}
        try:
            counted = _counted(config, name, draw.randint(7, 24))
        except REFUSALS as refusal:
            print(name, "refuses:", str(refusal).splitlines()[:1], file=sys.stderr)
            continue
        done += 1
        yield f"{family} {name} {done}", counted
        if done == number:
            return
    raise SystemExit(f"{name}: refuses too many configs; {number - done} are missing")


def _drawn(family: str, name: str, draw: Draw) -> Config:
    config = {**FAMILIES, **MORE_FAMILIES}[family](draw)
    # The classes for answers give each token two scores, whatever they are told.
    if name.endswith(JUDGES) and "Question" not in name:
        labels = draw.randint(1, 7)
        named = {"id2label": {str(label): f"LABEL_{label}" for label in range(labels)}}
        config |= draw.one({"num_labels": labels}, named, {})
    # These look for it in the input, which is all fives.
    if name.endswith("ForSequenceClassification"):
        config |= {"eos_token_id": 5}
    return {key: value for key, value in config.items() if value is not ...}


def _counted(config: Config, name: str, length: int) -> Config:
    params = count_parameters(build(config))
    if name.endswith("ForMultipleChoice"):
        flops, cores = _choose(build(config, "cpu"), length), 0
    else:
        flops, cores = count_flops(config, 1, length, length)
    return {
        "config": config,
        "class": name,
        "params": params,
        "flops": {str(length): flops - cores},
    }


def _choose(model: Any, length: int) -> int:
    tokens = torch.full((1, CHOICES, length), 5, device=model.device)
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model(input_ids=tokens)
    return counter.get_total_flops()


if __name__ == "__main__":
    main(sys.argv[1:])
