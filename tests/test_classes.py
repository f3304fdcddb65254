"""The class that a config names decides which head is counted."""

from typing import Any

import pytest

from reportgen import build_report
from reportgen.huggingface import read_config
from tests.configs import LLAMA_2_7B, params


def test_a_class_without_a_head() -> None:
    assert params(architectures=["LlamaModel"]) == LLAMA_2_7B - 32000 * 4096


def test_a_pooler_is_the_class_s_choice() -> None:
    """BertModel has a pooler of d^2 + d; BertForMaskedLM has none but a head."""
    bert = {"model_type": "bert", "architectures": ["BertModel"]}
    report = build_report(read_config(bert, "config.json", "bert"))
    assert report.figures["params_total"].value == 109_482_240


@pytest.mark.parametrize(
    ("changes", "scores"),
    [
        ({"architectures": ["LlamaForSequenceClassification"]}, 2 * 4096),
        ({"architectures": ["LlamaForSequenceClassification"], "num_labels": 5}, 5 * 4096),
        ({"architectures": ["LlamaForSequenceClassification"], "id2label": {"0": "good"}}, 4096),
        ({"architectures": ["LlamaForTokenClassification"], "num_labels": 5}, 5 * 4096 + 5),
        ({"architectures": ["LlamaForQuestionAnswering"]}, 2 * 4096 + 2),
    ],
)
def test_a_class_that_judges_has_scores_instead_of_logits(
    changes: dict[str, Any], scores: int
) -> None:
    assert params(**changes) == LLAMA_2_7B - 32000 * 4096 + scores


def test_labels_are_no_matter_where_nothing_is_judged() -> None:
    assert params(id2label=7) == LLAMA_2_7B
