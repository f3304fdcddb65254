"""A mail as the bytes that travel: text, page of tables and the workbook, by RFC 2045 to 2049.

The bodies are encoded here and not by the standard library's generator, which takes ten times as
long. The same report gives the same bytes.
"""

from __future__ import annotations

from binascii import b2a_base64, b2a_qp
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, make_msgid
from functools import lru_cache
from struct import unpack

from reportgen.html.templates import render
from reportgen.look import Look
from reportgen.mail import headers
from reportgen.mail.addresses import Address
from reportgen.mail.content import content, workbook_name
from reportgen.reporting import Report

LINE = 76  # characters, the most that RFC 2045 allows
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CRLF = b"\r\n"

# Some of them are many, with CRLF between them.
Lines = Sequence[bytes]


@dataclass(frozen=True)
class Mail:
    """What a message says whoever it is for: its subject, the two bodies, the workbook."""

    subject: str
    text: str
    html: str
    workbook: bytes
    workbook_name: str


def mail(report: Report, look: Look, workbook: bytes) -> Mail:
    """Return the mail of a report, to which its workbook is attached."""
    values = content(report, look.brand)
    return Mail(
        subject=str(values["subject"]),
        text=render("email.txt", values, look.templates),
        html=render("email.html", values, look.templates),
        workbook=workbook,
        workbook_name=workbook_name(report),
    )


def draft(said: Mail) -> bytes:
    """Return the mail as a file to be opened, addressed and sent."""
    # Outlook opens a message that was not sent as one to be edited.
    return message(said, "X-Unsent: 1\r\n")


def addressed(said: Mail, sender: Address, recipients: Sequence[Address], when: datetime) -> bytes:
    """Return the mail as it is sent: from whom, to whom and when."""
    about = (
        headers.addresses("From", [sender]),
        headers.addresses("To", recipients),
        f"Date: {format_datetime(when)}\r\n",
        f"Message-ID: {make_msgid(domain=sender.domain)}\r\n",
    )
    return message(said, *about)


def message(said: Mail, *about: str) -> bytes:
    """Return the message with these headers besides its own, lines ended by CRLF."""
    head = "".join((headers.text("Subject", said.subject), *about, "MIME-Version: 1.0"))
    bodies = _multipart("alternative", (_text("plain", said.text), _text("html", said.html)))
    attached = _attachment(said.workbook_name, said.workbook)
    # Joined once, since a workbook is long.
    return CRLF.join((head.encode(), *_multipart("mixed", (bodies, attached)), b""))


def _multipart(kind: str, parts: Iterable[Lines]) -> Lines:
    # Neither of the encodings has lines with "=_", so that no line of a part is the boundary.
    boundary = f"=_{kind}"
    line = f"--{boundary}".encode()
    body = [piece for part in parts for piece in (line, *part)]
    return _part((*body, line + b"--"), f'multipart/{kind}; boundary="{boundary}"')


def _part(body: Lines, kind: str, *more: str) -> Lines:
    head = "\r\n".join((f"Content-Type: {kind}", *more))
    return (head.encode(), b"", *body)


def _text(kind: str, text: str) -> Lines:
    body = CRLF.join(map(_quoted, text.split("\n")))
    coding = "Content-Transfer-Encoding: quoted-printable"
    return _part([body], f'text/{kind}; charset="utf-8"', coding)


@lru_cache(maxsize=1 << 12)
def _quoted(line: str) -> bytes:
    # Most lines of a mail are in every other, too.
    return b2a_qp(line.encode(), istext=True).replace(b"\n", CRLF)


def _attachment(name: str, content: bytes) -> Lines:
    # A model's name is letters, digits, dots and dashes, and needs no quoting.
    body = b2a_base64(content, newline=False)
    full, rest = divmod(len(body), LINE)
    return _part(
        [CRLF.join(unpack(f"{LINE}s" * full + f"{rest}s", body))],
        f'{XLSX};\r\n name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment;\r\n filename="{name}"',
    )
