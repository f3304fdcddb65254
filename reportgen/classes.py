"""The class that a config.json names: which layers of the architecture it has, and its own.

A class is known by the end of its name, since families have classes of the same kinds:
`LlamaForTokenClassification`, `Qwen2ForTokenClassification`. `catalog/classes` describes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from reportgen import catalog
from reportgen.document import shown
from reportgen.formula import names
from reportgen.spec import ArchitectureSpec, ClassSet, ClassSpec

# A name that says this before the end that is known is of another kind: Qwen2ForRewardModel is no
# Qwen2Model, and how it differs is not known.
OTHER_KIND = re.compile(r"For[A-Z]|Head|Encoder|Decoder|Reward|Dual|VLChat")


def of_class(
    spec: ArchitectureSpec, config: Mapping[str, Any], file: str, faults: list[str]
) -> ArchitectureSpec:
    """Return the architecture with the layers and inputs that the config's class has."""
    if not spec.huggingface.classes:
        return spec
    family = catalog.class_set(spec.huggingface.classes)
    found = _class(family, config.get("architectures") or family.default)
    if found is None:
        faults.append(f"{file}: architectures: {_refusal(config['architectures'], family)}")
        return spec
    calls = [call for call in spec.calls if not _lacks(found, call.name)]
    inputs = [catalog.fields()[name] for name in family.inputs if name in _read(found)]
    keys = {**family.inputs, **spec.huggingface.inputs}
    return spec._replace(
        calls=(*calls, *found.calls),
        inputs=(*spec.inputs, *inputs),
        huggingface=spec.huggingface._replace(inputs=keys),
    )


def _refusal(said: object, family: ClassSet) -> str:
    known = ", ".join(family.classes)
    return f"class {shown(_first(said))} is not counted; known are those that end in {known}"


def _class(family: ClassSet, said: object) -> ClassSpec | None:
    name = _first(said)
    if not isinstance(name, str):
        return None
    endings = [ending for ending in family.classes if name.endswith(ending)]
    ending = max(endings, key=len, default=None)
    if ending is None or OTHER_KIND.search(name.removesuffix(ending)):
        return None
    return family.classes[ending]


def _first(said: object) -> object:
    return said[0] if isinstance(said, list) else said


def _read(found: ClassSpec) -> frozenset[str]:
    """Return the names that the class's own layers read."""
    formulas = [f for call in found.calls for f in (call.count, *call.arguments.values())]
    return frozenset().union(*map(names, formulas))


def _lacks(found: ClassSpec, layer: str) -> bool:
    return any(fnmatchcase(layer, pattern) for pattern in found.without)
