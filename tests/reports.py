"""Reports of presets, and their figures as numbers."""

from typing import Any

from reportgen import build_report, load_model
from reportgen.reporting import Report


def report(preset: str, **settings: Any) -> Report:
    return build_report(load_model(preset), settings)


def value(report: Report, name: str) -> float:
    return report.figures[name].number
