"""What a page calculates: what every page does and what is its own, and no part of it twice."""

import subprocess
import sys

from reportgen import build_report, catalogued, load_model
from reportgen.formula import Node, Number, names, parse, to_text
from reportgen.formula.javascript import TAKEN
from reportgen.html.calculating.calculation import Calculation, own, usual
from reportgen.html.calculating.common_parts import parts_in
from reportgen.html.calculating.definitions import Definitions, definitions
from reportgen.html.calculating.formulas import value_name
from reportgen.html.calculating.live import live
from reportgen.html.calculating.places import places, written_place
from reportgen.html.calculating.short_names import called, resolved
from reportgen.html.calculating.tables import Table, usually_read
from reportgen.html.calculating.usual_places import Place
from tests.models import model

SIZE = parse("d_model * 2")

ALONE = """
from reportgen import build_report, load_model
from reportgen.html.calculating.live import live
print(live(build_report(load_model("gpt2"))).code, end="")
"""


def written(*formulas: Node, table: Table | None = None) -> Definitions:
    """Return what is written, after the usual, of formulas without a name and a table Rows."""
    usually = definitions(Calculation((), (), {}))
    found = definitions(Calculation((), formulas, {"Rows": table} if table else {}))
    return Definitions(
        found.formulas.removeprefix(usually.formulas),
        found.tables.removeprefix(usually.tables),
        found.texts[len(usually.texts) :],
    )


def named(found: Calculation) -> dict[str, Node]:
    return {name: formula for group in found.named for name, formula in group}


def entries(found: Definitions) -> dict[str, str]:
    """Return the formulas by what the script calls them, in names that are short everywhere."""
    return dict(part.split(":_=>") for part in found.formulas.removeprefix(",").split(","))


def test_what_the_catalogue_has_is_not_a_models_own() -> None:
    found = own(build_report(model()), ())
    assert {"params_total", "training_days"} <= named(usual()).keys() - named(found).keys()
    assert {"d_head", "params_closed_form", "all_checks_hold"} <= named(found).keys()
    assert found.tables.keys().isdisjoint(usual().tables)


def test_a_formula_that_only_some_models_can_say_is_their_own() -> None:
    dense, experts = (own(build_report(load_model(m)), ()) for m in ("gpt2", "mixtral-8x7b"))
    assert "expert_missed" not in named(dense)
    assert "num_experts" in names(named(experts)["expert_missed"])


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
    found = written(table=Table((("kind", ("a", "b", "a")),), (("size", (SIZE, Number(3), SIZE)),)))
    assert found.texts == ('[["a","b"],"010"]',)
    size, d_model = called("size"), called("d_model")
    assert found.tables.endswith(f'_=>[["{size}",[{d_model}*2,3],"010"]],$=>{{with($)return{{}}}}]')


def test_a_hundred_different_cells_need_no_sign_that_html_refuses() -> None:
    sizes = Table((), (("size", (*map(Number, range(100)), Number(0))),))
    assert "\x7f" not in written(table=sizes).tables


def test_a_part_that_formulas_have_in_common_is_a_formula_of_its_own() -> None:
    part = "(d_model * d_ff + vocab_size * batch_size)"
    sizes = tuple(parse(f"{part} * {i}") for i in range(2, 9))
    found = written(table=Table((), (("size", sizes),)))
    product = f"{called('d_model')}*{called('d_ff')}"
    assert (found.formulas + found.tables).count(product) == 1


def test_an_input_stands_for_no_part_for_it_may_be_set() -> None:
    d_head = next(spec.default for spec in model().inputs if spec.name == "d_head")
    assert d_head
    assert called("d_head") not in entries(written(d_head))[value_name(d_head)]


def test_a_part_that_names_a_cell_of_the_row_stays_in_the_row() -> None:
    formula = parse("max(1, num_blocks) * 2")
    assert [to_text(part) for part in parts_in(formula)] == ["max(1, num_blocks)"]
    blocks = Table((), (("num_blocks", (Number(1),)),), (("cost", formula),))
    assert f"{called('cost')}:_=>max(1,{called('num_blocks')})*2" in written(table=blocks).tables


def test_what_other_pages_show_has_the_same_number_on_all() -> None:
    tokens, other = parse("batch_size * seq_len"), parse("batch_size * 17")
    place = written_place(Place("b", (("whole", tokens), ("whole", other))))
    assert place.own == (other,)
    assert place.usual == (f"{value_name(tokens)}:_=>{called('batch_size')}*{called('seq_len')}",)
    assert value_name(tokens).isdecimal()


def test_of_what_has_no_name_only_shares_and_conditions_are_a_models_own() -> None:
    report = build_report(model())
    own = {formula for place in places(report) for formula in written_place(place).own}
    conditions = {form.condition for form in report.closed_forms}
    shares = [to_text(formula) for formula in own - conditions]
    assert shares
    assert all(share.startswith("100 * sum_where(Totals.flops_share") for share in shares)


def test_names_that_only_a_page_has_are_found_for_it() -> None:
    one, other = called("made_up"), called("made_up_too")
    script, short = resolved(f"{one}+{other}*{other}")
    assert script == f"{short['made_up']}+{short['made_up_too']}*{short['made_up_too']}"
    assert short["made_up"] != short["made_up_too"]


def test_no_name_that_a_page_finds_is_the_catalogues() -> None:
    _, short = resolved("".join(called(f"made_up_{i}") for i in range(3000)))
    known = {called(name) for name in catalogued.named()}
    assert known.isdisjoint(short.values())
    assert TAKEN.isdisjoint(short.values())
    assert len({*short.values()}) == 3000


def test_a_page_does_not_hang_on_the_pages_before_it() -> None:
    command = [sys.executable, "-c", ALONE]
    alone = subprocess.run(command, check=True, capture_output=True, text=True)
    live(build_report(load_model("kimi-linear-48b-a3b")))
    assert live(build_report(load_model("gpt2"))).code == alone.stdout
