"""One page of every kind that is published, as files for the programs that judge web pages."""

from collections.abc import Callable
from pathlib import Path

from reportgen.brand import Brand
from reportgen.diff import diff
from reportgen.html.diff import diff_page
from reportgen.html.index import index
from reportgen.html.page import page
from reportgen.look import PLAIN, Look
from reportgen.mail.message import mail
from reportgen.summary import summarize
from tests.html.reports import page_of, report

# A dense decoder, a mixture with latent attention, a hybrid with a state space, an encoder, and
# both with one another.
MODELS = ["llama-3-8b", "deepseek-v3", "jamba-v0.1", "bert-base-uncased", "t5-base"]
LOGO = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
BRANDED = Look(brand=Brand("Example & Sons", LOGO, "For example", "#8a1c4a", "#f09cc0"))


def _index() -> str:
    return index([summarize(report(name)) for name in MODELS], {"broken": "It has no layers."})


PAGES: dict[str, Callable[[], str]] = {
    **{name: lambda name=name: page_of(name) for name in MODELS},
    "branded": lambda: page(report("gpt2"), BRANDED),
    "index": _index,
    "diff": lambda: diff_page(diff(report("llama-2-7b"), report("mixtral-8x7b"))),
}
MAILS: dict[str, Callable[[], str]] = {
    "mail": lambda: mail(report("jamba-v0.1"), PLAIN, b"").html,
    "branded-mail": lambda: mail(report("gpt2"), BRANDED, b"").html,
}


def published(name: str, folder: Path) -> Path:
    """Write a page, or the HTML part of a mail, and return its path."""
    path = folder / f"{name}.html"
    path.write_text((PAGES | MAILS)[name](), encoding="utf-8")
    return path
