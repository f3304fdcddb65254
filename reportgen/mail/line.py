"""A line to a mail server: kept for all letters of a call, and opened anew when it is lost."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType

from reportgen.errors import ServerError
from reportgen.mail.answers import failure
from reportgen.mail.servers import Login, Server, connect
from reportgen.mail.talk import Talk

PAUSES = (1, 4, 16)  # seconds before each further try
# Each takes a minute, or ten where a letter has ended.
MOST_SILENCES = 2
Sleep = Callable[[float], None]


@dataclass
class Line:
    """Connections to one server, one after the other, opened when a letter needs it."""

    server: Server
    login: Login | None = None
    trust: ssl.SSLContext | None = None
    sleep: Sleep = time.sleep
    _smtp: Talk | None = None
    # For the whole call, however often the line is lost, so that the waiting has an end.
    _pauses: list[float] = field(default_factory=lambda: list(PAUSES))
    _silences: int = 0

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Once the server has taken a letter, how the goodbye goes does not matter.
        if self._smtp and error is None:
            with suppress(OSError):
                self._smtp.quit()
        self.drop()

    def free(self) -> Talk:
        """Return a connection on which no letter has begun.

        Raises ServerError for a server that cannot be reached, fell silent too often, or must not
        be used.
        """
        if self._smtp is None or not _forgets(self._smtp):
            self.drop()
            self._smtp = self._opened()
        return self._smtp

    def drop(self) -> None:
        """End the connection; the next letter gets another one."""
        if self._smtp:
            self._silences += self._smtp.silent
            self._smtp.close()
        self._smtp = None

    def _opened(self) -> Talk:
        if self._silences >= MOST_SILENCES:
            raise ServerError(f"{self.server}: fell silent {self._silences} times")
        while True:
            try:
                return connect(self.server, self.login, self.trust)
            except OSError as error:
                if not self._pauses:
                    tries = f"given up after {1 + len(PAUSES)} tries"
                    raise ServerError(f"{self.server}: {failure(error)}; {tries}") from None
            self.sleep(self._pauses.pop(0))


def _forgets(smtp: Talk) -> bool:
    """Tell whether a connection still stands, and forgets the letter before."""
    try:
        code, _ = smtp.rset()
    except OSError:
        return False
    return code == 250
