"""Reports that the tests of the pages lay out."""

from collections.abc import Mapping
from functools import cache

from reportgen import build_report, load_model
from reportgen.html.page import page
from reportgen.model import read_model
from reportgen.reporting import Report

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
    """Return the report of a model whose texts are markup, formulas or endless."""
    names = [f"product_{i}" if i else "=2+2" for i in range(10)]
    matmuls = [_matmul(name, f"part_{len(name) % 3}", "d_model", "d_model") for name in names]
    layers = ["block0", "block1", "block2", "block3", "block4", f"=1+1 {MARKUP}"]
    return _report(f"{MARKUP} {LONG}", dict.fromkeys(layers, matmuls))


@cache
def sixty_rows() -> Report:
    """Return the report of a model of sixty matrix products that all differ."""
    return _report("Sixty rows", {f"block{i}": _products(i) for i in range(6)})


def _products(block: int) -> list[dict[str, object]]:
    return [
        _matmul(f"product_{block}_{i}", f"part_{block}", f"{i + 1} * d_model", f"d_model + {block}")
        for i in range(10)
    ]


def _matmul(name: str, component: str, k: str, n: str) -> dict[str, object]:
    sizes = {"m": "batch_size * seq_len", "k": k, "n": n}
    return {"name": name, "component": component, "weight": True, **sizes}


def _report(title: str, layers: Mapping[str, list[dict[str, object]]]) -> Report:
    said = {
        "name": "sixty",
        "title": title,
        "source": title,
        "inputs": {"d_model": 4096, "num_layers": 12, "context_length": 4096},
        "layer": [
            {"name": name, "source": name, "count": "num_layers // 6", "matmul": matmuls}
            for name, matmuls in layers.items()
        ],
    }
    return build_report(read_model(said, "sixty.toml"))
