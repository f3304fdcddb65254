"""Reports that the tests of the pages lay out."""

from functools import cache

from reportgen import build_report, load_model
from reportgen.html.page import page
from reportgen.model import read_model
from reportgen.report import Report

MARKUP = "</script><b>\"Fish\" & 'chips'</b>"
LONG = "x" * 10_000


@cache
def report(name: str, **settings: str) -> Report:
    """Return the report of a preset."""
    return build_report(load_model(name), settings)


@cache
def page_of(name: str) -> str:
    """Return the page of a preset."""
    return page(report(name))


@cache
def hostile() -> Report:
    """Return the report of a model whose texts are markup, formulas or endless, in sixty rows."""
    return build_report(
        read_model(
            {
                "name": "hostile",
                "title": f"{MARKUP} {LONG}",
                "source": f"{MARKUP} {LONG}",
                "inputs": {"d_model": 4096, "num_layers": 12, "context_length": 4096},
                "layer": [_layer(f"block{i}") for i in range(5)] + [_layer(f"=1+1 {MARKUP}")],
            },
            "hostile.toml",
        )
    )


def _layer(name: str) -> dict[str, object]:
    return {
        "name": name,
        "source": MARKUP,
        "count": "num_layers // 6",
        "matmul": [_matmul(f"product_{i}" if i else "=2+2") for i in range(10)],
    }


def _matmul(name: str) -> dict[str, object]:
    return {
        "name": name,
        "component": f"part{len(name) % 3} {MARKUP}",
        "m": "batch_size * seq_len",
        "k": "d_model",
        "n": "d_model",
        "weight": True,
    }
