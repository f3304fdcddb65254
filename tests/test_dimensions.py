"""A formula's dimension is that of its stated unit: bytes by bytes/s are seconds.

Counts (tokens, parameters, devices) have no dimension. FLOPs are counted from shapes, so that a
plain number may stand for them, but they for nothing else.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields

import pytest

from reportgen import catalog
from reportgen.catalog import shelf
from reportgen.figures import by_name
from reportgen.formula import (
    Binary,
    Call,
    Choose,
    Column,
    Compare,
    Name,
    Node,
    Number,
    Text,
    parse,
)
from reportgen.formula.kinds import TEXT, kind
from reportgen.rows import ActivationRow, CacheRow, MatmulRow, ParameterRow

Dimension = dict[str, float]
Known = Callable[[str], Dimension]

BASES: dict[str, Dimension] = {
    **{unit: {"byte": 1} for unit in ("byte", "bytes", "GB", "GiB")},
    **{unit: {"FLOP": 1} for unit in ("FLOP", "TFLOP", "TOP")},
    **{unit: {"s": 1} for unit in ("s", "h", "days", "device-hours")},
    "W": {"J": 1, "s": -1},
    "kWh": {"J": 1},
    "USD": {"USD": 1},
    "kg": {"kg": 1},
}
# Formulas with a factor of 2 or 6 FLOPs per parameter, and with one of 4, 2, 1 or 1/2 bytes.
RULES_OF_THUMB = {"training_by_six_n", "compute_bound_batch", "step_seconds_by_rule"}
TYPES = {f"weights_{name}_gb" for name in ("fp32", "bf16", "fp8", "int4", "mixed")}
PLAIN: Dimension = {}
FLOP: Dimension = {"FLOP": 1}
TABLES = ("matmuls", "other_parameters", "totals", "activations", "cache", "decode", "comparison")
ROWS = (MatmulRow, ParameterRow, ActivationRow, CacheRow)


class MismatchError(Exception):
    """Two dimensions meet where there must be one."""


def dimension(unit: str) -> Dimension:
    """Return the dimension of a unit such as ``bytes per parameter`` or ``GB/s``."""
    above, *below = re.split(r"/| per ", unit.split(",")[0])
    found = BASES.get(above, PLAIN)
    for part in below:
        found = _times(found, BASES.get(part, PLAIN), -1)
    return found


def infer(node: Node, known: Known) -> Dimension | None:
    """Return the dimension of a formula; None for a text and for 0, which fit every one."""
    if isinstance(node, Number):
        return PLAIN if node.value else None
    if isinstance(node, Name):
        return known(node.name)
    if kind(node) == TEXT or isinstance(node, Text):
        return None
    if isinstance(node, Binary):
        return _binary(node, known)
    if isinstance(node, Choose):
        infer(node.condition, known)
        return _one(node.then, node.otherwise, known=known)
    if isinstance(node, Compare):
        if TEXT not in (kind(node.left), kind(node.right)):
            _one(node.left, node.right, known=known)
        return PLAIN
    if isinstance(node, Call):
        return _call(node, known)
    [*_, last] = [infer(child, known) for child in node.children()]
    return last


def _binary(node: Binary, known: Known) -> Dimension | None:
    if node.op in ("+", "-", "%"):
        return _one(node.left, node.right, known=known)
    left, right = (infer(side, known) or PLAIN for side in (node.left, node.right))
    if node.op == "**":
        assert isinstance(node.right, Number)
        return _times(PLAIN, left, float(node.right.value))
    return _times(left, right, 1 if node.op == "*" else -1)


def _call(node: Call, known: Known) -> Dimension | None:
    first = node.arguments[0]
    if isinstance(first, Column):
        return column_dimension(first)
    if node.function == "max":  # a least number, so that nothing is divided by 0
        return _one(*(n for n in node.arguments if not isinstance(n, Number)), known=known)
    if node.function in ("min", "round_up", "ceil", "floor", "abs"):
        return _one(*node.arguments, known=known)
    if node.function == "ceil_div":
        return _binary(Binary("/", *node.arguments), known)
    if node.function == "sqrt":
        return _times(PLAIN, infer(first, known) or PLAIN, 0.5)
    return _one(Number(1), *node.arguments, known=known)


def _one(*nodes: Node, known: Known) -> Dimension | None:
    """Return the one dimension that all of the formulas have."""
    found = [d for d in (infer(node, known) for node in nodes) if d is not None]
    if FLOP in found:
        found = [d for d in found if d != PLAIN]
    if any(d != found[0] for d in found):
        raise MismatchError(found)
    return found[0] if found else None


def _times(left: Dimension, right: Dimension, exponent: float) -> Dimension:
    sums = {name: left.get(name, 0) + exponent * right.get(name, 0) for name in {*left, *right}}
    return {name: power for name, power in sums.items() if power}


def name_dimension(name: str) -> Dimension:
    """Return the dimension of an input or a quantity."""
    if name in catalog.fields():
        return dimension(catalog.fields()[name].unit)
    return dimension(by_name(catalog.quantities())[name].unit)


def column_dimension(column: Column) -> Dimension:
    """Return the dimension of a column of a table."""
    lookup = catalog.lookups().get(column.table)
    if lookup:
        return dimension(lookup.units[column.column])
    table = re.sub(r"(?<!^)(?=[A-Z])", "_", column.table).lower()
    own = catalog.columns(table)
    if column.column in own:
        return dimension(own[column.column]["unit"])
    return PLAIN if column.column in _row_fields() else name_dimension(column.column)


def loosely(name: str) -> Dimension:
    """Return the dimension of a name where FLOPs are plain numbers."""
    return _without(name_dimension(name), "FLOP")


def _without(found: Dimension | None, base: str) -> Dimension:
    return {name: power for name, power in (found or PLAIN).items() if name != base}


def row_dimension(table: str) -> Known:
    """Return what the names in a table's columns stand for: the row's own come first."""

    def known(name: str) -> Dimension:
        if name in catalog.columns(table):
            return dimension(catalog.columns(table)[name]["unit"])
        if name == "bytes_each":
            return {"byte": 1}
        return PLAIN if name in _row_fields() else name_dimension(name)

    return known


def _row_fields() -> set[str]:
    return {field.name for row in ROWS for field in fields(row)}


def agrees(formula: Node, unit: str, known: Known = name_dimension) -> bool:
    """Tell whether a formula gives what its unit says."""
    found, stated = infer(formula, known), dimension(unit)
    return found is None or found == stated or (found == PLAIN and stated == FLOP)


def columns() -> Iterator[tuple[str, str, Mapping[str, object]]]:
    for table in TABLES:
        for name, said in catalog.columns(table).items():
            yield table, name, said


@pytest.mark.parametrize("quantity", catalog.quantities(), ids=lambda quantity: quantity.name)
def test_a_quantity_has_the_dimension_of_its_unit(quantity) -> None:  # type: ignore[no-untyped-def]
    formula, stated = quantity.formula, dimension(quantity.unit)
    if quantity.name in RULES_OF_THUMB:
        assert infer(formula, loosely) == _without(stated, "FLOP")
    elif quantity.name in TYPES:
        assert infer(formula, name_dimension) == PLAIN
    else:
        assert agrees(formula, quantity.unit), infer(formula, name_dimension)


@pytest.mark.parametrize(("table", "name", "said"), list(columns()))
def test_a_column_has_the_dimension_of_its_unit(table, name, said) -> None:  # type: ignore[no-untyped-def]
    known = row_dimension(table)
    assert agrees(said["formula"], said["unit"], known), (name, infer(said["formula"], known))


@pytest.mark.parametrize("rule", [said for _, said in shelf.entries("quantities", "rule")])
def test_a_rule_and_what_it_stands_for_have_the_dimension_of_its_unit(rule) -> None:  # type: ignore[no-untyped-def]
    assert agrees(parse(rule["formula"]), rule["unit"])
    assert agrees(parse(rule["exact"]), rule["unit"])


def test_quantities_of_one_name_have_one_unit() -> None:
    units = {(quantity.name, quantity.unit) for quantity in catalog.quantities()}
    assert len(units) == len(by_name(catalog.quantities()))


def test_every_figure_beyond_the_count_stands_under_a_heading() -> None:
    beyond = [q for q in catalog.quantities() if q.section in catalog.sections()]
    assert [quantity.name for quantity in beyond if not quantity.group] == []


@pytest.mark.parametrize(
    ("formula", "unit", "right"),
    [
        ("weights_bytes / memory_bandwidth", "s", True),
        ("memory_bandwidth", "s", False),
        ("flops_forward / peak_flops", "s", True),
        ("flops_forward / memory_bandwidth", "s", False),
        ("params_total * batch_size", "bytes", False),
        ("6 * params_total", "FLOP", True),
        ("flops_forward", "parameters", False),
        ("sqrt(weights_bytes ** 2)", "GiB", True),
    ],
)
def test_what_the_check_tells_apart(formula: str, unit: str, right: bool) -> None:
    assert agrees(parse(formula), unit) is right


@pytest.mark.parametrize(
    "formula",
    [
        "flops_forward + weights_bytes",
        "max(peak_flops, memory_bandwidth)",
        "power(weights_bytes, 1 / 2)",
    ],
)
def test_what_does_not_add_up(formula: str) -> None:
    with pytest.raises(MismatchError):
        infer(parse(formula), name_dimension)
