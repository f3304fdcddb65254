"""A page read back: its tables and texts, and whether its markup is sound."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "input"}
SELF_CLOSED = {"rect", "line", "polyline", "path"}
# HTML lets these end tags be left out: which tags end which elements.
CELLS, ROWS, PARTS = {"td", "th"}, {"tr"}, {"caption", "thead", "tbody", "tfoot"}
PARAGRAPHS, TERMS = {"p"}, {"dt", "dd"}
BLOCKS = ("details", "div", "dl", "figure", "footer", "form", "header", "h2", "h3", "main", "nav")
ENDED_BY = {
    **dict.fromkeys((*BLOCKS, "p", "section", "table", "ul"), PARAGRAPHS),
    **dict.fromkeys(CELLS, CELLS),
    **dict.fromkeys(ROWS, CELLS | ROWS),
    **dict.fromkeys(PARTS, CELLS | ROWS | PARTS),
    **dict.fromkeys(TERMS, TERMS),
    **{tag: {tag} for tag in ("li", "option")},
}
IMPLIED = set().union(*ENDED_BY.values())
GROUPED = re.compile(r"(-?[\d,]+(?:\.\d+)?)(?: \w+)?")


@dataclass
class Cell:
    """A cell of a table: its text, and its value in full where that is not its text."""

    text: str = ""
    value: str | None = None

    @property
    def raw(self) -> str:
        said = self.text if self.value is None else self.value
        number = GROUPED.fullmatch(said)
        return number[1].replace(",", "") if number else said


@dataclass
class Read(HTMLParser):
    """A page read from start to end; a tag that is closed wrongly raises."""

    markup: str
    text: str = ""
    title: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tables: dict[str, list[list[Cell]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._rows: list[list[Cell]] | None = None
        self._cell: Cell | None = None
        self.feed(self.markup)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), f"an attribute twice: {tag} {attrs}"
        self.tags.append((tag, found))
        self._end(ENDED_BY.get(tag, set()))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "table":
            self._rows = self.tables.setdefault(found.get("id", f"table{len(self.tables)}"), [])
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows is not None:
            share = found.get("style", "").removeprefix("--s:") or None
            self._cell = Cell(value=found.get("data-v") or share or found.get("title"))
            self._rows[-1].append(self._cell)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in SELF_CLOSED, f"<{tag}/> is not of HTML"
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in IMPLIED:
            self._end(IMPLIED)
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> closes <{self._open[-1]}>"
        self._open.pop()

    def _end(self, implied: set[str]) -> None:
        while self._open and self._open[-1] in implied:
            if self._open.pop() in CELLS:
                self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._cell.text = f"{self._cell.text}{data}".strip("\n")
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if not {"script", "style"} & set(self._open):
            self.text += data

    def values(self, attribute: str) -> list[str]:
        """Return what an attribute is, wherever it stands."""
        return [found[attribute] for _, found in self.tags if attribute in found]
