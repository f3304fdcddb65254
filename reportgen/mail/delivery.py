"""Delivery: letters handed to a server, again where it may help, and to nobody twice.

A server answers for each recipient, and once more for the letter. An answer of 4xx, or a
connection lost before the letter has ended, means that it was not taken: it is tried again for
those who still wait, after all other letters. A connection lost after that leaves open whether it
was taken; that is told, and not tried again (RFC 5321, 4.2.1 and 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from smtplib import SMTP
from typing import NamedTuple

from reportgen.errors import ServerError
from reportgen.mail.answers import answer, failure
from reportgen.mail.line import PAUSES, Line

DATA_GO_ON = 354
END = b".\r\n"
UNCERTAIN = (
    "the connection was lost after the letter had been sent; whether it arrived is not known, "
    "so it is not sent again"
)


@dataclass(frozen=True)
class Letter:
    """A message in the bytes that travel, its lines ended by CRLF, from whom and for whom."""

    name: str
    sender: str
    recipients: Sequence[str]
    content: bytes

    @property
    def foreign(self) -> str:
        """Return the first address that has other letters than ASCII, or nothing."""
        return next((each for each in (self.sender, *self.recipients) if not each.isascii()), "")


class Outcome(NamedTuple):
    """What became of a letter for one recipient; without a problem it was taken."""

    letter: str
    recipient: str
    problem: str = ""


@dataclass
class Delivery:
    """A letter on its way: who waits for it and why, and what became of it for the others."""

    letter: Letter
    waiting: dict[str, str] = field(init=False)
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waiting = dict.fromkeys(self.letter.recipients, "")

    @property
    def left(self) -> str:
        """Return the letter's name, and who waits for it unless all do."""
        some = len(self.waiting) < len(self.letter.recipients)
        return f"{self.letter.name} to {', '.join(self.waiting)}" if some else self.letter.name

    def answered(self, recipients: Iterable[str], code: int, said: bytes) -> None:
        """Keep what a server's answer means for some recipients."""
        reason = answer(code, said)
        if 400 <= code < 500:
            self.waiting |= dict.fromkeys(recipients, reason)
        else:
            self.settle(recipients, "" if 200 <= code < 300 else reason)

    def settle(self, recipients: Iterable[str], problem: str = "") -> None:
        """Keep what became of it for some recipients for good."""
        for each in recipients:
            del self.waiting[each]
            self.outcomes.append(Outcome(self.letter.name, each, problem))

    def told(self) -> list[Outcome]:
        """Return what was settled since this was asked last."""
        told, self.outcomes = self.outcomes, []
        return told


@dataclass
class Post:
    """Letters handed in one after the other; those that are not taken for now wait."""

    line: Line
    waiting: list[Delivery] = field(default_factory=list)

    def hand_in(self, letter: Letter) -> list[Outcome]:
        """Try a letter once; return for whom it is settled.

        Raises ServerError for a server that cannot be reached or must not be used; what is not
        settled is then left in `waiting`.
        """
        found = Delivery(letter)
        self.waiting.append(found)
        return self._tried(found)

    def try_again(self) -> Iterator[Outcome]:
        """Try those that wait again, and yield what becomes of them; it has an end."""
        for pause in PAUSES:
            if self.waiting:
                self.line.sleep(pause)
            for found in tuple(self.waiting):
                yield from self._tried(found)
        for found in self.waiting:
            for each, reason in tuple(found.waiting.items()):
                found.settle([each], f"{reason}; given up after {1 + len(PAUSES)} tries")
            yield from found.told()
        self.waiting.clear()

    def _tried(self, found: Delivery) -> list[Outcome]:
        smtp = self.line.free()
        try:
            _hand_over(found, smtp)
        except OSError as error:
            self.line.drop()
            found.waiting = dict.fromkeys(found.waiting, failure(error))
        if not found.waiting:
            self.waiting.remove(found)
        return found.told()


def _hand_over(found: Delivery, smtp: SMTP) -> None:
    """Try a letter for those who wait."""
    letter, recipients = found.letter, list(found.waiting)
    options = _options(letter, smtp)
    size, limit = len(letter.content), _limit(smtp)
    if limit and size > limit:
        reason = f"the letter has {size:,} bytes, and the server takes {limit:,}; nothing was sent"
        found.settle(recipients, reason)
        return
    code, said = smtp.mail(letter.sender, options)
    if code != 250:
        found.answered(recipients, code, said)
        return
    if taken := [each for each in recipients if _is_taken(found, smtp, each)]:
        _send(found, smtp, taken)


def _options(letter: Letter, smtp: SMTP) -> list[str]:
    """Return what a server is told of a letter (RFC 1870, 6531); raises ServerError."""
    options = [f"size={len(letter.content)}"] if smtp.has_extn("size") else []
    if not letter.foreign:
        return options
    if smtp.has_extn("smtputf8"):
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]
    problem = "the server takes no address with other letters than ASCII before the @"
    raise ServerError(f"{letter.foreign}: {problem}")


def _limit(smtp: SMTP) -> int:
    """Return the most bytes that the server takes, 0 if it does not say (RFC 1870)."""
    said = smtp.esmtp_features.get("size", "")
    return int(said) if said.isdecimal() else 0


def _is_taken(found: Delivery, smtp: SMTP, recipient: str) -> bool:
    code, said = smtp.rcpt(recipient)
    if code in (250, 251):
        return True
    found.answered([recipient], code, said)
    return False


def _send(found: Delivery, smtp: SMTP, recipients: list[str]) -> None:
    code, said = smtp.docmd("DATA")
    if code != DATA_GO_ON:
        found.answered(recipients, code, said)
        return
    # A line that begins with a dot would end the letter (RFC 5321, 4.5.2).
    smtp.send((b"\r\n" + found.letter.content).replace(b"\r\n.", b"\r\n..")[2:])
    try:
        smtp.send(END)
        code, said = smtp.getreply()
    except OSError:
        code, said = 0, b""
    if code < 200:
        found.settle(recipients, UNCERTAIN)
        smtp.close()
    else:
        found.answered(recipients, code, said)
