"""Configs of every family, mutilated at random: counted right, or refused in clear lines."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen import Report, ReportgenError, build_report, catalog
from reportgen.errors import faults_of
from reportgen.huggingface import load_config, read_config
from reportgen.loading import pruned

DATA = Path(__file__).parent / "data"
MODELS = json.loads((DATA / "families.json").read_text("utf-8"))["models"]
Config = dict[str, Any]
BASES: dict[str, Config] = {
    model["config"]["model_type"]: model["config"] for model in MODELS.values()
}
# A fault of a key begins with the file, one of inputs that do not fit together with the model.
PLACES = ("config.json: ", "m: ")
# Their models are half of a pair such as CLIP, not a language model with towers.
ENCODERS = {"albert", "bert", "deberta-v2", "distilbert", "modernbert", "roberta", "xlm-roberta"}
EXAMPLES = settings(max_examples=12)

# Keys on which no parameter and no product depends, whatever the class.
HARMLESS = {
    "_name_or_path": "x",
    "attention_dropout": 0.5,
    "bos_token_id": 3,
    "initializer_range": 0.5,
    "rms_norm_eps": 0.5,
    "rope_scaling": {"type": "yarn", "factor": 8},
    "transformers_version": "9.9",
    "use_cache": False,
}
# The sizes that every class needs, by the names that config.json files have for them.
SIZES = {
    "vocab_size",
    *("hidden_size", "d_model", "n_embd", "dim"),
    *("num_hidden_layers", "num_layers", "n_layer", "n_layers", "encoder_layers", "decoder_layers"),
}
WRONG_KINDS = st.one_of(
    st.text(max_size=4),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    st.sampled_from([math.nan, math.inf, -math.inf, 0.5, -1, 0, 10**30, -(10**30)]),
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
WHOLES = st.integers(min_value=0, max_value=40) | st.sampled_from([10**9, 2**30, 999_983])


def keys_of(model_type: str) -> list[str]:
    """Return the keys that a config of the family has or that its class may find."""
    said = catalog.architecture(catalog.model_types()[model_type]).huggingface.inputs.values()
    read = {key.partition(".")[0] for each in said for key in each.keys}
    outer = {"architectures", "model_type", "torch_dtype", "quantization_config", "text_config"}
    return sorted(read | outer | BASES[model_type].keys())


@st.composite
def mutilated(draw: st.DrawFn, model_type: str) -> Config:
    """Draw a config of the family, up to four of its keys dropped, replaced or spoilt."""
    config = dict(BASES[model_type])
    for key in draw(st.lists(st.sampled_from(keys_of(model_type)), min_size=1, max_size=4)):
        spoil = draw(st.sampled_from([drop, replaced, resized, shortened, poisoned]))
        spoil(draw, config, key)
    if draw(st.integers(0, 5)) == 5:
        return {"model_type": draw(st.text(max_size=6)), "text_config": config}
    return config


def drop(_: st.DrawFn, config: Config, key: str) -> None:
    config.pop(key, None)


def replaced(draw: st.DrawFn, config: Config, key: str) -> None:
    config[key] = draw(ANY)


def resized(draw: st.DrawFn, config: Config, key: str) -> None:
    config[key] = draw(WHOLES)


def shortened(draw: st.DrawFn, config: Config, key: str) -> None:
    if isinstance(config.get(key), list):
        config[key] = config[key][: draw(WHOLES)]


def poisoned(draw: st.DrawFn, config: Config, key: str) -> None:
    if isinstance(config.get(key), list):
        config[key] = [*config[key][:-1], draw(ANY)]


def report_of(config: Config) -> Report:
    return build_report(pruned(read_config(config, "config.json", "m")))


def refused(config: Config) -> str:
    """Return the faults of a config that must be refused."""
    with pytest.raises(ReportgenError) as raised:
        report_of(config)
    return check_faults(raised.value)


def check_faults(error: ReportgenError) -> str:
    """Check that an error says a line per fault, each with something a terminal can show."""
    faults = faults_of(error)
    assert faults
    assert len(set(faults)) == len(faults)
    for fault in faults:
        assert fault.startswith(PLACES)
        assert fault.isprintable()
        assert 10 < len(fault) < 4000
    return "\n".join(faults)


def check_report(report: Report) -> None:
    """Check that all figures are numbers of things, and that the report agrees with itself."""
    total, active = (report.figures[name].value for name in ("params_total", "params_active"))
    assert isinstance(total, int)
    assert isinstance(active, int)
    assert 0 < active <= total
    for figure in report.figures.values():
        if isinstance(figure.value, (int, float)):
            assert math.isfinite(figure.value)
            assert figure.value >= 0, figure
    assert report.holds


@pytest.mark.parametrize("model_type", BASES)
def test_a_mutilated_config_is_counted_or_refused(model_type: str) -> None:
    @EXAMPLES
    @given(mutilated(model_type))
    def check(config: Config) -> None:
        try:
            report = report_of(config)
            check_report(report)
        except ReportgenError as error:
            check_faults(error)

    check()


@pytest.mark.parametrize("model_type", BASES)
def test_a_size_of_the_wrong_kind_is_refused_by_name(model_type: str) -> None:
    sizes = sorted(SIZES & BASES[model_type].keys()) or ["hidden_size", "num_hidden_layers"]

    @EXAMPLES
    @given(st.sampled_from(sizes), WRONG_KINDS)
    def check(key: str, value: object) -> None:
        said = refused({**BASES[model_type], key: value})
        assert said.startswith(f"config.json: {key}: must be a whole number")

    check()


@EXAMPLES
@given(
    st.sampled_from(sorted(MODELS)),
    st.dictionaries(st.sampled_from(sorted(HARMLESS)) | st.text(min_size=9), ANY, max_size=4),
)
def test_keys_that_nothing_depends_on_change_nothing(name: str, changes: Config) -> None:
    config = {**HARMLESS, **MODELS[name]["config"], **changes}
    assert report_of(config).figures["params_total"].value == MODELS[name]["params_total"]


@pytest.mark.parametrize("name", MODELS)
def test_a_model_inside_a_multimodal_one_is_the_same(name: str) -> None:
    inner = MODELS[name]["config"]
    outer = {
        "model_type": "of-no-family",
        "vision_config": {"hidden_size": 3},
        "text_config": inner,
    }
    if inner["model_type"] in ENCODERS:
        assert "unknown family 'of-no-family'" in refused(outer)
    else:
        assert report_of(outer).figures["params_total"].value == MODELS[name]["params_total"]


@EXAMPLES
@given(st.sampled_from(sorted(BASES)), st.text(max_size=30))
def test_a_family_of_any_name_is_known_or_refused_in_a_line(model_type: str, name: str) -> None:
    said = refused({**BASES[model_type], "model_type": f"{name}\x1b[31m\n"})
    assert said.startswith("config.json: model_type: unknown family")
    assert "\n" not in said


@EXAMPLES
@given(st.sampled_from(sorted(BASES)), st.text(max_size=30))
def test_a_class_of_any_name_is_refused_in_a_line(model_type: str, name: str) -> None:
    said = refused({**BASES[model_type], "architectures": [f"{name}\u202e\n\x07"]})
    assert said.startswith("config.json: architectures: class ")
    assert "\n" not in said


@pytest.mark.parametrize("names", [3, [3], [[]], {"a": 1}, [None, "LlamaModel"], "", [], [""]])
def test_architectures_that_are_no_list_of_names(names: Any) -> None:
    """What cannot name a class is refused; where nothing is said, it is the family's usual one."""
    config = {**BASES["llama"], "architectures": names}
    if not names:
        assert report_of(config).holds
    else:
        assert "architectures: class" in refused(config)


def nested(levels: int) -> str:
    return '{"text_config": ' * levels + json.dumps(BASES["llama"]) + "}" * levels


FILES: dict[str, tuple[str, str]] = {
    "ninety levels": (nested(90), ""),
    "levels past all use": (nested(40_000), "not valid JSON"),
    "a text for a config": ('{"model_type": "llava", "text_config": "llama"}', "unknown family"),
    "an empty config inside": ('{"model_type": "llava", "text_config": {}}', "model_type"),
    "a NaN": ('{"model_type": "llama", "hidden_size": NaN}', "hidden_size: must be a whole number"),
    "a thousand digits": (
        '{"model_type": "llama", "vocab_size": ' + "9" * 1000 + "}",
        "vocab_size",
    ),
    "too many digits": (
        '{"model_type": "llama", "vocab_size": ' + "9" * 9999 + "}",
        "not valid JSON",
    ),
    "half a character": ('{"model_type": "\\ud800"}', "unknown family"),
    "a byte order mark": ("\ufeff" + json.dumps(BASES["llama"]), ""),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_is_counted_or_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, words = FILES[case]
    monkeypatch.chdir(tmp_path)
    file = Path("config.json")
    file.write_text(text, encoding="utf-8")
    if not words:
        check_report(build_report(pruned(load_config(file))))
        return
    with pytest.raises(ReportgenError) as raised:
        load_config(file)
    assert words in check_faults(raised.value)


def test_of_a_key_that_stands_twice_the_last_counts(tmp_path: Path) -> None:
    """As Python's json does it, and with it the classes themselves."""
    file = tmp_path / "config.json"
    text = json.dumps(BASES["llama"])
    file.write_text('{"vocab_size": 1, ' + text[1:], encoding="utf-8")
    assert build_report(load_config(file)).figures == report_of(BASES["llama"]).figures


@pytest.mark.parametrize("model_type", BASES)
def test_a_size_that_is_true_is_refused(model_type: str) -> None:
    """Python's True is a 1, but no class has one layer because a config says true."""
    for key in SIZES & BASES[model_type].keys():
        assert f"config.json: {key}: must be a whole number" in refused(
            {**BASES[model_type], key: True}
        )


LISTS = [
    (model_type, key)
    for model_type, config in BASES.items()
    for key in ("layer_types", "mlp_layer_types", "layers_block_type", "mlp_only_layers")
    if key in config
]


@pytest.mark.parametrize(("model_type", "key"), LISTS)
@pytest.mark.parametrize("value", ["full_attention", "x", {"full_attention": 1}, 3, True])
def test_a_list_of_layers_that_is_none_is_refused(model_type: str, key: str, value: Any) -> None:
    said = refused({**BASES[model_type], key: value})
    assert f"config.json: {key}: must be a list" in said


@pytest.mark.parametrize(("model_type", "key"), LISTS)
@pytest.mark.parametrize("item", [None, 7, [], {}])
def test_a_list_of_kinds_with_something_else_is_refused(
    model_type: str, key: str, item: Any
) -> None:
    if key != "mlp_only_layers":
        said = refused({**BASES[model_type], key: [*BASES[model_type][key][:-1], item]})
        assert f"config.json: {key}: must be a list of words" in said


@pytest.mark.parametrize(
    ("model_type", "key"),
    [("t5", "feed_forward_proj"), ("gemma4_text", "use_bidirectional_attention")],
)
@pytest.mark.parametrize("value", [[1], {}, {"a": 1}])
def test_a_word_that_is_none_is_refused(model_type: str, key: str, value: Any) -> None:
    assert f"config.json: {key}: must be one word" in refused({**BASES[model_type], key: value})


@pytest.mark.parametrize("model_type", [[], {}, 3, True, 0.5])
def test_a_family_that_is_no_text(model_type: Any) -> None:
    """As for a missing one, the model inside is meant, where there is one."""
    outer = {"model_type": model_type, "text_config": BASES["llama"]}
    assert report_of(outer).figures == report_of(BASES["llama"]).figures
    assert "model_type: must be text" in refused({**BASES["llama"], "model_type": model_type})
