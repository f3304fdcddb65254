"""Headers of a message, written so that no text can begin another one (RFC 5322, 2047, 6532).

The standard library decodes what looks like an encoded word before it writes a header, and so
turns some texts into line breaks.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from textwrap import wrap

from reportgen.mail.addresses import Address
from reportgen.printable import printable

LINE = 76  # characters, the most that RFC 2047 allows where there is an encoded word
WORD = 39  # bytes of text in an encoded word, which fit beside a header's name
FOLD = "\r\n "


def text(name: str, said: str) -> str:
    """Return the header of a text; raises ValueError for a text that is not printable."""
    if printable(said) != said:
        raise ValueError(f"{name}: holds a character that cannot be seen")
    words = said.split()
    if _is_plain(said) and " ".join(words) == said and max(map(len, words), default=0) <= WORD:
        line = f"{name}: {said}"
        if len(line) > LINE:
            line = FOLD.join(wrap(line, LINE, break_long_words=False, break_on_hyphens=False))
        return f"{line}\r\n"
    return f"{name}: {FOLD.join(_encoded_words(said))}\r\n"


def addresses(name: str, people: Iterable[Address]) -> str:
    """Return the header of addresses; one with other letters than ASCII has no encoded form."""
    return f"{name}: {f',{FOLD}'.join(map(_address, people))}\r\n"


def _address(address: Address) -> str:
    if not address.name:
        return address.mailbox
    plain = _is_plain(address.name)
    phrase = _quoted(address.name) if plain else FOLD.join(_encoded_words(address.name))
    return f"{phrase}{FOLD}<{address.mailbox}>"


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_plain(said: str) -> bool:
    """Tell whether a text may stand as it is; what looks encoded would be decoded."""
    return said.isascii() and "=?" not in said


def _encoded_words(said: str) -> Iterator[str]:
    for piece in _pieces(said):
        yield f"=?utf-8?b?{b64encode(piece).decode()}?="


def _pieces(said: Iterable[str]) -> Iterator[bytes]:
    """Yield a text in pieces of so many bytes at most, between its letters."""
    piece = b""
    for letter in said:
        encoded = letter.encode()
        if len(piece) + len(encoded) > WORD:
            yield piece
            piece = b""
        piece += encoded
    yield piece
