"""A model: its inputs, its layers and where they come from; read from a preset or a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from reportgen import catalog
from reportgen.document import Table, shown
from reportgen.errors import SpecError, UnknownNameError, nearest
from reportgen.formula import Node, Number, Text, names
from reportgen.names import model_name_problem
from reportgen.reading import read_architecture, read_published, read_quantity
from reportgen.spec import (
    ArchitectureSpec,
    Constraint,
    InputSpec,
    LookupTable,
    Published,
    Quantity,
    Value,
    extend,
)

if TYPE_CHECKING:
    from reportgen.rows import MatmulRow, Rows

# Where a report shows the quantities that a model file adds.
OWN_SECTION = "own"
# A preset's name, or a file's name and all that it says: plain values that JSON can hold.
Definition = Mapping[str, Any]


@dataclass(frozen=True)
class Model:
    """A model as its preset or file describes it, before any scenario is chosen.

    `quantities` are those of its own, which take the place of the catalogue's of the same name.
    `said` names the inputs that its own file speaks of; `rows` and `decode_rows` are its layers
    expanded, where that has been done already. `lookups` are tables of its own. `origin` says which
    file, and what in it, the inputs of a config come from. `definition` is what the model was read
    from, in full; `reference` is how it can be asked for again: a preset's name, or a path as it
    was given. `settings` are what the `book` that it came back from sets of its inputs, and
    `called` is how its files are called then.
    """

    name: str
    title: str
    source: str
    architecture: str
    architecture_title: str
    architecture_source: str
    spec: ArchitectureSpec
    published: tuple[Published, ...]
    quantities: tuple[Quantity, ...] = ()
    said: tuple[str, ...] = ()
    rows: Rows | None = None
    decode_rows: tuple[MatmulRow, ...] | None = None
    lookups: tuple[LookupTable, ...] = ()
    origin: str = ""
    definition: Definition = field(default_factory=dict)
    reference: str = ""
    settings: Mapping[str, Value] = field(default_factory=dict)
    book: str = ""
    called: str = ""

    @property
    def stem(self) -> str:
        """Return what its files are called: the model's name, or that of its own workbook."""
        return self.called or self.name

    @cached_property
    def inputs(self) -> tuple[InputSpec, ...]:
        """Return the inputs of the model that a report may change, then those of the scenario."""
        return tuple(spec for spec in self.spec.inputs if spec.name not in self.structure)

    @cached_property
    def structure(self) -> Mapping[str, Node]:
        """Return what settles which rows there are, by the names of the inputs that say it."""
        settled = {spec.name: _settled(spec) for spec in self.spec.inputs if spec.structural}
        return {name: value for name, value in settled.items() if value is not None}

    @property
    def stands_for_many(self) -> bool:
        """Tell whether its inputs and rows are those of whichever preset is chosen."""
        return self.decode_rows is not None

    @property
    def tables(self) -> Mapping[str, Mapping[str, Sequence[int | Fraction | str]]]:
        """Return the columns of the tables that formulas look things up in."""
        own = {table.name: table for table in self.lookups}
        return {name: table.columns for name, table in {**catalog.lookups(), **own}.items()}

    @property
    def constraints(self) -> tuple[Constraint, ...]:
        """Return what the inputs must meet: the architecture's conditions and the scenario's."""
        known = {spec.name for spec in self.inputs}
        general = (
            c
            for c in catalog.constraints()
            if names(c.condition) <= known and c.without not in known
        )
        return (*self.spec.constraints, *general)


def _settled(spec: InputSpec) -> Node | None:
    if spec.value is None:
        return spec.default
    return Text(spec.value) if isinstance(spec.value, str) else Number(Fraction(spec.value))


def read_model(said: Mapping[str, Any], file: str) -> Model:
    """Return the model that a table describes; raises SpecError with a line per fault."""
    faults: list[str] = []
    model = read_table(Table(said, file, faults))
    if faults:
        raise SpecError(faults)
    return replace(model, definition={"file": file, "model": dict(said)})


def with_scenario(own: Iterable[InputSpec], source: str) -> tuple[InputSpec, ...]:
    """Return the model's inputs and those of the scenario; what has no source has the model's."""
    said = {spec.name: spec for spec in own}
    scenario = {spec.name: said.get(spec.name, spec) for spec in _scenario()}
    inputs = {**{n: s for n, s in said.items() if n not in scenario}, **scenario}
    return tuple(spec if spec.source else spec._replace(source=source) for spec in inputs.values())


def read_table(table: Table) -> Model:
    """Return the model that a document describes; its faults go to the document's list."""
    name = table.text("name")
    if problem := model_name_problem(name):
        table.fault(f"{shown(name)} cannot be a model's name: {problem}", "name")
    base = _base(table)
    published = tuple(read_published(inner) for inner in table.tables("published"))
    quantities = tuple(_quantity(inner) for inner in table.tables("quantity"))
    known = catalog.fields() | {spec.name: spec for spec in (base.inputs if base else ())}
    spec = read_architecture(table, name, known)
    if spec.extends:
        table.fault("a model names what it builds on as its 'architecture'", "extends")
    _refuse_figures(table, spec, known)
    _refuse_inputs(table, quantities, {*known, *(own.name for own in spec.inputs)})
    said = tuple(own.name for own in spec.inputs)
    title = spec.title if spec.title.strip() else name
    source = spec.source if spec.source.strip() else "the model file"
    if base:
        _refuse_strangers(table, spec, base, quantities)
        _refuse_absent(table, spec, base)
        spec = extend(base, spec)
    elif not spec.calls:
        table.fault(f"needs an architecture ({', '.join(catalog.architectures())}) or a [[layer]]")
    return Model(
        name=name,
        title=title,
        source=source,
        architecture=base.name if base else "of its own",
        architecture_title=base.title if base else "layers of the model file",
        architecture_source=base.source if base else source,
        spec=spec._replace(inputs=with_scenario(spec.inputs, source)),
        published=published,
        quantities=quantities,
        said=said,
    )


def _quantity(table: Table) -> Quantity:
    said = read_quantity(table, OWN_SECTION)
    return said._replace(formula=catalog.filled(said.formula))


def _base(table: Table) -> ArchitectureSpec | None:
    if not table.has("architecture"):
        return None
    name = table.text("architecture")
    try:
        return catalog.architecture(name)
    except UnknownNameError as error:
        table.fault(str(error), "architecture")
        return None


def _refuse_strangers(
    table: Table, own: ArchitectureSpec, base: ArchitectureSpec, quantities: Iterable[Quantity]
) -> None:
    """An input that neither the architecture nor the file's own formulas know is a slip."""
    if own.calls:
        return
    known = {spec.name for spec in (*base.inputs, *_scenario())}
    used = frozenset().union(*(quantity.used for quantity in quantities))
    used |= frozenset().union(*(names(spec.default) for spec in own.inputs if spec.default))
    for spec in own.inputs:
        if spec.name not in known | used and spec.default is None:
            table.fault(f"unknown input{nearest(spec.name, known)}", f"inputs.{spec.name}")


def _refuse_figures(table: Table, own: ArchitectureSpec, known: Iterable[str]) -> None:
    """A workbook tells no capitals from small letters: an input cannot be called like a figure."""
    strange = [spec.name for spec in own.inputs if spec.name not in known]
    taken = catalog.taken_names() if strange else frozenset()
    for name in strange:
        if name.lower() in taken:
            problem = "a figure or a table of the report has this name; choose another"
            table.fault(f"cannot be an input's name: {problem}", f"inputs.{name}")


def _refuse_inputs(table: Table, own: Iterable[Quantity], inputs: Iterable[str]) -> None:
    """Nor can a quantity be called like an input or a table, nor like a figure but for capitals."""
    taken = {name.lower() for name in inputs}
    known = {quantity.name.lower(): quantity.name for quantity in catalog.quantities()}
    tables = catalog.table_names()
    for i, quantity in enumerate(own, 1):
        name = quantity.name.lower()
        if name in taken:
            problem = f"an input has the name {quantity.name!r}; choose another"
            table.fault(problem, f"quantity[{i}].name")
        elif name in tables:
            problem = f"a table has the name {quantity.name!r}; choose another"
            table.fault(problem, f"quantity[{i}].name")
        elif known.get(name, quantity.name) != quantity.name:
            table.fault(f"write it {known[name]!r}, as the figure is called", f"quantity[{i}].name")


def _refuse_absent(table: Table, own: ArchitectureSpec, base: ArchitectureSpec) -> None:
    """What the architecture does not have cannot be left out."""
    known = {*(call.name for call in base.calls), *(spec.name for spec in base.inputs)}
    for name in own.without:
        if name not in known:
            table.fault(f"no layer or input is called {name!r}{nearest(name, known)}", "without")


@cache
def _scenario() -> tuple[InputSpec, ...]:
    return tuple(spec for spec in catalog.fields().values() if spec.scenario)
