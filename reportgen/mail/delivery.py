"""Delivery: a letter handed to a server, again where it may help, and to nobody twice.

A server answers for each recipient, and once more for the letter. An answer of 4xx, or a
connection lost before the letter has ended, means that it was not taken: it is tried again for
those who still wait. A connection lost after that leaves open whether it was taken; that is told,
and not tried again (RFC 5321, 4.2.1 and 6.1).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from smtplib import SMTP, SMTPResponseException

from reportgen.printable import one_line

PAUSES = (1, 4, 16)  # seconds before each further try
LONGEST_ANSWER = 200
DATA_GO_ON = 354
END = b".\r\n"
UNCERTAIN = (
    "the connection was lost after the letter had been sent; whether it arrived is not known, "
    "so it is not sent again"
)
Connect = Callable[[], AbstractContextManager[SMTP]]


@dataclass(frozen=True)
class Letter:
    """A message in the bytes that travel, its lines ended by CRLF, from whom and for whom."""

    sender: str
    recipients: Sequence[str]
    content: bytes


@dataclass
class Delivery:
    """For whom a letter was taken, for whom not and why, and who may be tried again."""

    accepted: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    def settle(self, recipients: Iterable[str], code: int, said: bytes) -> None:
        """Keep what a server's answer means for some recipients."""
        reason = one_line(f"{code} {said.decode(errors='replace')}", LONGEST_ANSWER)
        if 200 <= code < 300:
            self.accepted += recipients
        elif 400 <= code < 500:
            self.waiting |= dict.fromkeys(recipients, reason)
        else:
            self.refused |= dict.fromkeys(recipients, reason)


def deliver(
    letter: Letter, connect: Connect, sleep: Callable[[float], None] = time.sleep
) -> Delivery:
    """Hand a letter to the server that `connect` reaches; what became of it is told for each.

    Raises ServerError for a server that must not be used.
    """
    found = Delivery(waiting=dict.fromkeys(letter.recipients, ""))
    for pause in (0, *PAUSES):
        if not found.waiting:
            return found
        if pause:
            sleep(pause)
        _try(found, letter, connect)
    tries = f"given up after {1 + len(PAUSES)} tries"
    found.refused |= {each: f"{reason}; {tries}" for each, reason in found.waiting.items()}
    found.waiting.clear()
    return found


def _try(found: Delivery, letter: Letter, connect: Connect) -> None:
    """Try it once for those who wait."""
    recipients = list(found.waiting)
    found.waiting.clear()
    try:
        with connect() as smtp:
            _hand_over(found, smtp, letter, recipients)
    except SMTPResponseException as error:
        said = error.smtp_error
        found.settle(recipients, error.smtp_code, said.encode() if isinstance(said, str) else said)
    except OSError as error:
        settled = {*found.accepted, *found.refused}
        reason = one_line(error.strerror or str(error) or type(error).__name__, LONGEST_ANSWER)
        found.waiting |= {each: reason for each in recipients if each not in settled}


def _hand_over(found: Delivery, smtp: SMTP, letter: Letter, recipients: list[str]) -> None:
    size = len(letter.content)
    limit = _limit(smtp)
    if limit and size > limit:
        reason = f"the letter has {size:,} bytes, and the server takes {limit:,}; nothing was sent"
        found.refused |= dict.fromkeys(recipients, reason)
        return
    code, said = smtp.mail(letter.sender, [f"size={size}"] if smtp.has_extn("size") else [])
    if code != 250:
        found.settle(recipients, code, said)
        return
    if taken := [each for each in recipients if _is_taken(found, smtp, each)]:
        _send(found, smtp, letter.content, taken)


def _limit(smtp: SMTP) -> int:
    """Return the most bytes that the server takes, 0 if it does not say (RFC 1870)."""
    said = smtp.esmtp_features.get("size", "")
    return int(said) if said.isdecimal() else 0


def _is_taken(found: Delivery, smtp: SMTP, recipient: str) -> bool:
    code, said = smtp.rcpt(recipient)
    if code in (250, 251):
        return True
    found.settle([recipient], code, said)
    return False


def _send(found: Delivery, smtp: SMTP, content: bytes, recipients: list[str]) -> None:
    code, said = smtp.docmd("DATA")
    if code != DATA_GO_ON:
        found.settle(recipients, code, said)
        return
    # A line that begins with a dot would end the letter (RFC 5321, 4.5.2).
    smtp.send((b"\r\n" + content).replace(b"\r\n.", b"\r\n..")[2:])
    try:
        smtp.send(END)
        code, said = smtp.getreply()
    except OSError:
        code, said = 0, b""
    if code < 200:
        found.refused |= dict.fromkeys(recipients, UNCERTAIN)
    else:
        found.settle(recipients, code, said)
