"""The worked document's lines against its independent check, and rules against their papers."""

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.reporting import Report

# Checked by hand and independently: line -> (exact, verdict).
DOCUMENT = [
    ("1 Parameters", "Embedding", 80_411_200, "agrees"),
    ("1 Parameters", "LM head", 80_411_200, "agrees"),
    ("1 Parameters", "Attention: queries, keys and values", 7_680_000, "agrees"),
    ("1 Parameters", "Attention: output projection", 2_560_000, "agrees"),
    ("1 Parameters", "Attention: total", 10_240_000, "agrees"),
    ("1 Parameters", "FFN: total", 30_720_000, "agrees"),
    ("1 Parameters", "Block: total", 40_960_000, "agrees"),
    ("1 Parameters", "Total", 2_126_902_400, "agrees, truncated"),
    ("1 Parameters", "Closed form", 2_126_902_400, "agrees"),
    ("1 Parameters", "Memory in fp32", 8_508_230_400, "agrees loosely"),
    ("1 Parameters", "More than GPT-2 in one FFN layer", 10_240_000, "agrees"),
    ("1 Parameters", "GPT-2 reuses the embedding for the head", 80_411_200, "agrees"),
    ("1 Parameters", "Original GPT-2 XL", 1_557_611_200, "agrees, truncated"),
    ("2 FLOPs", "Embedding", 0, "a convention"),
    ("2 FLOPs", "LM head", 164_682_137_600, "agrees, truncated"),
    ("2 FLOPs", "Attention: queries, keys and values", 15_728_640_000, "agrees, truncated"),
    ("2 FLOPs", "Attention: scores", 3_355_443_200, "agrees, truncated"),
    ("2 FLOPs", "Attention: weighted values", 3_355_443_200, "agrees, truncated"),
    ("2 FLOPs", "Attention: output projection", 5_242_880_000, "agrees, truncated"),
    ("2 FLOPs", "Attention: total", 27_682_406_400, "rounding of rounded parts"),
    ("2 FLOPs", "FFN: total", 62_914_560_000, "rounding of rounded parts"),
    ("2 FLOPs", "Block", 90_596_966_400, "rounding of rounded parts"),
    ("2 FLOPs", "Total", 4_513_336_524_800, "wrong"),
    ("2 FLOPs", "Closed form", 4_513_336_524_800, "wrong"),
]


@pytest.fixture(scope="module")
def xl() -> Report:
    return build_report(load_model("cs336-gpt2-xl"))


@pytest.mark.parametrize(("part", "name", "exact", "verdict"), DOCUMENT)
def test_a_line_of_the_document(xl: Report, part: str, name: str, exact: int, verdict: str) -> None:
    [line] = [line for line in xl.lines if (line.part, line.line) == (part, name)]
    assert xl.value(line.exact) == exact
    assert xl.value(line.verdict) == verdict


def test_the_document_s_own_closed_form_evaluated(xl: Report) -> None:
    [line] = [line for line in xl.lines if (line.part, line.line) == ("2 FLOPs", "Closed form")]
    assert line.number is not None
    assert xl.value(line.number) == 2_500_070_604_800


def test_only_the_document_s_own_model_is_held_against_it() -> None:
    assert build_report(load_model("cs336-gpt2-small")).lines == ()


def rule(preset: str, name: str) -> float:
    report = build_report(load_model(preset))
    [found] = [rule for rule in report.rules if rule.name == name]
    return float(report.value(found.relative))


def test_kaplan_s_rule_leaves_attention_out_of_gpt2() -> None:
    """2N per token with N = all parameters of GPT-2 small: 2 * 124,439,808 * 1024 of 291.6 G."""
    assert rule("gpt2", "rule_two_n") == pytest.approx(2 * 124_439_808 * 1024 / 291_648_307_200 - 1)


def test_palm_is_close_on_gpt2() -> None:
    """Measured on GPT-2 small by others: +0.085 %."""
    assert rule("gpt2", "rule_palm") == pytest.approx(0.00085, abs=0.00001)


def test_narayanan_reproduces_gpt2_xl_exactly() -> None:
    """24 B s l h^2 (1 + s/6h + V/12lh), times three, is exact for GPT with a width of 4h."""
    assert rule("gpt2-xl", "rule_narayanan") == 0


def test_a_rule_that_says_nothing_new_is_left_out() -> None:
    names = [rule.name for rule in build_report(load_model("gpt2")).rules]
    assert "rule_two_n_active" not in names


@pytest.mark.parametrize("preset", catalog.presets())
def test_the_numbers_in_a_reason_add_up_to_the_difference(preset: str) -> None:
    """What a sentence says of the parts must be the whole of what it explains."""
    report = build_report(load_model(preset))
    for rule in report.rules:
        parts = [float(report.value(hole.formula)) * 1e9 for hole in rule.why.live]
        if len(parts) < 2:
            continue
        sign = -1 if "exact count has" in rule.why.parts[0] else 1
        difference = float(report.value(rule.difference))
        assert sign * sum(parts) == pytest.approx(difference, rel=1e-9, abs=1), rule.name
