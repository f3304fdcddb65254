"""Workbooks written, and read back."""

import json
from pathlib import Path
from typing import Any

from reportgen import Report, build_report, load_model
from reportgen.xlsx.book import write_book
from tests.running import run


def written(report: Report, name: str = "edited.xlsx") -> Path:
    write_book(report, Path(name))
    return Path(name)


def back(path: Path, **settings: Any) -> Report:
    return build_report(load_model(str(path)), settings)


def shown(*arguments: str) -> Any:
    ended = run("show", "--format", "json", *arguments)
    assert ended.status == 0, ended.err
    found = json.loads(ended.out)
    # Closed forms take for granted what was usual when they were made.
    return {key: found[key] for key in ("model", "inputs", "params", "flops", "figures", "matmuls")}
