"""A model file that is asked for, and a run that is refused as it should be."""

from pathlib import Path

from tests.running import Run, run

GOOD = """
architecture = "llama"
[inputs]
vocab_size = 100
context_length = 16
num_layers = 2
d_model = 16
num_heads = 4
d_ff = 24
"""


WHOLE = "must be a whole number from 1 to 1,000,000,000; got"


def given(text: str | bytes, name: str = "bad.toml") -> Run:
    """Ask for the report of a model file that holds this."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    Path(name).write_bytes(text)
    return run("report", name)


def refuse(ended: Run, *said: str) -> None:
    """Check that a run was refused with these faults and no others, and wrote nothing."""
    assert ended.status == 2
    assert ended.out == ""
    assert len(ended.faults) == len(said), ended.err
    for fault, words in zip(ended.faults, said, strict=True):
        assert fault.startswith("reportgen: ")
        assert words in fault
        assert fault.isprintable()
    assert not Path("output").exists()
