"""What 'show --format cost' says of a model: a few figures, those that apply to it."""

from reportgen import build_report, catalog, load_model
from reportgen.catalog import shelf
from reportgen.listing import as_prices


def said(name: str, **settings: str) -> dict[str, str]:
    """Return the lines of the costs by what they say at the left."""
    report = build_report(load_model(name), settings)
    text = "".join(as_prices([report]))
    block = next(part for part in text.split("\n\n") if part.startswith("On "))
    return dict((line + "  ").split("  ", 1) for line in block.splitlines())


def amounts(name: str, **settings: str) -> dict[str, str]:
    return {title: amount.strip() for title, amount in said(name, **settings).items()}


def test_every_figure_is_in_the_catalogue() -> None:
    known = {quantity.name for quantity in catalog.quantities()}
    listed = shelf.tables("costs.toml")["cost"]
    assert {cost["figure"] for cost in listed} <= known


def test_llama_on_an_h100() -> None:
    """Memory 2 * 6,738,415,616 + 2,147,483,648 bytes; a step reads all but the 131,072,000 values
    of the embedding table at 3.35 TB/s.
    """
    costs = amounts("llama-2-7b", seq_len="4096", hardware="h100-sxm")
    assert "On 1 h100-sxm, bf16" in costs
    assert costs["Memory for inference, each device"] == "15.62 GB"
    assert costs["Cache, all sequences"] == "2.147 GB"
    assert costs["Time per output token, at least"] == "4.587 ms"
    assert costs["Fewest devices for inference"] == "1 device"
    assert costs["Time to the first token, at least"] == "63.62 ms"


def test_an_encoder_has_a_pass_and_no_cache() -> None:
    costs = amounts("bert-base-uncased")
    assert "Time of a forward pass, at least" in costs
    assert not [title for title in costs if "ache" in title or "first token" in title]


def test_a_state_that_does_not_grow_sets_no_longest_context() -> None:
    costs = amounts("mamba2-2.7b")
    assert "Cache, all sequences" in costs
    assert "Longest context that fits" not in costs


def test_a_device_that_is_not_verified_says_so() -> None:
    assert "UNVERIFIED" in amounts("gpt2", hardware="mi350x")["Figures of the device"]
    assert "Figures of the device" not in amounts("gpt2", hardware="h100-sxm")
