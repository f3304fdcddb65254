"""Talk with a mail server: smtplib's, which here tells silence from an end, and a whole answer."""

from __future__ import annotations

from smtplib import SMTP, SMTP_SSL


class Talk(SMTP):
    """A connection that tells that it waited in vain by a TimeoutError."""

    def getreply(self) -> tuple[int, bytes]:
        """Return an answer's code and words; of what is no answer all there is, and -1."""
        beginning = self._beginning()
        code, said = super().getreply()
        return (code, said) if code >= 0 else (code, beginning + said)

    def wait(self, seconds: float) -> None:
        """Let each answer from now on take so long."""
        if self.sock:
            self.sock.settimeout(seconds)

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
