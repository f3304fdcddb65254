"""One spelling for the XML that openpyxl writes, which else depends on whether lxml is installed.

lxml declares a prefix where it is first used and the standard library at the root; they close
empty elements differently. Here prefixes go to the root, in order, and ``<a></a>`` is ``<a/>``.
"""

from __future__ import annotations

from functools import lru_cache
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import escape, quoteattr


def canonical(xml: bytes) -> str:
    """Return the same XML, without a declaration, in a spelling that is always the same."""
    return _Spelling(xml).text()


class _Spelling:
    def __init__(self, xml: bytes) -> None:
        self._pieces: list[str] = []
        self._prefixes: dict[str, str] = {}
        self._is_open = False
        parser = ParserCreate()
        parser.ordered_attributes = parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(xml, True)

    def text(self) -> str:
        root, rest = self._pieces[0], self._pieces[1:]
        prefixes = "".join(_attribute(*prefix) for prefix in sorted(self._prefixes.items()))
        name, space, attributes = root.partition(" ")
        return f"{name}{prefixes}{space}{attributes}{''.join(rest)}"

    def _start(self, name: str, attributes: list[str]) -> None:
        self._close_tag()
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        shown = [_attribute(key, value) for key, value in pairs if not self._moves(key, value)]
        self._pieces.append(f"<{name}{''.join(shown)}")
        self._is_open = True

    def _end(self, name: str) -> None:
        self._pieces.append("/>" if self._is_open else f"</{name}>")
        self._is_open = False

    def _characters(self, text: str) -> None:
        self._close_tag()
        self._pieces.append(escape(text))

    def _close_tag(self) -> None:
        if self._is_open:
            self._pieces.append(">")
            self._is_open = False

    def _moves(self, key: str, value: str) -> bool:
        """Take a prefix along to the root, unless the root has it with another meaning."""
        return key.startswith("xmlns:") and self._prefixes.setdefault(key, value) == value


@lru_cache(maxsize=4096)
def _attribute(key: str, value: str) -> str:
    return f" {key}={quoteattr(value)}"
