"""What mail programs keep of a page, from Can I email: a mail that needs more is at fault."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

LARGEST, LARGEST_STYLE = 80_000, 16_384
# Gmail and Outlook drop these or show them as text.
DROPPED = {
    *("svg", "math", "canvas", "script", "link", "iframe", "object", "video", "audio", "picture"),
    *("form", "input", "button", "details", "summary", "dialog"),
    *("main", "nav", "header", "footer", "section", "article"),
}
STYLES = ("position:", "flex", "grid", "var(", "--", "calc(", "url(", "gradient", "rgba", "oklch")
VOID = {"meta", "br", "img", "wbr"}


@dataclass
class Table:
    """A table that is being read: whether it only lays out, and what makes it one of data."""

    layout: bool
    heads: int = 0
    captions: int = 0


@dataclass
class MailPage(HTMLParser):
    """A mail's page read from start to end, with its faults and the colours it sets."""

    markup: str
    faults: list[str] = field(default_factory=list)
    text: str = ""
    languages: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._tables: list[Table] = []
        self._style = 0
        self.feed(self.markup)
        self.close()
        if self._open:
            self.faults.append(f"left open: {self._open}")
        if len(self.markup.encode()) > LARGEST:
            self.faults.append(f"larger than {LARGEST:,} bytes")
        if self._style > LARGEST_STYLE:
            self.faults.append("Gmail drops so large a style")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag in DROPPED:
            self.faults.append(f"<{tag}> is dropped")
        if found.get("lang") and found.get("dir"):
            self.languages.append((tag, found["lang"]))
        self._read_table(tag, found)
        self.faults += [f"{name} is dropped" for name in found if name.startswith("on")]
        self.faults += [f"style has {s}" for s in STYLES if s in (found.get("style") or "")]
        if (found.get("src") or found.get("href") or "").startswith(("data:", "#")):
            self.faults.append(f"<{tag}> leads nowhere")

    def _read_table(self, tag: str, found: dict[str, str | None]) -> None:
        if tag == "table":
            self._tables.append(Table(found.get("role") == "presentation"))
        elif tag == "caption":
            self._tables[-1].captions += 1
        elif tag == "th":
            self._tables[-1].heads += 1
            if "scope" not in found:
                self.faults.append("<th> needs a scope")
        elif tag in ("tr", "td") and "style" in found and not self._tables[-1].layout:
            self.faults.append("a row of data has a style of its own")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")
        if tag == "table":
            table = self._tables.pop()
            if table.layout and (table.heads or table.captions):
                self.faults.append("a table of data is said to be of layout")
            if not table.layout and not (table.heads and table.captions == 1):
                self.faults.append("a table needs a caption and heads, or role=presentation")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self._style += len(data.encode())
        else:
            self.text += data
