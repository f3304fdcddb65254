"""The mails of some models, sent or only told of, and a tally of whom they reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from reportgen.cli.models import reports_of
from reportgen.cli.streams import give_up_output, tell
from reportgen.cli.tally import Tally
from reportgen.edition import Edition
from reportgen.errors import OutputError, ServerError
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
    """From whom the mails are and for whom, and how they look."""

    sender: Address
    recipients: Sequence[Address]
    look: Look

    def letter(self, edition: Edition) -> Letter:
        """Return the mail of a report as a letter."""
        content = addressed(edition.mail, self.sender, self.recipients, datetime.now(UTC))
        mailboxes = [each.mailbox for each in self.recipients]
        return Letter(edition.report.model.name, self.sender.mailbox, mailboxes, content)


@dataclass
class Account:
    """What is told of the letters: on standard output or, once that fails, on standard error."""

    tally: Tally
    _on_error: bool = False

    def tell(self, outcomes: Iterable[Outcome]) -> None:
        """Print who was served, and tally who was not."""
        for outcome in outcomes:
            if outcome.problem:
                self.tally.faults.append(str(outcome))
            else:
                self.tally.done += 1
                self._say(str(outcome))

    def _say(self, line: str) -> None:
        """Print a line somewhere; that it can be printed nowhere holds up no letter."""
        if not self._on_error:
            try:
                click.echo(line)
                return
            except OSError as error:
                self._turn_away(error)
        with suppress(OSError):
            click.echo(line, err=True)

    def _turn_away(self, error: OSError) -> None:
        self._on_error = True
        self.tally.faults.append(give_up_output(error))


def send(
    models: Sequence[str],
    settings: Mapping[str, str],
    envelope: Envelope,
    server: Server,
    tally: Tally,
) -> None:
    """Send a mail for each model; a server that cannot or must not be used ends it."""
    left, account = list(models), Account(tally)
    with tally.kept(), Line(server, known_login(server)) as line:
        post = Post(line)
        try:
            line.free()  # before reports are made for nothing
            _announce(models, envelope)
            for letter in _letters(left, settings, envelope, tally):
                account.tell(post.hand_in(letter))
            account.tell(post.try_again())
        except ServerError as error:
            raise ServerError(_with_unsent(str(error), [*post.left, *left])) from None
        except (KeyboardInterrupt, SystemExit):
            account.tell(post.stop())
            tell([*tally.faults, _with_unsent("interrupted", [*post.left, *left])])
            raise


def rehearse(reports: Iterable[Report], envelope: Envelope, tally: Tally) -> None:
    """Print what would be sent."""
    for report in reports:
        with tally.kept():
            edition = Edition(report, envelope.look)
            letter = envelope.letter(edition)
            click.echo(f"From: {letter.sender}")
            click.echo(f"To: {', '.join(letter.recipients)}")
            click.echo(f"Subject: {printable(edition.mail.subject)}")
            click.echo(f"Size: {len(letter.content):,} bytes, with {edition.mail.workbook_name}\n")
            tally.done += 1


def _announce(models: Sequence[str], envelope: Envelope) -> None:
    """Print what is to be sent to whom; an output that fails does so before anything is sent."""
    recipients = ", ".join(each.mailbox for each in envelope.recipients)
    try:
        click.echo(f"To {recipients}: {', '.join(map(printable, models))}")
    except BrokenPipeError as error:  # of which click says nothing
        raise OutputError(give_up_output(error)) from None


def _letters(
    left: list[str], settings: Mapping[str, str], envelope: Envelope, tally: Tally
) -> Iterator[Letter]:
    """Yield the letters that can be made, each model taken from those left; faults are tallied."""
    while left:
        letters: list[Letter] = []
        with tally.kept():
            for report in reports_of(left[:1], settings, tally):
                letters.append(envelope.letter(Edition(report, envelope.look)))
        del left[0]
        yield from letters


def _with_unsent(reason: str, unsent: Sequence[str]) -> str:
    return f"{reason}; not sent: {', '.join(unsent)}" if unsent else reason
