"""The mails of some models, sent or only told of, and a tally of whom they reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from reportgen.cli.tally import Tally
from reportgen.edition import Edition
from reportgen.errors import ServerError
from reportgen.mail.addresses import Address
from reportgen.mail.delivery import Letter, Outcome, Post
from reportgen.mail.line import Line
from reportgen.mail.message import addressed
from reportgen.mail.servers import Server, known_login
from reportgen.printable import printable

if TYPE_CHECKING:
    from reportgen.look import Look
    from reportgen.reporting import Report


@dataclass(frozen=True)
class Envelope:
    """From whom the mails are and for whom."""

    sender: Address
    recipients: Sequence[Address]

    def letter(self, edition: Edition) -> Letter:
        """Return the mail of a report as a letter."""
        content = addressed(edition.mail, self.sender, self.recipients, datetime.now(UTC))
        mailboxes = [each.mailbox for each in self.recipients]
        return Letter(edition.report.model.name, self.sender.mailbox, mailboxes, content)


def send(
    reports: Iterator[Report], look: Look, envelope: Envelope, server: Server, tally: Tally
) -> None:
    """Send a mail for each report; a server that cannot or must not be used ends it."""
    with tally.kept(), Line(server, known_login(server)) as line:
        post = Post(line)
        try:
            line.free()  # before reports are made for nothing
            for letter in _letters(reports, look, envelope, tally):
                _tell(post.hand_in(letter), tally)
            _tell(post.try_again(), tally)
        except ServerError as error:
            left = [found.left for found in post.waiting]
            left += [report.model.name for report in reports]
            unsent = f"{error}; not sent: {', '.join(left)}" if left else str(error)
            raise ServerError(unsent) from None


def rehearse(reports: Iterable[Report], look: Look, envelope: Envelope, tally: Tally) -> None:
    """Print what would be sent."""
    for report in reports:
        with tally.kept():
            edition = Edition(report, look)
            letter = envelope.letter(edition)
            click.echo(f"From: {letter.sender}")
            click.echo(f"To: {', '.join(letter.recipients)}")
            click.echo(f"Subject: {printable(edition.mail.subject)}")
            click.echo(f"Size: {len(letter.content):,} bytes, with {edition.mail.workbook_name}\n")
            tally.done += 1


def _letters(
    reports: Iterable[Report], look: Look, envelope: Envelope, tally: Tally
) -> Iterator[Letter]:
    """Yield the letters that can be made; what is wrong with the others is tallied."""
    for report in reports:
        with tally.kept():
            yield envelope.letter(Edition(report, look))


def _tell(outcomes: Iterable[Outcome], tally: Tally) -> None:
    for outcome in outcomes:
        if outcome.problem:
            tally.faults.append(str(outcome))
        else:
            click.echo(str(outcome))
            tally.done += 1
