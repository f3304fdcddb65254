"""What a mail server answers, or that it does not, in a line to be read."""

from __future__ import annotations

import re
from smtplib import SMTPResponseException

from reportgen.printable import one_line

LONGEST = 200
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}(?!\S)")  # RFC 3463, 2


def answer(code: int, said: bytes | str) -> str:
    """Return a server's answer in a line."""
    text = said if isinstance(said, str) else said.decode(errors="replace")
    # What is no answer of a mail server has no code.
    return one_line(f"{code} {text}" if code > 0 else text, LONGEST)


def bare(code: int, said: bytes | str) -> str:
    """Return the codes of a server's answer without its words, which may quote what is secret."""
    if code <= 0:
        return "no code"
    found = _ENHANCED.match(said.encode() if isinstance(said, str) else said)
    return f"{code} {found[0].decode()}" if found else str(code)


def failure(error: OSError) -> str:
    """Return why there was no answer, or what it was, in a line."""
    if isinstance(error, SMTPResponseException):
        return answer(error.smtp_code, error.smtp_error)
    return one_line(error.strerror or str(error) or type(error).__name__, LONGEST)
