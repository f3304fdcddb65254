"""Models by reference: a preset's name, a model file, a Hugging Face config.json, a workbook."""

from __future__ import annotations

from dataclasses import replace
from os.path import isdir
from pathlib import Path

from reportgen import catalog
from reportgen.document import read_toml
from reportgen.errors import UnknownNameError
from reportgen.expand import rows_of
from reportgen.huggingface import load_config
from reportgen.model import Model, read_model
from reportgen.naming import used_names

# Of these only .xlsx can be read; what to do about the others is said where they are opened.
BOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def load_model(reference: str) -> Model:
    """Return the model that a preset's name, or a model file's, config's or workbook's path means.

    Raises UnknownNameError for a name that is no preset, SpecError for a file that is wrong.
    """
    found = _loaded(reference)
    # The workbook of a preset is of no other model than the preset.
    return found if found.reference else replace(found, reference=_shown(reference))


def _shown(reference: str) -> str:
    """Return a reference without the folders of whoever gave it, which are nobody else's matter."""
    return Path(reference).name if Path(reference).is_absolute() else reference


def _loaded(reference: str) -> Model:
    if reference in catalog.presets():
        place = f"catalog/{catalog.presets()[reference]}: {reference}"
        found = read_model({"name": reference, **catalog.preset(reference)}, place)
        return pruned(replace(found, definition={"preset": reference}, reference=reference))
    path = Path(reference)
    if path.suffix.lower() in BOOKS:
        from reportgen.edited.models import model_of

        return model_of(path)
    if path.suffix == ".toml":
        return pruned(read_model({"name": path.stem, **read_toml(path)}, str(path)))
    if path.suffix == ".json" or isdir(reference):
        return pruned(load_config(path))
    raise UnknownNameError(
        "model",
        reference,
        catalog.presets(),
        "'reportgen list' shows the presets; a model file ends in .toml, a config in .json, "
        "a workbook in .xlsx",
    )


def pruned(model: Model) -> Model:
    """Leave out the architecture's inputs that no layer of this model uses.

    An input that the model itself gives a value stays: that no formula uses it is a slip to tell.
    """
    faults: list[str] = []
    rows = rows_of(model, faults)
    used = used_names(model, rows)
    inputs = model.spec.inputs
    kept = tuple(s for s in inputs if s.scenario or s.name in used or s.name in model.said)
    spec = model.spec._replace(inputs=kept)
    return replace(model, spec=spec, rows=None if faults else rows)
