"""What a page calculates: what it shows and what that needs, and no part of it twice."""

import subprocess
import sys
from collections.abc import Sequence

from reportgen import build_report, load_model
from reportgen.formula import Name, Node, Number, parse, to_text
from reportgen.html.calculating.calculation import Calculation
from reportgen.html.calculating.common_parts import parts_in
from reportgen.html.calculating.definitions import Definitions, definitions
from reportgen.html.calculating.formulas import value_name
from reportgen.html.calculating.live import live
from reportgen.html.calculating.pieces import Piece
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


def calculation(
    *formulas: Node, columns: Sequence[str] = (), table: Table | None = None
) -> Calculation:
    """Return what shows some formulas, and some columns of a table called Rows."""
    piece = Piece("", formulas, tuple(("Rows", column) for column in columns))
    return Calculation(build_report(model()), {"Rows": table or Table(GIVEN, FOLLOWS)}, [piece])


def entries(written: Definitions) -> dict[str, str]:
    """Return the formulas by what the script calls them, in names that are short everywhere."""
    return dict(part.split(":_=>") for part in written.formulas.split(","))


def test_what_a_shown_formula_needs_comes_along() -> None:
    made = calculation(parse("sum(Rows.cost)"))
    wanted = {"Rows", "cost", "size", "unit_price", "batch_size", "d_model"}
    assert wanted <= made.names
    assert {"kind", "params_total"}.isdisjoint(made.names)


def test_equal_rows_and_texts_are_written_once() -> None:
    written = definitions(calculation(columns=["kind", "size"]))
    assert written.texts == '[["a","b"],"010"]'
    size, d_model = called("size"), called("d_model")
    assert written.tables.endswith(
        f'_=>[["{size}",[{d_model}*2,3],"010"]],$=>{{with($)return{{}}}}]'
    )


def test_a_hundred_different_cells_need_no_sign_that_html_refuses() -> None:
    sizes = Table({"size": (*map(Number, range(100)), Number(0))}, {})
    assert "\x7f" not in definitions(calculation(columns=["size"], table=sizes)).tables


def test_a_part_that_formulas_have_in_common_is_a_formula_of_its_own() -> None:
    part = "(d_model * d_ff + vocab_size * batch_size)"
    sizes = Table({"size": tuple(parse(f"{part} * {i}") for i in range(2, 9))}, {})
    written = definitions(calculation(columns=["size"], table=sizes))
    product = f"{called('d_model')}*{called('d_ff')}"
    assert (written.formulas + written.tables).count(product) == 1


def test_an_input_stands_for_no_part_for_it_may_be_set() -> None:
    d_head = next(spec.default for spec in model().inputs if spec.name == "d_head")
    assert d_head
    written = definitions(calculation(Name("d_head"), d_head))
    assert called("d_head") not in entries(written)[value_name(d_head)]


def test_a_part_that_names_a_cell_of_the_row_stays_in_the_row() -> None:
    formula = parse("max(1, num_blocks) * 2")
    assert [to_text(part) for part in parts_in(formula)] == ["max(1, num_blocks)"]
    blocks = Table({"num_blocks": (Number(1),)}, {"cost": formula})
    written = definitions(calculation(columns=["cost"], table=blocks))
    assert f"{called('cost')}:_=>max(1,{called('num_blocks')})*2" in written.tables


def test_values_without_a_name_are_numbered_the_most_shown_first() -> None:
    rare, common = value_name(parse("d_model + 17")), value_name(parse("d_model + 18"))
    script, short = resolved(f"{rare} {common} {common}")
    assert script == "1 0 0"
    assert set(short.values()) == {"0", "1"}


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
