"""A real mail server on the loopback that answers as a test wants, and keeps what it takes."""

# The methods that a server calls have aiosmtpd's names and arguments.
# ruff: noqa: ARG002, N802
import asyncio
import signal
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from reportgen.mail.servers import Server

USER, PASSWORD = "reports", "correct horse"
DROP, INTERRUPT, SILENCE = "drop", "250 interrupt", "silence"
HOST = "127.0.0.1"


@dataclass
class Office:
    """What the server answers, the first of each list first, and as it should when it is empty."""

    mail: list[str] = field(default_factory=list)
    go_on: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    starttls: list[str] = field(default_factory=list)
    rcpt: dict[str, list[str]] = field(default_factory=dict)
    rset: list[str] = field(default_factory=list)
    silence: threading.Event | None = None
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    callers: set[object] = field(default_factory=set)
    options: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    password: str = PASSWORD
    logins: list[bytes] = field(default_factory=list)
    login_answers: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        assert server.transport
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        self.callers.add(session.peer)
        self.options = options
        envelope.mail_from = address
        return await _given(server, self.mail)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        answer = _answer(server, self.rcpt.get(address, []))
        if answer.startswith("25"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return _answer(server, self.rset)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.silence:
            self.silence.wait()
        answer = _answer(server, self.data)
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append((envelope.rcpt_tos, envelope.content))
        return answer

    def authenticate(self, server: Any, session: Any, envelope: Any, how: str, data: Any) -> Any:
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login)
        right = (data.login, data.password) == (USER.encode(), self.password.encode())
        return AuthResult(success=right, handled=False)


async def _given(server: SMTP, answers: list[str]) -> str:
    answer = _answer(server, answers)
    if answer == SILENCE:
        await asyncio.Event().wait()
    return answer


def _answer(server: SMTP, answers: list[str]) -> str:
    answer = answers.pop(0) if answers else "250 OK"
    if answer == DROP:
        assert server.transport
        server.transport.abort()
    if answer == INTERRUPT:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    return answer


class _Counter(SMTP):
    """Where the office meets its customers."""

    async def smtp_STARTTLS(self, arg: str) -> None:
        if self.event_handler.starttls:
            await self.push(self.event_handler.starttls.pop(0))
        else:
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:
        if self.event_handler.login_answers:
            await self.push(f"{self.event_handler.login_answers.pop(0)} AUTH {arg}")
        else:
            await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.go_on:
            await self.push(self.event_handler.go_on.pop(0))
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Counter(self.handler, **self.SMTP_kwargs)


@contextmanager
def office(tls: bool = False, certificate: ssl.SSLContext | None = None, **options: Any) -> Any:
    """Yield a server's answers and where it is; `certificate` lets it encrypt, `tls` at once."""
    kept = Office()
    if certificate and not tls:
        options["tls_context"] = certificate
    if options.pop("login", False):
        options["authenticator"] = kept.authenticate
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    controller = _Controller(
        kept, HOST, port, ssl_context=certificate if tls else None, ready_timeout=30, **options
    )
    controller.start()
    try:
        yield kept, Server(HOST, port, tls)
    finally:
        controller.stop()
