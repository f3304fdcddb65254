"""What a listing says a model costs: a few figures, those that apply to it."""

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.catalog import shelf
from reportgen.listing import as_markdown, as_text


def said(name: str, **settings: str) -> dict[str, str]:
    """Return the lines of the costs on the screen, by what they say at the left."""
    report = build_report(load_model(name), settings)
    text = "".join(as_text([report]))
    block = next(part for part in text.split("\n\n") if part.startswith("On "))
    return dict((line + "  ").split("  ", 1) for line in block.splitlines())


def amounts(name: str, **settings: str) -> dict[str, str]:
    return {title: amount.strip() for title, amount in said(name, **settings).items()}


def test_every_figure_is_in_the_catalogue() -> None:
    known = {quantity.name for quantity in catalog.quantities()}
    listed = shelf.tables("costs.toml")["cost"]
    assert {cost["figure"] for cost in listed} <= known


def test_llama_on_an_h100() -> None:
    """6,738,415,616 values of 2 bytes and 2,147,483,648 bytes of cache; 4.02 ms to read them."""
    costs = amounts("llama-2-7b", seq_len="4096", hardware="h100-sxm")
    assert "On 1 h100-sxm, bf16" in costs
    assert costs["Memory for inference, each device"] == "15.62 GB"
    assert costs["Cache, all sequences"] == "2.147 GB"
    assert costs["Time per output token, at least"] == "4.023 ms"
    assert costs["Fewest devices for inference"] == "1 device"
    assert costs["Memory for training, without activations"] == "107.8 GB"


def test_an_encoder_has_a_pass_and_no_cache() -> None:
    costs = amounts("bert-base-uncased")
    assert "Time of a forward pass, at least" in costs
    assert not [title for title in costs if "ache" in title or "token," in title]


def test_a_state_that_does_not_grow_sets_no_longest_context() -> None:
    costs = amounts("mamba2-2.7b")
    assert "Cache, all sequences" in costs
    assert "Longest context that fits" not in costs


def test_a_device_that_is_not_verified_says_so() -> None:
    assert "UNVERIFIED" in amounts("gpt2", hardware="mi350x")["Figures of the device"]
    assert "Figures of the device" not in amounts("gpt2", hardware="h100-sxm")


@pytest.mark.parametrize("name", ["deepseek-v3", "t5-base"])
def test_markdown_says_the_same(name: str) -> None:
    report = build_report(load_model(name))
    text = "".join(as_markdown([report]))
    for title, amount in amounts(name).items():
        assert f"| {title} | {amount} |" in text
