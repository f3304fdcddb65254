"""The schema accepts what the reader accepts and refuses what it refuses."""

from typing import Any

import jsonschema
import pytest

from reportgen import SpecError
from reportgen.model import read_model
from reportgen.schema import model_schema
from tests.models import TINY

MATMUL = {"name": "w", "m": "tokens", "k": "d_model", "n": 3, "weight": True}
OWN = {
    "name": "own",
    "layer": [
        {"name": "a", "count": "num_layers", "matmul": [MATMUL]},
        {"name": "b", "use": "ffn", "with": {"d_ff": "4 * d_model"}},
        {"name": "c", "parameter": [{"name": "gain", "shape": ["d_model", 2]}]},
    ],
    "inputs": {"d_model": 4, "num_layers": 2, "context_length": {"value": 8, "unit": "tokens"}},
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found = model_schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return found


@pytest.mark.parametrize("said", [TINY, OWN], ids=["architecture", "own layers"])
def test_a_model_file_passes(schema: dict[str, Any], said: dict[str, Any]) -> None:
    jsonschema.validate(said, schema)
    read_model(said, "model.toml")


@pytest.mark.parametrize(
    "said",
    [
        {**TINY, "titel": "x"},
        {**TINY, "inputs": [1]},
        {**TINY, "notes": "one"},
        {**TINY, "architecture": "lama"},
        {"name": "a", "layer": [{"name": "b", "matmul": [{**MATMUL, "weights": True}]}]},
        {"name": "a", "layer": [{"name": "b", "matmul": [{"name": "w", "m": "1", "k": "1"}]}]},
    ],
)
def test_what_is_wrong_is_wrong_for_both(schema: dict[str, Any], said: dict[str, Any]) -> None:
    with pytest.raises(SpecError):
        read_model(said, "model.toml")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(said, schema)
