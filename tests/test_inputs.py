"""Inputs follow their defaults until they are set, and refuse what they cannot be."""

import pytest

from reportgen import InputError, load_model
from reportgen.inputs import resolve
from tests.models import own, tiny

LAYER = {
    "name": "a",
    "matmul": [{"name": "w", "m": "tokens", "k": "d_model", "n": "width", "weight": True}],
}


def test_seq_len_follows_the_context_length() -> None:
    assert resolve(tiny()).values["seq_len"] == 6
    assert resolve(tiny(), {"context_length": 9}).values["seq_len"] == 9
    assert resolve(tiny(), {"context_length": 9, "seq_len": 4}).values["seq_len"] == 4


def test_d_head_follows_until_it_is_set() -> None:
    assert resolve(tiny(), {"d_model": 16}).values["d_head"] == 4
    assert resolve(tiny(), {"d_model": 16, "d_head": 3}).values["d_head"] == 3


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("seq_len", "2048", 2048), ("seq_len", "1e3", 1000), ("bytes_per_value", "0.5", 0.5)],
)
def test_settings_are_read_as_numbers(name: str, text: str, value: float) -> None:
    assert resolve(tiny(), {name: text}).values[name] == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seq_len", "0"),
        ("seq_len", "-1"),
        ("seq_len", "1.5"),
        ("seq_len", "nan"),
        ("seq_len", "1e400"),
        ("seq_len", "9" * 5000),
        ("seq_len", "many"),
        ("seq_len", ""),
        ("seq_len", "\N{FULLWIDTH DIGIT FOUR}\N{FULLWIDTH DIGIT SIX}"),
        ("seq_len", "\N{ARABIC-INDIC DIGIT FOUR}"),
        ("bytes_per_value", "\N{DEVANAGARI DIGIT FOUR}.5"),
        ("tie_embeddings", "2"),
        ("causal_counting", "halved"),
        ("bytes_per_value", "0"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(InputError, match=f"tiny: {name}: must be"):
        resolve(tiny(), {name: text})


def test_every_wrong_setting_is_reported() -> None:
    with pytest.raises(InputError) as caught:
        resolve(tiny(), {"seq_len": "0", "seqlen": "4"})
    assert len(caught.value.faults) == 2
    assert "did you mean 'seq_len'" in caught.value.faults[1]


def test_heads_that_do_not_divide_the_width() -> None:
    with pytest.raises(InputError, match=r"d_head = d_model / num_heads.*25.*or set d_head"):
        resolve(load_model("cs336-gpt2-xl"), {"d_model": 1601})


def test_key_heads_that_do_not_divide_the_heads() -> None:
    with pytest.raises(InputError, match=r"multiple of num_kv_heads.*num_kv_heads = 3"):
        resolve(tiny(), {"num_kv_heads": 3})


def test_a_missing_input_is_named_with_its_meaning() -> None:
    with pytest.raises(InputError, match=r"width: missing"):
        resolve(own(LAYER, d_model=4, width={"meaning": "of the matrix"}))


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"width": {"default": "widht"}}, "unknown input 'widht'; did you mean 'width'"),
        ({"width": {"default": "d_model"}, "d_model": {"default": "width"}}, "a cycle"),
        ({"width": {"default": "1 / (d_model - d_model)"}}, "division by zero"),
    ],
)
def test_a_default_that_cannot_be_computed(inputs: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        resolve(own(LAYER, **{"d_model": 4, **inputs}))
