"""What varies in each family's config.json, by model_type."""

from __future__ import annotations

from collections.abc import Mapping

from tests.independent import classics, dense, encoders, mixtures
from tests.independent.hybrids import HYBRIDS
from tests.independent.mutations import (
    Family,
    classic,
    encoder,
    latent,
    mlp_types,
    qwen_experts,
    wide,
    windowed,
    with_experts,
)

# Classes beside the models' own and the one without a head.
CLASSES: Mapping[str, tuple[str, ...]] = {
    "bert": ("BertLMHeadModel", "BertForPreTraining", "BertForNextSentencePrediction"),
    "roberta": ("RobertaForCausalLM",),
    "xlm-roberta": ("XLMRobertaForCausalLM",),
    "albert": ("AlbertForMaskedLM",),
    "deberta-v2": ("DebertaV2ForMaskedLM",),
    "t5": ("T5EncoderModel",),
    "mt5": ("MT5EncoderModel",),
    "gemma3n_text": ("Gemma3nForCausalLM",),
    "falcon_mamba": ("FalconMambaForCausalLM",),
}
FAMILIES: Mapping[str, Family] = {
    **dict.fromkeys(
        ("llama", "glm", "glm4", "nemotron", "olmo", "olmo2", "granite", "bitnet"), wide
    ),
    **dict.fromkeys(("gemma", "gemma2"), dense.gemma),
    "olmo3": windowed,
    **dict.fromkeys(("cohere2", "gemma3_text"), dense.patterned),
    **dict.fromkeys(("mistral", "phi3"), dense.one_window),
    **dict.fromkeys(("qwen2", "qwen3"), dense.qwen),
    "cohere": dense.cohere,
    "stablelm": dense.stablelm,
    "starcoder2": dense.starcoder2,
    "smollm3": dense.smollm3,
    "phi": dense.phi,
    "mixtral": mixtures.experts(base=dense.one_window),
    "minimax_m2": lambda draw: {**with_experts(draw, wide(draw)), "rotary_dim": draw.one(4, 8)},
    "granitemoe": mixtures.experts(),
    "olmoe": mixtures.experts("num_experts"),
    "qwen2_moe": mixtures.qwen2_moe,
    "qwen3_moe": lambda draw: qwen_experts(draw, dense.qwen(draw)),
    "gpt_oss": mixtures.gpt_oss,
    "phimoe": mixtures.phimoe,
    "ernie4_5_moe": mixtures.ernie,
    "glm4_moe": mixtures.glm4_moe,
    "jetmoe": mixtures.jetmoe,
    "llama4_text": mixtures.llama4,
    "dbrx": mixtures.dbrx,
    **dict.fromkeys(("deepseek_v2", "deepseek_v3"), latent),
    "glm4_moe_lite": lambda draw: mlp_types(draw, latent(draw)),
    "deepseek_v32": mixtures.deepseek_v32,
    "kimi_linear": mixtures.kimi,
    "mimo_v2_flash": mixtures.mimo,
    "minimax": mixtures.minimax,
    "longcat_flash": mixtures.longcat,
    **dict.fromkeys(("gpt2", "openai-gpt"), classic),
    "gpt_bigcode": classics.gpt_bigcode,
    "gpt_neo": classics.gpt_neo,
    "gptj": classics.gptj,
    "gpt_neox": classics.gpt_neox,
    "opt": classics.opt,
    "bloom": classics.bloom,
    "mpt": classics.mpt,
    "falcon": classics.falcon,
    "rwkv": classics.rwkv,
    "bert": encoder,
    **dict.fromkeys(("roberta", "xlm-roberta"), encoders.positioned),
    "distilbert": encoders.distilbert,
    "albert": encoders.albert,
    "deberta-v2": encoders.deberta,
    "modernbert": encoders.modernbert,
    **dict.fromkeys(("bart", "mbart"), encoders.bart),
    **dict.fromkeys(("t5", "mt5"), encoders.t5),
    **HYBRIDS,
}
