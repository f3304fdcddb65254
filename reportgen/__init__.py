"""Resource accounting of transformer language models, as tables, workbooks and pages.

>>> import reportgen
>>> gpt2 = reportgen.report("gpt2", seq_len=512)
>>> gpt2.figures["params_total"].value
124439808
>>> gpt2.figures["weights_gb"].number
0.248879616

A figure's `value` is exact: an int, a Fraction where it is not whole, or a text; `number` is the
same as a float.

Names are imported when they are first used, so that the command line starts quickly.
"""

from __future__ import annotations

TYPE_CHECKING = False  # The module `typing` would take longer to load than all the rest here.
if TYPE_CHECKING:
    from typing import Any

    from reportgen.building import build_report, report
    from reportgen.errors import (
        FormulaError,
        InputError,
        OutputError,
        ReportgenError,
        SpecError,
        UnknownNameError,
    )
    from reportgen.loading import load_model
    from reportgen.model import Model
    from reportgen.reporting import Report

_HOMES = {
    "FormulaError": "errors",
    "InputError": "errors",
    "Model": "model",
    "OutputError": "errors",
    "Report": "reporting",
    "ReportgenError": "errors",
    "SpecError": "errors",
    "UnknownNameError": "errors",
    "build_report": "building",
    "load_model": "loading",
    "report": "building",
}

__version__ = "0.1.0"
__all__ = [
    "FormulaError",
    "InputError",
    "Model",
    "OutputError",
    "Report",
    "ReportgenError",
    "SpecError",
    "UnknownNameError",
    "build_report",
    "load_model",
    "report",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'reportgen' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"reportgen.{_HOMES[name]}"), name)
