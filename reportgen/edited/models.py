"""The model of a workbook that comes back: the one it was made of, with its inputs as they stand.

Only the cells of Inputs count. An input whose cell holds the formula that it came with follows
it; of any other formula only the value is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import Any, cast

from reportgen import catalog
from reportgen.calculator import MODEL, calculator
from reportgen.definition import CELL, cell_name, joined
from reportgen.document import shown
from reportgen.edited.book import Book, Found
from reportgen.edited.formulas import same_formula
from reportgen.errors import InputError, SpecError, UnknownNameError
from reportgen.formula import evaluate, names, to_excel
from reportgen.huggingface import read_config
from reportgen.inputs import parse_value
from reportgen.loading import load_model, pruned
from reportgen.model import Model, read_model
from reportgen.names import as_model_name
from reportgen.printable import printable
from reportgen.spec import InputSpec, Value, value_problem

SHEET = "Inputs"
LONGEST_PATH = 300
# A program that keeps 15 digits of a number has not changed it.
SAME_DIGITS = 1e-14
NOT_OURS = (
    "is no workbook that can be read back: it does not say what model it is of; "
    "make it anew with 'reportgen report'"
)
NO_INPUTS = (
    f"its sheet {SHEET} is gone, or none of its cells bears a name; "
    "make it anew with 'reportgen report'"
)


def model_of(path: Path) -> Model:
    """Return the model of a report's workbook, or the one that is chosen in a calculator.

    Its `settings` are the inputs that stand in the workbook otherwise than in the model. Raises
    SpecError for a file that is no such workbook, InputError for what its cells hold.
    """
    book = Book(path)
    model = as_made(book)
    return chosen(book, model) if model.stands_for_many else edited(book, model)


def as_made(book: Book) -> Model:
    """Return the model that a workbook was made of, without any settings."""
    place = str(book.path)
    said = definition(book)
    try:
        return _defined(said)
    except UnknownNameError as error:
        raise SpecError([f"{place}: {error}"]) from None
    except (KeyError, TypeError, AttributeError, IndexError):
        raise SpecError([f"{place}: {CELL} does not say what model it is of"]) from None


def definition(book: Book) -> dict[str, Any]:
    """Return what the workbook's own notes say of its model."""
    texts: list[object] = []
    while (cell := book.named(cell_name(len(texts)))) and cell[1].value is not None:
        texts.append(cell[1].value)
    if not texts:
        raise SpecError([f"{book.path}: {NOT_OURS}"])
    return joined(texts, str(book.path))


def _defined(said: Mapping[str, Any]) -> Model:
    if "preset" in said or "presets" in said:
        presets = [said["preset"]] if "preset" in said else said["presets"]
        for name in presets:
            if name not in catalog.presets():
                raise UnknownNameError("model", name, catalog.presets())
        return load_model(said["preset"]) if "preset" in said else calculator(presets)
    file = printable(str(said["file"]))[:LONGEST_PATH]
    if "config" in said:
        return pruned(read_config(dict(said["config"]), file, as_model_name(said["name"])))
    return pruned(read_model(dict(said["model"]), file))


def edited(book: Book, model: Model) -> Model:
    """Return the model with what the workbook's cells set of its inputs."""
    if not any(_input(book, spec) for spec in model.inputs):
        raise InputError([f"{book.path}: {NO_INPUTS}"])
    faults: list[str] = []
    found = {}
    for spec in model.inputs:
        value = _setting(book, spec, faults)
        if value is not None and not _same(value, _own(spec)):
            found[spec.name] = value
    if faults:
        raise InputError(faults)
    called = as_model_name(book.path.stem)
    return replace(model, settings=found, book=str(book.path), called=called)


def chosen(book: Book, many: Model) -> Model:
    """Return the preset that is chosen in a calculator, with what was changed in its cells."""
    settings = dict(edited(book, many).settings)
    name = str(settings.pop(MODEL, _own(next(s for s in many.inputs if s.name == MODEL))))
    model = load_model(name)
    specs = {spec.name: spec for spec in model.inputs}
    faults = []
    for key, value in settings.items():
        place = f"{book.path}: {_place(book, key)}: {key}"
        if key not in specs:
            faults.append(f"{place}: {name} has no such input; put the cell's formula back")
        elif problem := value_problem(specs[key], value):
            faults.append(f"{place}: {problem}")
    if faults:
        raise InputError(faults)
    kept = {key: v for key, v in settings.items() if not _same(v, _own(specs[key]))}
    called = as_model_name(f"{book.path.stem}-{name}")
    return replace(model, settings=kept, book=str(book.path), called=called)


def _input(book: Book, spec: InputSpec) -> tuple[str, Found] | None:
    """Return where an input's cell is, and what is in it; nothing unless it is on its sheet."""
    named = book.named(spec.name)
    return named if named and named[0].startswith(f"{SHEET}!") else None


def _setting(book: Book, spec: InputSpec, faults: list[str]) -> Value | None:
    """Return what an input's cell sets it to; nothing where it follows its formula."""
    named = _input(book, spec)
    if named is None:
        missing = f"no cell of {SHEET} bears this name; it is needed to read the input back"
        faults.append(f"{book.path}: {spec.name}: {missing}")
        return None
    place, cell = named
    if _follows(spec, cell):
        return None
    value = _plain(spec, cell.value)
    if problem := _unread(cell) or value_problem(spec, value):
        faults.append(f"{book.path}: {place}: {spec.name}: {problem}")
        return None
    return cast(Value, value)


def _place(book: Book, name: str) -> str:
    return (book.named(name) or (SHEET,))[0]


def _follows(spec: InputSpec, cell: Found) -> bool:
    if cell.formula is None or spec.default is None or not names(spec.default):
        return False
    return same_formula(cell.formula, to_excel(spec.default))


def _unread(cell: Found) -> str:
    if cell.value is not None:
        return ""
    if cell.formula is None:
        return "the cell is empty; type a value"
    return f"the formula {shown(f'={cell.formula}')} has no value; type a number in its place"


def _plain(spec: InputSpec, value: object) -> Any:
    """Return a cell's value as the input takes it: a text as `--set` would, TRUE as 1."""
    if isinstance(value, str):
        return parse_value(spec, value)
    if isinstance(value, bool) and spec.kind == "flag":
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _own(spec: InputSpec) -> object:
    """Return the value that an input has by itself; none where it follows others."""
    if spec.value is not None or spec.default is None or names(spec.default):
        return spec.value
    return evaluate(spec.default, {})


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) or isinstance(other, str) or other is None:
        return one == other
    return isclose(float(one), float(other), rel_tol=SAME_DIGITS)  # type: ignore[arg-type]
