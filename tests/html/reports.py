"""Reports that the tests of the pages lay out."""

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
    return _sixty_rows(f"{MARKUP} {LONG}", f"=1+1 {MARKUP}")


@cache
def sixty_rows() -> Report:
    """Return the report of an ordinary model of sixty matrix products."""
    return _sixty_rows("Sixty rows", "block5")


def _sixty_rows(title: str, last: str) -> Report:
    said = {
        "name": "sixty",
        "title": title,
        "source": title,
        "inputs": {"d_model": 4096, "num_layers": 12, "context_length": 4096},
        "layer": [
            _layer(name) for name in ("block0", "block1", "block2", "block3", "block4", last)
        ],
    }
    return build_report(read_model(said, "sixty.toml"))


def _layer(name: str) -> dict[str, object]:
    return {
        "name": name,
        "source": name,
        "count": "num_layers // 6",
        "matmul": [_matmul(f"product_{i}" if i else "=2+2") for i in range(10)],
    }


def _matmul(name: str) -> dict[str, object]:
    return {
        "name": name,
        "component": f"part_{len(name) % 3}",
        "m": "batch_size * seq_len",
        "k": "d_model",
        "n": "d_model",
        "weight": True,
    }
