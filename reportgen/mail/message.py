"""A mail as the bytes that travel: text, page of tables and the workbook, by RFC 2045 to 2049.

The bodies are encoded here and not by the standard library's generator, which takes ten times as
long. The same report gives the same bytes.
"""

from __future__ import annotations

from binascii import b2a_base64, b2a_qp
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import make_msgid
from typing import Any

from reportgen.html.templates import render
from reportgen.look import Look
from reportgen.mail.addresses import Address
from reportgen.mail.content import content, workbook_name
from reportgen.reporting import Report

LINE = 76  # characters, the most that RFC 2045 allows
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    """Return the mail as a file that mail programs open to be addressed and sent."""
    # Outlook opens a message that was not sent as one to be edited.
    return message(said, {"X-Unsent": "1"})


def addressed(said: Mail, sender: Address, recipients: Sequence[Address], when: datetime) -> bytes:
    """Return the mail as it is sent: from whom, to whom and when."""
    headers = {
        "From": sender.header,
        "To": [each.header for each in recipients],
        "Date": when,
        "Message-ID": make_msgid(domain=sender.domain),
    }
    return message(said, headers)


def message(said: Mail, headers: Mapping[str, object]) -> bytes:
    """Return the message with these headers besides its own, lines ended by CRLF."""
    head = EmailMessage(SMTP)
    # Setting a header encodes it, and refuses what would begin another one.
    for name, value in {"Subject": said.subject, **headers}.items():
        head[name] = value
    folded = (_policy(value).fold_binary(name, value) for name, value in head.items())
    bodies = _multipart("alternative", (_text("plain", said.text), _text("html", said.html)))
    attached = _attachment(said.workbook_name, said.workbook)
    return b"".join((*folded, b"MIME-Version: 1.0\r\n", _multipart("mixed", (bodies, attached))))


def _policy(value: object) -> EmailPolicy[Any]:
    """Only an address with other letters than ASCII has no other form (RFC 6532)."""
    addresses = getattr(value, "addresses", ())
    return SMTP if all(each.addr_spec.isascii() for each in addresses) else SMTPUTF8


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    # Neither of the encodings has lines with "=_", so that no line of a part is the boundary.
    boundary = f"=_{kind}"
    line = f"--{boundary}".encode()
    body = b"".join(line + b"\r\n" + part for part in parts) + line + b"--"
    return _part(body, f'multipart/{kind}; boundary="{boundary}"')


def _part(body: bytes, kind: str, *more: str) -> bytes:
    head = "\r\n".join((f"Content-Type: {kind}", *more))
    return f"{head}\r\n\r\n".encode() + body + b"\r\n"


def _text(kind: str, text: str) -> bytes:
    body = b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")
    coding = "Content-Transfer-Encoding: quoted-printable"
    return _part(body, f'text/{kind}; charset="utf-8"', coding)


def _attachment(name: str, content: bytes) -> bytes:
    # A model's name is letters, digits, dots and dashes, and needs no quoting.
    body = b2a_base64(content, newline=False)
    lines = [body[start : start + LINE] for start in range(0, len(body), LINE)]
    return _part(
        b"\r\n".join(lines),
        f'{XLSX}; name="{name}"',
        "Content-Transfer-Encoding: base64",
        f'Content-Disposition: attachment; filename="{name}"',
    )
