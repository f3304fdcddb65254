"""Checks hold for every preset, and can fail."""

import pytest

from reportgen import build_report, catalog, load_model
from tests.models import tiny


@pytest.mark.parametrize("preset", catalog.presets())
def test_every_check_holds(preset: str) -> None:
    assert build_report(load_model(preset)).holds


@pytest.mark.parametrize("name", ["flops_forward", "params_total", "params_active"])
def test_a_wrong_total_fails_a_check(name: str) -> None:
    report = build_report(tiny())
    report.scope[name] += 1
    assert not report.holds
