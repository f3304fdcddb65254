"""An edition: a report in a look, as the files that are made of it, each once.

The workbook is a file of its own and is attached to the mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

from reportgen.look import PLAIN, Look

if TYPE_CHECKING:
    from reportgen.mail.message import Mail
    from reportgen.reporting import Report


@dataclass(frozen=True)
class Edition:
    """A report and the look it is published in."""

    report: Report
    look: Look = PLAIN

    @cached_property
    def workbook(self) -> bytes:
        """Return the workbook."""
        from reportgen.xlsx.book import make_book
        from reportgen.xlsx.saving import save

        file = BytesIO()
        save(make_book(self.report, self.look.brand), file)
        return file.getvalue()

    @cached_property
    def page(self) -> bytes:
        """Return the page."""
        from reportgen.html.page import page

        return page(self.report, self.look).encode()

    @cached_property
    def mail(self) -> Mail:
        """Return the mail, whoever it is for."""
        from reportgen.mail.message import mail

        return mail(self.report, self.look, self.workbook)

    @cached_property
    def draft(self) -> bytes:
        """Return the mail as a file."""
        from reportgen.mail.message import draft

        return draft(self.mail)
