"""Delivery: letters handed to a server, again where it may help, and to nobody twice.

A server answers for each recipient, and once more when the letter has ended; only that last answer
says that it was taken. An answer of 4xx, or a connection lost before the letter has ended, means
that it was not: it is tried again for those who still wait, after all other letters. Any other
answer than the expected one is a fault. Without an answer to the end it is open whether the letter
was taken; that is told, and it is not sent again (RFC 5321, 4.2.1 and 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportgen.errors import ServerError
from reportgen.mail.answers import answer, failure
from reportgen.mail.line import PAUSES, Line
from reportgen.mail.servers import PATIENCE
from reportgen.mail.talk import Talk

# The only answers with which a letter goes on (RFC 5321, 4.3.2).
MAIL_GOES_ON, RCPT_GOES_ON, DATA_GOES_ON = (250,), (250, 251, 252), (354,)
REFUSALS = 400  # and above
END = b".\r\n"
TO_END = 600.0  # seconds that the answer to the end may take (RFC 5321, 4.5.3.2.6)
UNANSWERED = "the letter's end was not answered, so it is not sent again"


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

    def __str__(self) -> str:
        if self.problem == UNANSWERED:
            return f"{self.letter}: unknown whether {self.recipient} got it: {self.problem}"
        if self.problem:
            return f"{self.letter}: not sent to {self.recipient}: {self.problem}"
        return f"{self.letter}: sent to {self.recipient}"


@dataclass
class Delivery:
    """A letter on its way: who waits for it and why, and what became of it for the others.

    `ending` are those for whom it has ended while the answer to that is waited for.
    """

    letter: Letter
    waiting: dict[str, str] = field(init=False)
    ending: Sequence[str] = ()
    outcomes: list[Outcome] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.waiting = dict.fromkeys(self.letter.recipients, "")

    @property
    def left(self) -> str:
        """Return the letter's name, and who waits for it unless all do."""
        some = len(self.waiting) < len(self.letter.recipients)
        return f"{self.letter.name} to {', '.join(self.waiting)}" if some else self.letter.name

    def refused(self, recipients: Iterable[str], code: int, said: bytes) -> None:
        """Keep what an answer means with which the letter does not go on for some recipients."""
        reason = answer(code, said)
        if code < REFUSALS:
            self.settle(recipients, f"an answer that has no place here: {reason}")
        elif code < 500:
            self.waiting |= dict.fromkeys(recipients, reason)
        else:
            self.settle(recipients, reason)

    def ended(self, recipients: Iterable[str], code: int, said: bytes) -> None:
        """Keep what the answer to the letter's end means for those whom the server accepted."""
        self.ending = ()
        if code >= REFUSALS:
            self.refused(recipients, code, said)
        else:
            self.settle(recipients, "" if code else UNANSWERED)

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

    def stop(self) -> list[Outcome]:
        """Return for whom it is settled where nothing more can be done; the others still wait."""
        for found in self.waiting:
            found.settle(found.ending, UNANSWERED)
            found.ending = ()
        return [outcome for found in self.waiting for outcome in found.told()]

    @property
    def left(self) -> list[str]:
        """Return the letters that wait, with their recipients unless all of them do."""
        return [found.left for found in self.waiting if found.waiting]

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


def _hand_over(found: Delivery, smtp: Talk) -> None:
    """Try a letter for those who wait."""
    letter, recipients = found.letter, list(found.waiting)
    options = _options(letter, smtp)
    size, limit = len(letter.content), _limit(smtp)
    if limit and size > limit:
        reason = f"the letter has {size:,} bytes, and the server takes {limit:,}; nothing was sent"
        found.settle(recipients, reason)
        return
    code, said = smtp.mail(letter.sender, options)
    if code not in MAIL_GOES_ON:
        _refuse(found, smtp, recipients, code, said)
    elif accepted := [each for each in recipients if _is_accepted(found, smtp, each)]:
        _send(found, smtp, accepted)


def _options(letter: Letter, smtp: Talk) -> list[str]:
    """Return what a server is told of a letter (RFC 1870, 6531); raises ServerError."""
    options = [f"size={len(letter.content)}"] if smtp.has_extn("size") else []
    if not letter.foreign:
        return options
    if smtp.has_extn("smtputf8"):
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]
    problem = "the server takes no address with other letters than ASCII before the @"
    raise ServerError(f"{letter.foreign}: {problem}")


def _limit(smtp: Talk) -> int:
    """Return the most bytes that the server takes, 0 if it does not say (RFC 1870)."""
    said = smtp.esmtp_features.get("size", "")
    return int(said) if said.isdecimal() else 0


def _is_accepted(found: Delivery, smtp: Talk, recipient: str) -> bool:
    code, said = smtp.rcpt(recipient)
    if code in RCPT_GOES_ON:
        return True
    _refuse(found, smtp, [recipient], code, said)
    return False


def _send(found: Delivery, smtp: Talk, recipients: list[str]) -> None:
    code, said = smtp.docmd("DATA")
    if code not in DATA_GOES_ON:
        _refuse(found, smtp, recipients, code, said)
        return
    # A line that begins with a dot would end the letter (RFC 5321, 4.5.2).
    smtp.send((b"\r\n" + found.letter.content).replace(b"\r\n.", b"\r\n..")[2:])
    found.ending = recipients
    found.ended(recipients, *_end(smtp))


def _refuse(found: Delivery, smtp: Talk, recipients: Sequence[str], code: int, said: bytes) -> None:
    found.refused(recipients, code, said)
    if code < REFUSALS:
        smtp.close()  # what it says next may not be meant for what it is asked next


def _end(smtp: Talk) -> tuple[int, bytes]:
    """End a letter; return the answer, or a code of 0 where there is none that counts."""
    try:
        smtp.wait(TO_END)
        smtp.send(END)
        code, said = smtp.getreply()
        smtp.wait(PATIENCE)
    except OSError:
        code, said = 0, b""
    if 200 <= code < 300 or code >= REFUSALS:
        return code, said
    smtp.close()
    return 0, b""
