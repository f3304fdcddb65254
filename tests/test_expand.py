"""Layers expand into rows whose formulas are over the model's inputs only."""

import pytest

from reportgen import SpecError, catalog, load_model
from reportgen.expand import expand
from reportgen.formula import names, to_text
from tests.models import model, own

DENSE = {"name": "w", "m": "tokens", "k": "d_model", "n": "3 * d_model", "weight": True}


@pytest.mark.parametrize("preset", catalog.presets())
def test_rows_name_only_inputs(preset: str) -> None:
    loaded = load_model(preset)
    known = {spec.name for spec in loaded.inputs}
    for row in expand(loaded).matmuls:
        for formula in (row.m, row.k, row.n, row.count, row.stored, row.bias, row.masked):
            assert names(formula) <= known


def test_a_layer_count_multiplies_products_and_matrices() -> None:
    layer = {"name": "block", "count": "num_layers", "matmul": [{**DENSE, "count": "2"}]}
    [row] = expand(own(layer, d_model=4, num_layers=3)).matmuls
    assert to_text(row.count) == "num_layers * 2"
    assert to_text(row.stored) == "num_layers"
    assert to_text(row.m) == "batch_size * seq_len"


def test_an_argument_takes_the_place_of_a_parameter() -> None:
    layer = {"name": "ffn", "use": "ffn_gated", "with": {"d_ff": "8 * d_model // 3"}}
    gate, _, down = expand(own(layer, d_model=6)).matmuls
    assert to_text(gate.n) == to_text(down.k) == "8 * d_model // 3"


def test_a_layer_of_the_same_name_replaces_the_architecture_s() -> None:
    wider = {"name": "decoder.ffn", "use": "ffn", "count": "num_layers", "with": {"d_ff": "d_ff"}}
    rows = expand(model(layer=[wider], without=["ffn_bias"])).matmuls
    assert [row.matmul for row in rows if row.layer == "decoder.ffn"] == ["up", "down"]


def test_mixtral_stores_all_experts_and_uses_two() -> None:
    """Jiang et al. 2024: 8 experts per layer, 2 of them per token."""
    rows = expand(load_model("mixtral-8x7b")).matmuls
    [gate] = [row for row in rows if row.matmul == "expert_gate"]
    assert to_text(gate.stored) == "num_layers * num_experts"
    assert to_text(gate.active) == to_text(gate.count) == "num_layers * experts_per_token"


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ({"name": "a", "use": "ffn_gatd"}, "did you mean 'ffn_gated'"),
        ({"name": "a", "use": "ffn"}, "with.d_ff: missing"),
        ({"name": "a", "use": "rms_norm", "with": {"widht": "1"}}, "did you mean 'width'"),
        ({"name": "a", "matmul": [{**DENSE, "n": "d_modle"}]}, "did you mean 'd_model'"),
    ],
)
def test_a_wrong_layer_is_named_with_the_nearest_right_word(layer: dict, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        expand(own({"name": "ok", "matmul": [DENSE]}, layer, d_model=4))


def test_an_input_may_not_have_a_name_that_means_something_else_in_formulas() -> None:
    words = r"inputs\.tokens: the name has a meaning of its own in formulas; choose another"
    with pytest.raises(SpecError, match=words):
        expand(own({"name": "ok", "matmul": [DENSE]}, d_model=4, tokens=5))


def test_an_input_that_no_formula_uses_is_a_slip() -> None:
    with pytest.raises(SpecError, match=r"inputs\.d_mdoel: no formula of the model uses it"):
        expand(own({"name": "ok", "matmul": [DENSE]}, d_model=4, d_mdoel=5))
