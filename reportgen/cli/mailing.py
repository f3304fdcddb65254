"""The mails of some models, sent or only told of, and a tally of whom they reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from reportgen.cli.tally import Tally
from reportgen.edition import Edition
from reportgen.mail.addresses import Address
from reportgen.mail.delivery import Delivery, Letter, deliver
from reportgen.mail.message import addressed
from reportgen.mail.servers import Server, connected, known_login
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
        return Letter(self.sender.mailbox, [each.mailbox for each in self.recipients], content)


def send(
    reports: Iterable[Report], look: Look, envelope: Envelope, server: Server, tally: Tally
) -> None:
    """Send a mail for each report; a server that must not be used ends it."""
    with tally.kept():
        login = known_login(server)
        for report in reports:
            letter = envelope.letter(Edition(report, look))
            _tell(report.model.name, deliver(letter, partial(connected, server, login)), tally)


def rehearse(reports: Iterable[Report], look: Look, envelope: Envelope, tally: Tally) -> None:
    """Print what would be sent."""
    for report in reports:
        edition = Edition(report, look)
        letter = envelope.letter(edition)
        click.echo(f"From: {letter.sender}")
        click.echo(f"To: {', '.join(letter.recipients)}")
        click.echo(f"Subject: {printable(edition.mail.subject)}")
        click.echo(f"Size: {len(letter.content):,} bytes, with {edition.mail.workbook_name}\n")
        tally.done += 1


def _tell(name: str, found: Delivery, tally: Tally) -> None:
    for each in found.accepted:
        click.echo(f"{name}: sent to {each}")
    tally.done += len(found.accepted)
    tally.faults += [f"{name}: not sent to {each}: {why}" for each, why in found.refused.items()]
