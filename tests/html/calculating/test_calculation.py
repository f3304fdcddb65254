"""What a page calculates: what every page does and what is its own, and no part of it twice."""

import subprocess
import sys

from reportgen import build_report, load_model
from reportgen.formula import Name, Node, Number, names, parse, to_text
from reportgen.html.calculating.calculation import Calculation, own, usual
from reportgen.html.calculating.common_parts import parts_in
from reportgen.html.calculating.definitions import Definitions, definitions
from reportgen.html.calculating.formulas import value_name
from reportgen.html.calculating.live import live
from reportgen.html.calculating.places import Place
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.calculating.tables import Table, usually_read
from tests.models import model

SIZE = parse("d_model * 2")

ALONE = """
from reportgen import build_report, load_model
from reportgen.html.calculating.live import live
print(live(build_report(load_model("gpt2"))).code, end="")
"""


def written(*formulas: Node, table: Table | None = None) -> Definitions:
    """Return what is written, after the usual, of formulas without a name and a table Rows."""
    usually = definitions(Calculation({}, (), {}))
    found = definitions(Calculation({}, formulas, {"Rows": table} if table else {}))
    return Definitions(
        found.formulas.removeprefix(usually.formulas),
        found.tables.removeprefix(usually.tables),
        found.texts[len(usually.texts) :],
    )


def entries(found: Definitions) -> dict[str, str]:
    """Return the formulas by what the script calls them, in names that are short everywhere."""
    return dict(part.split(":_=>") for part in found.formulas.removeprefix(",").split(","))


def test_what_the_catalogue_has_is_not_a_models_own() -> None:
    report = build_report(model())
    found = own(report, [Place("b", (("plain", Name("params_total")), ("plain", SIZE)))])
    assert found.unnamed == (SIZE,)
    assert {"params_total", "training_days"} <= usual().named.keys() - found.named.keys()
    assert {"d_head", "params_closed_form", "all_checks_hold"} <= found.named.keys()
    assert found.tables.keys().isdisjoint(usual().tables)


def test_a_formula_that_only_some_models_can_say_is_their_own() -> None:
    dense, experts = (own(build_report(load_model(m)), ()) for m in ("gpt2", "mixtral-8x7b"))
    assert "expert_missed" not in dense.named
    assert "num_experts" in names(experts.named["expert_missed"])


def test_tables_have_what_the_catalogues_formulas_read() -> None:
    report = build_report(load_model("t5-small"))
    tables = {**usual().tables, **own(report, ()).tables}
    missing = {
        (column.table, column.column)
        for column in usually_read()
        if column.table in tables and column.column not in tables[column.table].row
    }
    assert not missing


def test_equal_rows_and_texts_are_written_once() -> None:
    found = written(table=Table({"kind": ("a", "b", "a"), "size": (SIZE, Number(3), SIZE)}))
    assert found.texts == ('[["a","b"],"010"]',)
    size, d_model = called("size"), called("d_model")
    assert found.tables.endswith(f'_=>[["{size}",[{d_model}*2,3],"010"]],$=>{{with($)return{{}}}}]')


def test_a_hundred_different_cells_need_no_sign_that_html_refuses() -> None:
    sizes = Table({"size": (*map(Number, range(100)), Number(0))})
    assert "\x7f" not in written(table=sizes).tables


def test_a_part_that_formulas_have_in_common_is_a_formula_of_its_own() -> None:
    part = "(d_model * d_ff + vocab_size * batch_size)"
    found = written(table=Table({"size": tuple(parse(f"{part} * {i}") for i in range(2, 9))}))
    product = f"{called('d_model')}*{called('d_ff')}"
    assert (found.formulas + found.tables).count(product) == 1


def test_an_input_stands_for_no_part_for_it_may_be_set() -> None:
    d_head = next(spec.default for spec in model().inputs if spec.name == "d_head")
    assert d_head
    assert called("d_head") not in entries(written(d_head))[value_name(d_head)]


def test_a_part_that_names_a_cell_of_the_row_stays_in_the_row() -> None:
    formula = parse("max(1, num_blocks) * 2")
    assert [to_text(part) for part in parts_in(formula)] == ["max(1, num_blocks)"]
    blocks = Table({"num_blocks": (Number(1),)}, (("cost", formula),))
    assert f"{called('cost')}:_=>max(1,{called('num_blocks')})*2" in written(table=blocks).tables


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
