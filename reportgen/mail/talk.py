"""Talk with a mail server: smtplib's, which here tells silence from an end, and a whole answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTP, SMTP_SSL
from typing import Any


class Talk(SMTP):
    """A connection that tells that it waited for an answer in vain by a TimeoutError.

    `silent` tells afterwards that it was so, or that the server did not even take what was said.
    """

    silent = False

    def getreply(self) -> tuple[int, bytes]:
        """Return an answer's code and words; of what is no answer all there is, and -1."""
        with self._heard():
            beginning = self._beginning()
            code, said = super().getreply()
        return (code, said) if code >= 0 else (code, beginning + said)

    def send(self, s: Any) -> None:
        """Say something to the server."""
        with self._heard():
            super().send(s)

    def wait(self, seconds: float) -> None:
        """Let each answer from now on take so long."""
        if self.sock:
            self.sock.settimeout(seconds)

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Keep that the server was silent, which smtplib tells as any end of a connection."""
        try:
            yield
        except OSError as error:
            self.silent = any(isinstance(e, TimeoutError) for e in (error, error.__context__))
            raise

    def _beginning(self) -> bytes:
        """Wait for an answer, and return the four bytes of it that smtplib leaves out."""
        if self.file is None and self.sock:
            self.file = self.sock.makefile("rb")
        try:
            return bytes(self.file.peek(4)[:4]) if self.file else b""
        except OSError:
            self.close()
            raise


class SecureTalk(Talk, SMTP_SSL):
    """The same by TLS from the first byte on."""
