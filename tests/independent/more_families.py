"""What varies in each further family's config.json, by model_type."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.independent import more_dense, more_encoders, more_mixtures
from tests.independent.encoders import bart, positioned
from tests.independent.mutations import Config, Draw, classic, decoder, encoder, wide, windowed

# The classes of a family where its module has those of others, too.
CLASS_PREFIXES: Mapping[str, str] = {
    "qwen2_vl_text": "Qwen2VLText",
    "qwen2_5_vl_text": "Qwen2_5_VLText",
    "qwen3_vl_text": "Qwen3VLText",
    "qwen3_vl_moe_text": "Qwen3VLMoeText",
    "glm4v_text": "Glm4vText",
    "glm4v_moe_text": "Glm4vMoeText",
    "qwen2_5_omni_text": "Qwen2_5OmniThinkerText",
    "qwen3_omni_moe_text": "Qwen3OmniMoeThinkerText",
}
# The bare class where the library's own table does not say it.
BARE = {
    "qwen2_5_omni_text": "Qwen2_5OmniThinkerTextModel",
    "qwen3_omni_moe_text": "Qwen3OmniMoeThinkerTextModel",
}
MORE_FAMILIES: Mapping[str, Callable[[Draw], Config]] = {
    "arcee": wide,
    "apertus": more_dense.apertus,
    "helium": more_dense.even,
    "seed_oss": more_dense.seed_oss,
    "ernie4_5": more_dense.ernie,
    "exaone": more_dense.exaone,
    "exaone4": more_dense.exaone4,
    "hunyuan_v1_dense": wide,
    "dots1": more_mixtures.listed_experts,
    "flex_olmo": more_mixtures.flex_olmo,
    "granitemoeshared": more_mixtures.shared_granite,
    "lfm2_moe": more_mixtures.lfm2_moe,
    "ministral": windowed,
    "ministral3": wide,
    "cwm": windowed,
    "vaultgemma": windowed,
    "nanochat": decoder,
    "solar_open": more_mixtures.solar_open,
    "exaone_moe": more_mixtures.exaone_moe,
    "youtu": more_dense.dense_latent,
    "minicpm3": more_dense.dense_latent,
    "jais2": wide,
    "internlm3": wide,
    "iquestcoder": wide,
    "persimmon": more_dense.persimmon,
    "codegen": more_dense.codegen,
    "gpt_neox_japanese": more_dense.neox_japanese,
    "xglm": more_dense.xglm,
    "biogpt": more_dense.biogpt,
    "gpt-sw3": classic,
    "camembert": positioned,
    "data2vec-text": positioned,
    "xlm-roberta-xl": positioned,
    "roberta-prelayernorm": positioned,
    "electra": more_encoders.electra,
    "ernie": more_encoders.ernie_encoder,
    "megatron-bert": encoder,
    "mpnet": more_encoders.mpnet,
    "nomic_bert": more_encoders.nomic_bert,
    "eurobert": more_encoders.eurobert,
    "roformer": more_encoders.roformer,
    "esm": more_encoders.esm,
    "pegasus": bart,
    "blenderbot": bart,
    "blenderbot-small": bart,
    "marian": more_encoders.marian,
    "m2m_100": bart,
    "plbart": bart,
    "mvp": bart,
    "umt5": more_encoders.umt5,
    "qwen2_vl_text": more_dense.qwen_vl,
    "qwen2_5_vl_text": more_dense.qwen_vl,
    "qwen3_vl_text": more_dense.qwen3_vl,
    "qwen3_vl_moe_text": more_mixtures.qwen3_vl_moe,
    "glm4v_text": more_dense.glm4v,
    "glm4v_moe_text": more_mixtures.glm4v_moe,
    "qwen2_5_omni_text": more_dense.qwen_vl,
    "qwen3_omni_moe_text": more_mixtures.qwen3_vl_moe,
    "bamba": more_dense.bamba,
    "falcon_h1": more_dense.falcon_h1,
    "hunyuan_v1_moe": more_mixtures.hunyuan_moe,
    "glm_moe_dsa": more_mixtures.glm_moe_dsa,
    "afmoe": more_mixtures.afmoe,
}
