"""Checkpoints reconciled with their configs, tensor by tensor and in their totals."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen import ReportgenError, catalog
from reportgen.catalog import shelf
from reportgen.checkpoint.expected import needs_of
from reportgen.checkpoint.reconciling import Reconciliation, check_checkpoint, reconcile
from reportgen.checkpoint.safetensors import Tensor
from reportgen.checkpoint.settling import PAST
from reportgen.checkpoint.shards import Checkpoint
from reportgen.huggingface import read_config
from reportgen.loading import pruned
from tests.checkpoints import (
    DEEPSEEK,
    LLAMA,
    LLAMA_BLOCK,
    LLAMA_ENDS,
    Arrays,
    arrays,
    blocks,
    deepseek,
    found,
    llama,
    write,
    write_shards,
)
from tests.running import run

DATA = Path(__file__).parent / "data"
FAMILIES: dict[str, Any] = json.loads((DATA / "families.json").read_text("utf-8"))["models"]
KEPT = json.loads((DATA / "tensors.json").read_text("utf-8"))

GPT2 = {
    "model_type": "gpt2",
    "vocab_size": 11,
    "n_positions": 6,
    "n_embd": 8,
    "n_layer": 2,
    "n_head": 2,
}
GPT2_BLOCK = {
    "ln_1.weight": (8,),
    "ln_1.bias": (8,),
    "attn.c_attn.weight": (8, 24),
    "attn.c_attn.bias": (24,),
    "attn.c_proj.weight": (8, 8),
    "attn.c_proj.bias": (8,),
    "ln_2.weight": (8,),
    "ln_2.bias": (8,),
    "mlp.c_fc.weight": (8, 32),
    "mlp.c_fc.bias": (32,),
    "mlp.c_proj.weight": (32, 8),
    "mlp.c_proj.bias": (8,),
}
GPT2_ENDS = {"wte.weight": (11, 8), "wpe.weight": (6, 8), "ln_f.weight": (8,), "ln_f.bias": (8,)}

MIXTRAL = {**LLAMA, "model_type": "mixtral", "num_local_experts": 3}
ATTENTION = {name: shape for name, shape in LLAMA_BLOCK.items() if not name.startswith("mlp")}
W1, W2 = (12, 8), (8, 12)
EXPERTS = blocks("experts.", 3, {"w1.weight": W1, "w2.weight": W2, "w3.weight": W1})
HUB_MOE = {f"block_sparse_moe.{name}": shape for name, shape in EXPERTS.items()}
HUB_MOE["block_sparse_moe.gate.weight"] = (3, 8)
CLASS_MOE = {
    "mlp.experts.gate_up_proj": (3, 24, 8),
    "mlp.experts.down_proj": (3, 8, 12),
    "mlp.gate.weight": (3, 8),
}

BERT = {
    "model_type": "bert",
    "architectures": ["BertForMaskedLM"],
    "vocab_size": 11,
    "hidden_size": 8,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 12,
    "max_position_embeddings": 6,
}
BERT_BLOCK = {
    **{f"attention.self.{name}.weight": (8, 8) for name in ("query", "key", "value")},
    **{f"attention.self.{name}.bias": (8,) for name in ("query", "key", "value")},
    "attention.output.dense.weight": (8, 8),
    "attention.output.dense.bias": (8,),
    "attention.output.LayerNorm.gamma": (8,),
    "attention.output.LayerNorm.beta": (8,),
    "intermediate.dense.weight": (12, 8),
    "intermediate.dense.bias": (12,),
    "output.dense.weight": (8, 12),
    "output.dense.bias": (8,),
    "output.LayerNorm.gamma": (8,),
    "output.LayerNorm.beta": (8,),
}
BERT_ENDS = {
    "bert.embeddings.word_embeddings.weight": (11, 8),
    "bert.embeddings.position_embeddings.weight": (6, 8),
    "bert.embeddings.token_type_embeddings.weight": (2, 8),
    "bert.embeddings.LayerNorm.gamma": (8,),
    "bert.embeddings.LayerNorm.beta": (8,),
    "cls.predictions.transform.dense.weight": (8, 8),
    "cls.predictions.transform.dense.bias": (8,),
    "cls.predictions.transform.LayerNorm.gamma": (8,),
    "cls.predictions.transform.LayerNorm.beta": (8,),
    "cls.predictions.bias": (11,),
}

SMALL: dict[str, tuple[dict[str, Any], Arrays]] = {
    "llama": (LLAMA, llama()),
    "gpt2 of the hub": (GPT2, arrays({**GPT2_ENDS, **blocks("h.", 2, GPT2_BLOCK)})),
    "gpt2 of the class": (
        GPT2,
        {
            f"transformer.{n}": t
            for n, t in arrays({**GPT2_ENDS, **blocks("h.", 2, GPT2_BLOCK)}).items()
        },
    ),
    "mixtral of the hub": (
        MIXTRAL,
        arrays({**LLAMA_ENDS, **blocks("model.layers.", 2, {**ATTENTION, **HUB_MOE})}),
    ),
    "mixtral of the class": (
        MIXTRAL,
        arrays({**LLAMA_ENDS, **blocks("model.layers.", 2, {**ATTENTION, **CLASS_MOE})}),
    ),
    "bert of the hub": (
        BERT,
        arrays({**BERT_ENDS, **blocks("bert.encoder.layer.", 2, BERT_BLOCK)}),
    ),
    "deepseek_v3": (DEEPSEEK, deepseek()),
}


@pytest.mark.parametrize("case", SMALL)
def test_a_checkpoint_that_is_whole_agrees(case: str, tmp_path: Path) -> None:
    config, tensors = SMALL[case]
    result = found(tmp_path, config, tensors)
    assert result.differences == ()
    assert (result.matched, result.nameless) == (len(tensors), ())


@pytest.mark.parametrize("case", SMALL)
def test_whatever_tensor_is_missing_is_named(case: str, tmp_path: Path) -> None:
    config, tensors = SMALL[case]
    name = list(tensors)[len(tensors) // 2]
    (only,) = found(tmp_path, config, {n: t for n, t in tensors.items() if n != name}).differences
    assert (only.kind, only.tensors, only.values) == ("missing", 1, -tensors[name].size)


def reconciled(name: str, kept: str) -> Reconciliation:
    """Return how a family's tensors, as `kept` names them, compare with its config."""
    config, tensors = FAMILIES[name]["config"], []
    blocks = config.get("num_hidden_layers") or config.get("num_layers", 1)
    for place, *shape, count in KEPT[kept][name]:
        for i in range(count):
            own = KEPT["names"][place]
            inner, outer = divmod(i, blocks) if own.count("{}") == 2 else (0, i)
            own = own.replace("{}", str(outer), 1).replace("{}", str(inner))
            tensors.append(Tensor(own, "BF16", tuple(shape), "model.safetensors"))
    model = pruned(read_config(config, "config.json", "model"))
    return reconcile(model, Checkpoint(Path("config.json"), (), tuple(tensors)), "bfloat16")


@pytest.mark.parametrize("name", FAMILIES)
def test_the_class_of_every_family_agrees(name: str) -> None:
    result = reconciled(name, "models")
    assert result.differences == ()
    assert (result.matched, result.nameless) == (result.tensors, ())
    assert result.expected_values == FAMILIES[name]["params_total"]


@pytest.mark.parametrize("name", KEPT["saved"])
def test_what_the_classes_save_has_no_more_than_buffers(name: str) -> None:
    result = reconciled(name, "saved")
    assert result.agrees
    assert all(each.why.startswith("a buffer") for each in result.differences)


def test_every_name_belongs_to_a_row() -> None:
    used = {(row, str(said)) for name in catalog.architectures() for row, said in used_names(name)}
    for file, said in shelf.files("architectures"):
        own = {(row, str(names)) for row, names in said.get("tensors", {}).items() if row != "like"}
        assert own <= used, file


def used_names(architecture: str) -> list[tuple[str, Any]]:
    """Return what an architecture's table says of its rows."""
    table, rows = catalog.tensors(architecture), set[str]()
    for call in catalog.architecture(architecture).calls:
        rows |= {f"{call.name}.{part}" for part in parts_of(call.use)}
    rows |= {f"{row}.bias" for row in rows}
    rows |= {row.rpartition(".")[2] for row in rows}
    return [(row, said) for row, said in table.items() if row in rows]


def parts_of(use: Any) -> set[str]:
    spec = catalog.layer(use) if isinstance(use, str) else use
    own = {part.name for part in (*spec.matmuls, *spec.others)}
    return own.union(*(parts_of(call.use) for call in spec.calls))


def test_another_shape_is_told_with_both(tmp_path: Path) -> None:
    tensors = llama() | arrays({"model.layers.1.mlp.up_proj.weight": (13, 8)})
    (only,) = found(tmp_path, LLAMA, tensors).differences
    assert (only.kind, only.expected, only.found) == ("shape", "[12, 8]", "[13, 8]")
    assert only.examples == ["model.layers.1.mlp.up_proj.weight"]
    assert (only.row, only.values) == ("decoder.ffn.up", 8)


def test_a_matrix_on_its_side_is_another_shape(tmp_path: Path) -> None:
    tensors = llama() | arrays({"model.layers.1.mlp.up_proj.weight": (8, 12)})
    (only,) = found(tmp_path, LLAMA, tensors).differences
    assert (only.kind, only.found, only.values) == ("shape", "[8, 12]", 0)


def test_another_type_than_the_config_says(tmp_path: Path) -> None:
    tensors = llama() | arrays({"model.norm.weight": (8,)}, "float16")
    (only,) = found(tmp_path, LLAMA, tensors).differences
    assert (only.kind, only.expected, only.found) == ("dtype", "F32", "F16")
    assert found(tmp_path, {**LLAMA, "torch_dtype": None}, tensors).agrees
    assert found(tmp_path, {**LLAMA, "quantization_config": {"bits": 8}}, tensors).agrees


def test_the_language_model_of_a_multimodal_checkpoint(tmp_path: Path) -> None:
    config = {"model_type": "llava", "text_config": LLAMA}
    tensors = {f"language_model.{name}": tensor for name, tensor in llama().items()}
    assert found(tmp_path, config, tensors).agrees


def test_a_block_past_the_last_stands_in_for_none(tmp_path: Path) -> None:
    tensors = llama() | arrays(blocks("model.layers.", 3, LLAMA_BLOCK))
    del tensors["model.layers.0.mlp.up_proj.weight"]
    first, *others = found(tmp_path, LLAMA, tensors).differences
    assert (first.kind, first.examples) == ("missing", ["model.layers.0.mlp.up_proj.weight"])
    assert {each.why for each in others} == {PAST}
    assert len(others) == len(LLAMA_BLOCK)


def test_an_expert_that_is_missing_is_named(tmp_path: Path) -> None:
    tensors = dict(SMALL["deepseek_v3"][1])
    del tensors["model.layers.2.mlp.experts.1.up_proj.weight"]
    (only,) = found(tmp_path, DEEPSEEK, tensors).differences
    assert only.examples == ["model.layers.2.mlp.experts.1.up_proj.weight"]


def test_layers_that_are_missing_are_named(tmp_path: Path) -> None:
    result = found(tmp_path, {**LLAMA, "num_hidden_layers": 4}, llama())
    assert {each.kind for each in result.differences} == {"missing"}
    assert result.differences[-1].examples == [
        f"model.layers.{i}.post_attention_layernorm.weight" for i in (2, 3)
    ]


def test_a_family_without_names_is_compared_by_shape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "tensors", lambda _: {})
    tensors = {f"t{i}": tensor for i, tensor in enumerate(llama().values())}
    result = found(tmp_path, LLAMA, tensors)
    assert result.agrees
    assert "decoder.attention.q_proj" in result.nameless
    ended = run("check-checkpoint", tmp_path)
    assert "is not known; compared by shape and count only." in ended.out
    (only,) = found(tmp_path, LLAMA, {**tensors, "t1": np.zeros(9, "float32")}).differences[:1]
    assert only.kind == "missing"


def test_expected_tensors_add_up_to_the_parameters() -> None:
    model = pruned(read_config(LLAMA, "config.json", "model"))
    assert sum(need.count * need.size for need in needs_of(model)) == 1_176


@pytest.mark.parametrize("through", ["folder", "index", "file"])
def test_the_command_says_that_all_is_well(through: str, tmp_path: Path) -> None:
    path = write_shards(tmp_path, LLAMA, llama()) if through == "index" else tmp_path
    if through != "index":
        write(tmp_path, LLAMA, llama())
    ended = run("check-checkpoint", path / "model.safetensors" if through == "file" else path)
    assert (ended.status, ended.err) == (0, "")
    assert "All 21 tensors match." in ended.out


def test_the_command_ends_with_1_where_tensors_differ(tmp_path: Path) -> None:
    tensors = llama()
    del tensors["model.layers.1.self_attn.q_proj.weight"]
    write(tmp_path, LLAMA, tensors)
    ended = run("check-checkpoint", tmp_path)
    assert (ended.status, ended.err) == (1, "")
    assert "1 x model.layers.{}.self_attn.q_proj.weight (decoder.attention.q_proj)" in ended.out
    ended = run("check-checkpoint", tmp_path, "--format", "json")
    said = json.loads(ended.out)
    assert (ended.status, said["agrees"], len(said["differences"])) == (1, False, 1)
    assert said["parameters"] == {"expected": 1176, "held": 1112, "difference": -64}
    assert said["tensors"] == {"held": 20, "matched": 20}
    assert said["differences"][0]["examples"] == ["model.layers.1.self_attn.q_proj.weight"]


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_the_command_ends_with_2_where_a_file_is_missing(missing: str, tmp_path: Path) -> None:
    (write(tmp_path, LLAMA, llama()) / missing).unlink()
    ended = run("check-checkpoint", tmp_path)
    assert (ended.status, ended.out, len(ended.faults)) == (2, "", 1)


def test_what_is_no_checkpoint_is_told(tmp_path: Path) -> None:
    assert run("check-checkpoint", tmp_path / "none").status == 2
    (tmp_path / "a.bin").write_bytes(b"")
    with pytest.raises(ReportgenError, match="not a checkpoint; give a folder"):
        check_checkpoint(tmp_path / "a.bin")
    assert run("check-checkpoint", "--help").status == 0
