"""What a page calculates: what is asked for and what that needs, and no part of it twice."""

import subprocess
import sys

from reportgen import build_report, load_model
from reportgen.formula import Name, Number, parse, to_text
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.common_parts import parts_in
from reportgen.html.calculating.definitions import Definitions, definitions
from reportgen.html.calculating.live import live
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.calculating.tables import Table
from tests.models import model

GIVEN = {"kind": ("a", "b", "a"), "size": (parse("d_model * 2"), Number(3), parse("d_model * 2"))}
FOLLOWS = {"cost": parse("size * unit_price"), "unit_price": parse("batch_size + size")}

ALONE = """
from reportgen import build_report, load_model
from reportgen.html.calculating.live import live
print(live(build_report(load_model("gpt2"))).code, end="")
"""


def calculation() -> Calculation:
    return Calculation(build_report(model()), {"Rows": Table(GIVEN, FOLLOWS)})


def entries(written: Definitions) -> dict[str, str]:
    """Return the formulas by what the script calls them, in names that are short everywhere."""
    return dict(part.split(":_=>") for part in written.formulas.split(","))


def test_what_an_asked_formula_needs_comes_along() -> None:
    made = calculation()
    made.ask(parse("sum(Rows.cost)"))
    made.complete()
    wanted = {"Rows", "cost", "size", "unit_price", "batch_size", "d_model"}
    assert wanted <= made.names
    assert {"kind", "params_total"}.isdisjoint(made.names)


def test_equal_rows_and_texts_are_written_once() -> None:
    made = calculation()
    made.ask_column("Rows", "kind")
    made.ask_column("Rows", "size")
    written = definitions(made)
    assert written.texts == '[["a","b"],"010"]'
    size, d_model = called("size"), called("d_model")
    assert written.tables.endswith(
        f'_=>[["{size}",[{d_model}*2,3],"010"]],$=>{{with($)return{{}}}}]'
    )


def test_a_part_that_formulas_have_in_common_is_a_formula_of_its_own() -> None:
    part = "(d_model * d_ff + vocab_size * batch_size)"
    made = Calculation(
        build_report(model()),
        {"Rows": Table({"size": tuple(parse(f"{part} * {i}") for i in range(2, 9))}, {})},
    )
    made.ask_column("Rows", "size")
    written = definitions(made)
    product = f"{called('d_model')}*{called('d_ff')}"
    assert (written.formulas + written.tables).count(product) == 1


def test_an_input_stands_for_no_part_for_it_may_be_set() -> None:
    of = model()
    d_head = next(spec.default for spec in of.inputs if spec.name == "d_head")
    assert d_head
    made = Calculation(build_report(of), {})
    made.ask(Name("d_head"))
    number = made.ask(d_head)
    assert called("d_head") not in entries(definitions(made))[number]


def test_a_formula_that_is_a_figures_is_not_written_again() -> None:
    made = Calculation(build_report(model()), {})
    made.ask(Name("product_devices"))
    made.complete()
    formula = made.named["product_devices"]
    assert formula
    number = made.ask(formula)
    assert entries(definitions(made))[number] == called("product_devices")


def test_a_part_that_names_a_cell_of_the_row_stays_in_the_row() -> None:
    formula = parse("max(1, num_blocks) * 2")
    assert [to_text(part) for part in parts_in(formula)] == ["max(1, num_blocks)"]
    made = Calculation(
        build_report(model()), {"Rows": Table({"num_blocks": (Number(1),)}, {"cost": formula})}
    )
    made.ask_column("Rows", "cost")
    assert f"{called('cost')}:_=>max(1,{called('num_blocks')})*2" in definitions(made).tables


def test_names_that_only_a_page_has_are_found_for_it_the_shortest_for_the_commonest() -> None:
    rare, common = called("made_up"), called("much_used")
    script, short = resolved(f"{rare}+{common}*{common}")
    assert script == f"{short['made_up']}+{short['much_used']}*{short['much_used']}"
    assert len(short["much_used"]) == 1


def test_a_page_does_not_hang_on_the_pages_before_it() -> None:
    command = [sys.executable, "-c", ALONE]
    alone = subprocess.run(command, check=True, capture_output=True, text=True)
    live(build_report(load_model("kimi-linear-48b-a3b")))
    assert live(build_report(load_model("gpt2"))).code == alone.stdout
