"""A summary: what an index or a comparison says of one report, in plain values that pickle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from reportgen.figures import as_number
from reportgen.reporting import Report

ATTENTION_CORE = "attention_core"


@dataclass(frozen=True)
class Summary:
    """The figures of one report that models are compared by.

    `flops_shares` has each component's part of the forward FLOPs, `component_titles` its title.
    FLOPs are whole numbers unless a counting convention halves them.
    """

    name: str
    title: str
    architecture: str
    params_total: int
    params_active: int
    flops_forward: int | float
    seq_len: int
    batch_size: int
    flops_per_token: int | float
    bytes_per_value: int | float
    weights_bytes: int | float
    attention_core: int | float
    flops_shares: Mapping[str, float]
    component_titles: Mapping[str, str]
    holds: bool

    @property
    def attention_core_share(self) -> float:
        """Return the part of the forward FLOPs that attention's core takes."""
        return self.flops_shares.get(ATTENTION_CORE, 0.0)


def summarize(report: Report) -> Summary:
    """Return the summary of a report."""
    totals = report.totals.exact
    components = cast("list[str]", totals["component"])
    shares = [float(share) for share in totals["flops_share"]]
    titles = cast("list[str]", totals["title"])
    return Summary(
        name=report.model.name,
        title=report.model.title,
        architecture=report.model.architecture,
        params_total=int(_figure(report, "params_total")),
        params_active=int(_figure(report, "params_active")),
        flops_forward=_figure(report, "flops_forward"),
        seq_len=cast(int, report.inputs.values["seq_len"]),
        batch_size=cast(int, report.inputs.values["batch_size"]),
        flops_per_token=_figure(report, "flops_per_token"),
        bytes_per_value=cast("int | float", report.inputs.values["bytes_per_value"]),
        weights_bytes=_figure(report, "weights_bytes"),
        attention_core=_figure(report, "flops_attention_core"),
        flops_shares=dict(zip(components, shares, strict=True)),
        component_titles=dict(zip(components, titles, strict=True)),
        holds=report.holds,
    )


def _figure(report: Report, name: str) -> int | float:
    return cast("int | float", as_number(report.figures[name].value))
