"""Mail addresses, read so strictly that none can say anything else to a server or in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

from reportgen.errors import AddressError
from reportgen.printable import one_line

# RFC 5321, 4.5.3.1; in octets, of UTF-8 by RFC 6531, 3.1.
LONGEST_LOCAL, LONGEST = 64, 254
LONGEST_NAME, LONGEST_QUOTE = 100, 60
_WHOLE = re.compile(r"(?:(?P<name>[^<>]*?)\s*<(?P<inner>[^<>]*)>|(?P<bare>[^<>]*))")
# Letters other than ASCII are RFC 6531's.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
# What Python makes of bytes that are no text (PEP 383).
_UNREAD = re.compile("[\udc80-\udcff]")
# IDNA 2003, which Python has, and IDNA 2008 lead these to different domains (UTS 46, deviations).
_DEVIATING = re.compile("[ßς\u200c\u200d]")


@dataclass(frozen=True)
class Address:
    """A mailbox, with the name of whose it is; a domain of other letters is in its ASCII form."""

    local: str
    domain: str
    name: str = ""

    @property
    def mailbox(self) -> str:
        """Return the address as servers take it."""
        return f"{self.local}@{self.domain}"


def read_address(text: str) -> Address:
    """Return the address in ``local@domain`` or ``Name <local@domain>``; raises AddressError."""
    if _UNREAD.search(text):
        raise AddressError(f"{_shown(text)}: cannot be read in this locale")
    if not text.isprintable():
        raise AddressError(f"{_shown(text)}: holds a character that cannot be seen; leave it out")
    found = _WHOLE.fullmatch(text.strip())
    mailbox = (found["inner"] if found["bare"] is None else found["bare"]) if found else ""
    local, at, domain = mailbox.rpartition("@")
    if not (found and at):
        raise AddressError(f"{_shown(text)}: write it as name@example.org")
    local = normalize("NFC", local)
    if len(local.encode()) > LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        problem = "before @ use letters, digits and !#$%&'*+/=?^_`{|}~-. only"
        raise AddressError(f"{_shown(text)}: {problem}, {LONGEST_LOCAL} bytes at most")
    address = Address(local, ascii_domain(domain), _unquoted((found["name"] or "").strip()))
    if len(address.name) > LONGEST_NAME:
        raise AddressError(f"{_shown(text)}: the name is longer than {LONGEST_NAME} characters")
    if len(address.mailbox.encode()) > LONGEST:
        raise AddressError(f"{_shown(text)}: longer than {LONGEST} bytes")
    return address


def _unquoted(name: str) -> str:
    """Return what a quoted string says (RFC 5322, 3.2.4), and any other name as it is."""
    quoted = _QUOTED.fullmatch(name)
    return re.sub(r"\\(.)", r"\1", quoted[1]).strip() if quoted else name


def ascii_domain(domain: str) -> str:
    """Return a domain as name servers know it; raises AddressError for what is none."""
    if _DEVIATING.search(domain):
        raise AddressError(f"{_shown(domain)}: write the domain in its xn-- form")
    try:
        plain = domain.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not _DOMAIN.fullmatch(plain):
        raise AddressError(f"{_shown(domain)}: is no domain")
    return plain.lower()


def _shown(text: str) -> str:
    return one_line(repr(text), LONGEST_QUOTE)
