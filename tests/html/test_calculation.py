"""What a page calculates: what is asked for and what that needs, and no part of it twice."""

from reportgen import build_report
from reportgen.formula import Name, Number, parse
from reportgen.html.calculation import Calculation, Table
from tests.models import model

ROWS = Table(
    {"kind": ["a", "b", "a"], "size": [parse("d_model * 2"), Number(3), parse("d_model * 2")]},
    {"cost": parse("size * unit_price"), "unit_price": parse("batch_size + size")},
)


def calculation() -> Calculation:
    return Calculation(build_report(model()), {"Rows": Table(ROWS.given, ROWS.formulas)})


def test_what_an_asked_formula_needs_comes_along() -> None:
    made = calculation()
    made.ask(parse("sum(Rows.cost)"))
    written = made.written()
    assert written.short.keys() >= {"Rows", "cost", "size", "unit_price", "batch_size", "d_model"}
    assert "kind" not in written.short
    assert "params_total" not in written.short


def test_equal_rows_and_texts_are_written_once() -> None:
    made = calculation()
    made.ask_column("Rows", "kind")
    made.ask_column("Rows", "size")
    written = made.written()
    size, d_model = written.short["size"], written.short["d_model"]
    assert written.texts == '[["a","b"],[0,1,0]]'
    assert written.tables.endswith(
        f'"{size}",_=>[[{d_model}*2],[3]],[0,1,0],$=>{{with($)return{{}}}}]'
    )


def test_a_part_that_formulas_have_in_common_is_a_formula_of_its_own() -> None:
    made = calculation()
    part = "(d_model * num_layers + vocab_size * batch_size)"
    names = [made.ask(parse(f"{part} * {i}")) for i in (2, 3, 4)]
    written = made.written()
    assert len(written.formulas.split(":_=>")) - 1 == len(names) + 1


def test_an_input_stands_for_no_part_for_it_may_be_set() -> None:
    of = model()
    d_head = next(spec.default for spec in of.inputs if spec.name == "d_head")
    assert d_head
    made = Calculation(build_report(of), {})
    made.ask(Name("d_head"))
    name = made.ask(parse("d_model / num_heads * 2"))
    written = made.written()
    said = dict(part.split(":_=>") for part in written.formulas.split(","))
    assert written.short["d_head"] not in said[written.short[name]]


def test_a_part_that_names_a_cell_of_the_row_stays_in_the_row() -> None:
    table = Table({"d_model": [Number(1)]}, {"cost": parse("d_model * num_layers + d_ff * 2")})
    made = Calculation(build_report(model()), {"Rows": table})
    for i in range(2, 9):
        made.ask(parse(f"d_model * num_layers * {i} + d_ff * 2 * {i}"))
        made.ask(parse(f"d_ff * 2 - {i}"))
    made.ask_column("Rows", "cost")
    written = made.written()
    d_model, layers, cost = (written.short[n] for n in ("d_model", "num_layers", "cost"))
    assert f"{cost}:_=>{d_model}*{layers}+" in written.tables
