"""A starter file is a model file that works as it is."""

import tomllib

import pytest

from reportgen import ReportgenError, build_report, catalog
from reportgen.model import read_model
from reportgen.starter import starter


@pytest.mark.parametrize("like", catalog.architectures())
def test_every_architecture_has_a_starter(like: str) -> None:
    model = read_model(tomllib.loads(starter("mine", like)), "mine.toml")
    assert model.name == "mine"


def test_a_starter_like_a_preset_counts_the_same() -> None:
    model = read_model(tomllib.loads(starter("mine", "gpt2-xl")), "mine.toml")
    assert build_report(model).figures["params_total"].value == 1_557_611_200


@pytest.mark.parametrize(("name", "like"), [("a/b", "llama"), ("mine", "lama"), ("=1", "llama")])
def test_what_cannot_be_is_refused(name: str, like: str) -> None:
    with pytest.raises(ReportgenError):
        starter(name, like)
