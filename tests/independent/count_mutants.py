"""Make tests/data/mutants.json: tiny models of every family, counted from their real classes.

It needs torch 2.13.0 and transformers 5.24.0; the suite does not run it, only reads what it wrote.
Run it from the project's folder, in an environment that has both:

    python -m tests.independent.count_mutants [MODEL_TYPE]...

A mutant is a config.json of tests/data/families.json with other widths, depths, heads, experts,
lists and flags, drawn by chance from a fixed seed; some keys go missing, are null, or stand under
another name. A config that its class refuses is no mutant.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import transformers
from transformers.models.auto.configuration_auto import CONFIG_MAPPING
from transformers.models.auto.modeling_auto import MODEL_MAPPING

from tests.independent.counting import (
    REFUSALS,
    build,
    count_flops,
    count_parameters,
    reads_two_texts,
    routes_to_nothing,
)
from tests.independent.families import CLASSES, FAMILIES
from tests.independent.mutations import Config, Draw

DATA = Path(__file__).parents[1] / "data"
FILE = DATA / "mutants.json"
MODELS: dict[str, Any] = json.loads((DATA / "families.json").read_text("utf-8"))["models"]
EACH, TRIES = 12, 200
WIDTHS = ("hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim")
EXPERTS = (
    *("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts"),
    *("num_experts_per_tok", "num_experts_per_token", "moe_k", "moe_topk", "zero_expert_num"),
    "first_k_dense_replace",
)
LINEAR_HEADS = ("linear_num_key_heads", "linear_num_value_heads")
# A class's default is too large beside a tiny value of these others.
MISSING_WITH = {
    **dict.fromkeys(WIDTHS[:2], WIDTHS),
    **dict.fromkeys(EXPERTS, EXPERTS),
    **dict.fromkeys(LINEAR_HEADS, LINEAR_HEADS),
}
# T5Config takes its default for the decoder's layers if the encoder's have another name.
NEVER_RENAMED = (("t5", "num_layers"), ("mt5", "num_layers"))
ABOUT = (
    "Counted from the model classes of transformers 5.24.0 (torch 2.13.0) on the meta device by"
    " tests/independent/count_mutants.py, by nothing of this project. A mutant's config is that of"
    " the model `base` in families.json with `changed` put in and `without` left out; flops are of"
    " one forward pass of `inputs`, without the cores of state spaces and linear attention, which"
    " depend on the implementation, and missing where they depend on the tokens."
)


def main(families: list[str]) -> None:
    """Count mutants of the families, or of all, and write them; those of other families stay."""
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    known = json.loads(FILE.read_text("utf-8"))["mutants"] if families else {}
    found = {**known, **{family: list(mutants(family)) for family in families or FAMILIES}}
    blocks = (f" {json.dumps(key)}: [\n{_lines(rows)}\n ]" for key, rows in found.items())
    text = f'{{"about": {json.dumps(ABOUT)},\n"mutants": {{\n' + ",\n".join(blocks) + "\n}}\n"
    FILE.write_text(text, "utf-8")


def mutants(family: str, seed: int = 0, number: int = EACH) -> Iterator[Config]:
    """Yield so many counted mutants of a family."""
    draw = Draw(f"{family} {seed}")
    for _ in range(TRIES):
        mutant = _drawn(family, draw.one(*_bases(family)), draw)
        if counted := _counted(mutant, draw):
            yield counted
            number -= 1
        if not number:
            return
    raise SystemExit(f"{family}: its class refuses too many mutants; {number} are missing")


def config_of(mutant: Config) -> Config:
    """Return the config.json that a mutant stands for."""
    base = MODELS[mutant["base"]]["config"] if "base" in mutant else {}
    kept = {key: value for key, value in base.items() if key not in mutant.get("without", ())}
    return {**kept, **mutant["changed"]}


def _bases(family: str) -> list[str]:
    """Return the names of the family's models, or one empty name if none is known."""
    found = [n for n, model in MODELS.items() if model["config"]["model_type"] == family]
    return found or [""]


def _drawn(family: str, base: str, draw: Draw) -> Config:
    changed = FAMILIES[family](draw)
    without = [key for key, value in changed.items() if value is ...]
    changed = {key: value for key, value in changed.items() if value is not ...}
    for key in sorted(changed):
        _spoil(key, changed, without, family, draw)
    changed |= _named(family, base, draw)
    known = MODELS[base]["config"] if base else {}
    mutant = {
        "base": base,
        "changed": {k: v for k, v in changed.items() if k not in known or known[k] != v},
        "without": sorted(key for key in without if key in known),
    }
    return {key: value for key, value in mutant.items() if value}


def _spoil(key: str, changed: Config, without: list[str], family: str, draw: Draw) -> None:
    """Let a key go missing now and then, be null, or stand under its other name."""
    chance = draw.random()
    others = {own: name for name, own in CONFIG_MAPPING[family].attribute_map.items()}
    if key not in changed:
        return
    if chance < 0.06:
        gone = [other for other in changed if other in (key, *MISSING_WITH.get(key, ()))]
        without += gone
        for other in gone:
            del changed[other]
    elif chance < 0.08:
        changed[key] = None
    elif chance < 0.14 and key in others and (family, key) not in NEVER_RENAMED:
        without.append(key)
        changed[others[key]] = changed.pop(key)


def _named(family: str, base: str, draw: Draw) -> Config:
    """Return the model_type and a class: mostly the base's own."""
    bare = MODEL_MAPPING[CONFIG_MAPPING[family]].__name__
    own = MODELS[base]["config"]["architectures"] if base else CLASSES[family]
    name = draw.one(*own * 3, *CLASSES.get(family, ()), bare)
    return {"model_type": family, "architectures": [name]}


def _counted(mutant: Config, draw: Draw) -> Config | None:
    """Return the mutant with its counts, or nothing if its class refuses it."""
    config = config_of(mutant)
    batch, length, decoder_length = draw.one(1, 1, 3), draw.randint(5, 24), draw.randint(5, 24)
    try:
        model = build(config)
        flops, cores = count_flops(config, batch, length, decoder_length)
    except REFUSALS as refusal:
        print(config["model_type"], "refuses:", str(refusal).splitlines()[:1], file=sys.stderr)
        return None
    inputs = {"batch_size": batch, "seq_len": length}
    if reads_two_texts(model):
        inputs["decoder_seq_len"] = decoder_length
    counted = {**mutant, "inputs": inputs, "params": count_parameters(model)}
    return counted if routes_to_nothing(model) else {**counted, "flops": flops - cores}


def _lines(rows: list[Config]) -> str:
    return ",\n".join("  " + json.dumps(row, separators=(",", ":")) for row in rows)


if __name__ == "__main__":
    main(sys.argv[1:])
