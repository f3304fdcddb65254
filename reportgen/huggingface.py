"""A Hugging Face config.json read as a model, driven by the architecture files.

An architecture's `[huggingface]` table says which model_types it serves, which keys feed its
inputs, and which classes the family has. What the config lacks and the class defaults, the
architecture file says too, with its source. Other keys are ignored.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any

from reportgen import catalog
from reportgen.classes import of_class
from reportgen.document import shown
from reportgen.errors import SpecError, nearest
from reportgen.model import Model, with_scenario
from reportgen.multimodal import language_model, remark
from reportgen.names import as_model_name
from reportgen.spec import ArchitectureSpec, ConfigKey, HuggingFace, InputSpec, value_problem
from reportgen.stored import stored_as

LARGEST_CONFIG = 10_000_000
CONFIG = "config.json"
MOST_REPEATED = 10_000
# A kind of layer each, as in Nemotron-H's hybrid_override_pattern.
LETTERS = re.compile(r"[A-Z*-]+")
# A class that finds one of these computes what it does for a missing key.
UNSAID = (None, "auto")
REMEDY = (
    "'reportgen list architectures' shows the known ones; a model of any other kind can be "
    "described in a .toml file, see the README"
)
Config = Mapping[str, Any]


def load_config(path: Path) -> Model:
    """Return the model that the config.json at `path`, a file or a folder, describes.

    Raises SpecError, a line per fault: what is wrong, where, and what to do about it.
    """
    file = path / CONFIG if path.is_dir() else path
    return read_config(read_json(file), str(file), _name(file))


def read_config(config: Config, file: str, name: str) -> Model:
    """Return the model that a config describes; `file` is where messages say it stands."""
    whole, notes, config = config, remark(config), language_model(config)
    faults: list[str] = []
    spec = of_class(_architecture(config, file), config, file, faults)
    inputs = tuple(_input(own, config, spec.huggingface, file, faults) for own in spec.inputs)
    if faults:
        raise SpecError(faults)
    origin = f"{file}: {config['model_type']}"
    scenario = (*stored_as(config, origin), *inputs)
    return Model(
        name=name,
        title=name,
        source=". ".join((origin, *notes)),
        architecture=spec.name,
        architecture_title=spec.title,
        architecture_source=spec.source,
        spec=spec._replace(inputs=with_scenario(scenario, origin), notes=notes + spec.notes),
        published=(),
        origin=origin,
        definition={"file": file, "name": name, "config": whole},
    )


def stated_type(file: Path) -> str:
    """Return the type that a config.json gives its weights; nothing if it is quantised or mute."""
    config = language_model(read_json(file))
    if config.get("quantization_config"):
        return ""
    said = config.get("torch_dtype") or config.get("dtype")
    return said.removeprefix("torch.") if isinstance(said, str) else ""


def read_json(file: Path) -> Config:
    """Return the JSON object in `file`; raises SpecError naming the file and the place."""
    try:
        about = file.stat()
        # A pipe or a device might never end.
        if not (S_ISREG(about.st_mode) or S_ISDIR(about.st_mode)):
            raise SpecError([f"{file}: not a file that can be read as a whole; save it as a file"])
        if about.st_size > LARGEST_CONFIG:
            size = f"{about.st_size:,} bytes"
            raise SpecError([f"{file}: {size}; a config.json has less than {LARGEST_CONFIG:,}"])
        found = json.loads(file.read_bytes())
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SpecError([f"{file}: not valid JSON: {error}"]) from None
    except RecursionError:
        raise SpecError([f"{file}: not valid JSON: nested too deeply"]) from None
    except ValueError as error:
        raise SpecError([f"{file}: not valid JSON: {error}"]) from None
    except OSError as error:
        raise SpecError([f"{file}: cannot be read: {error.strerror or error}"]) from None
    if not isinstance(found, dict):
        got = "null" if found is None else shown(found)
        raise SpecError([f"{file}: must hold one JSON object, got {got}"])
    return found


def _name(file: Path) -> str:
    stem = file.stem if file.name != CONFIG else file.resolve().parent.name
    return as_model_name(stem)


def _architecture(config: Config, file: str) -> ArchitectureSpec:
    known = catalog.model_types()
    model_type = config.get("model_type")
    if not isinstance(model_type, str):
        got = "missing" if model_type is None else f"must be text, got {shown(model_type)}"
        raise SpecError([f"{file}: model_type: {got}; it names the family, such as 'llama'"])
    if model_type not in known:
        raise SpecError(
            [f"{file}: model_type: unknown family {shown(model_type)}{_like(model_type)} {REMEDY}"]
        )
    return catalog.architecture(known[model_type])


def _like(model_type: str) -> str:
    """Return the known families that a name is like or ends or begins with, as in longt5."""
    known = catalog.model_types()
    ends = (k for k in known if model_type.endswith(k) or model_type.startswith(k))
    within = max(ends, key=len, default="")
    return nearest(model_type, known) or (f"; did you mean {within!r}?" if within else ";")


def _input(
    spec: InputSpec, config: Config, said: HuggingFace, file: str, faults: list[str]
) -> InputSpec:
    key = said.inputs.get(spec.name)
    if key is None:
        return spec
    found, value = _value(key, config)
    if value is None and found and key.null is not None:
        return spec._replace(value=None, default=key.null, source=f"{file}: {found} is null")
    if value is None:
        return _defaulted(spec, key, said, file, faults)
    value, fault = _converted(key, value, _layers(config, said), spec.kind)
    problem = fault or value_problem(spec, value)
    if problem:
        faults.append(f"{file}: {found}: {problem} ({spec.name}: {spec.meaning})")
        return spec
    return spec._replace(value=value, source=f"{file}: {found}")


def _defaulted(
    spec: InputSpec, key: ConfigKey, said: HuggingFace, file: str, faults: list[str]
) -> InputSpec:
    if key.value is not None:
        return spec._replace(value=key.value, source=key.source)
    if key.default is not None:
        return spec._replace(value=None, default=key.default, source=key.source or spec.source)
    if spec.name in said.defaults:
        source = f"the class's default, {', '.join(said.model_types)}"
        return spec._replace(value=said.defaults[spec.name], source=source)
    if spec.default is None and spec.value is None:
        faults.append(f"{file}: {' or '.join(key.keys)}: missing ({spec.name}: {spec.meaning})")
    return spec


def _value(key: ConfigKey, config: Config) -> tuple[str, Any]:
    """Return the first of the key's spellings that the config has, with its value.

    One that is there but null is returned where no other has a value.
    """
    found = ""
    for spelling in key.keys:
        *tables, last = spelling.split(".")
        inner: Any = config
        for name in tables:
            inner = inner.get(name) if isinstance(inner, dict) else None
        if isinstance(inner, dict) and last in inner:
            if not _unsaid(key, spelling, inner[last]):
                return spelling, inner[last]
            found = found or spelling
    return found, None


def _unsaid(key: ConfigKey, spelling: str, value: object) -> bool:
    """Tell whether the class takes a value as none: null, or an empty list or a 0 of some keys."""
    is_none = spelling in key.unsaid and _same(value, key.unsaid[spelling])
    return is_none or value in UNSAID


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


def _layers(config: Config, said: HuggingFace) -> int | None:
    """Return the number of layers, where the config says it."""
    key = said.inputs.get("num_layers")
    value = _value(key, config)[1] if key else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _converted(key: ConfigKey, value: Any, layers: int | None, kind: str) -> tuple[Any, str]:
    """Return the value as the input takes it, or why it cannot be."""
    is_number = key.or_number and isinstance(value, int) and not isinstance(value, bool)
    if (key.count or key.length) and not is_number:
        return _counted(key, value, layers)
    if key.per_layer and isinstance(value, list):
        if not value or any(item != value[0] for item in value):
            return 0, f"must be the same in every layer, got {shown(value)}"
        value = value[0]
    if key.values:
        return _translated(key, value)
    if isinstance(value, bool) and kind == "flag":
        return int(value), ""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return int(value), ""
    return value, ""


def _translated(key: ConfigKey, value: Any) -> tuple[int, str]:
    """Return the number that a word stands for."""
    # An empty list, as DeBERTa's pos_att_type may be, is a word too.
    if isinstance(value, dict) or (isinstance(value, list) and value and "*" in key.values):
        return 0, f"must be one word, got {shown(value)}"
    word = str(value).lower() if isinstance(value, bool) else str(value)
    found = key.values.get(word, key.values.get("*"))
    if found is None:
        return 0, f"must be one of {', '.join(key.values)}; got {shown(value)}"
    return found, ""


def _counted(key: ConfigKey, value: Any, layers: int | None) -> tuple[int, str]:
    """Return the number of a list's items, or of those that are looked for."""
    letters = isinstance(value, str) and key.count and LETTERS.fullmatch(value)
    labels = isinstance(value, dict) and all(isinstance(label, str) for label in value.values())
    if not (isinstance(value, list) or letters or (labels and not key.count)):
        return 0, f"must be a list, got {shown(value)}"
    if not key.count:
        return len(value), ""
    items = _written_out(value) if isinstance(value, list) else list(value)
    numbered = any(word.isdigit() for word in key.count)
    if not all(isinstance(item, str) or (numbered and item in (0, 1)) for item in items):
        return 0, f"must be a list of words, got {shown(value)}"
    if layers is not None and len(items) < layers:
        return 0, f"has {len(items):,} items for {layers:,} layers; it must have one for each"
    # A checkpoint cut short may keep the whole list; a class takes the first items.
    return len([item for item in items[:layers] if str(item) in key.count]), ""


def _written_out(value: list[Any]) -> list[Any]:
    """Return a list with each of its [items, times] repeated, as GPT-Neo's attention_types."""
    pairs = [each for each in value if isinstance(each, list) and len(each) == 2]
    if len(pairs) < len(value) or not all(
        isinstance(items, list) and isinstance(times, int) and 0 <= times <= MOST_REPEATED
        for items, times in pairs
    ):
        return value
    return [item for items, times in pairs for item in items * times]
