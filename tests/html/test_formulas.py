"""Formulas as pages show them."""

from reportgen import build_report
from reportgen.html.formulas import matmul_formulas
from tests.models import own


def product(name: str, n: str) -> dict[str, object]:
    return {"name": name, "weight": True, "m": "seq_len", "k": "d_model", "n": n}


def layer(name: str) -> dict[str, object]:
    matmuls = [product("up", "4 * d_model"), product("down", "d_model")]
    return {"name": name, "source": "made up", "count": f"{len(name)}", "matmul": matmuls}


def test_a_formula_spans_the_lines_of_its_layer_that_have_it() -> None:
    lines = matmul_formulas(build_report(own(layer("a"), layer("bb"), d_model=8)))
    assert [line.rows[0][1] for line in lines] == ["a up", "a down", "bb up", "bb down"]
    for first, second in (lines[:2], lines[2:]):
        assert first.cells[:3] == (("seq_len", 2), ("d_model", 2), ("4 * d_model", 1))
        assert second.cells == (("d_model", 1),)
