"""Mail servers: where one is, and a connection to it, encrypted and logged in as it can be."""

from __future__ import annotations

import os
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from urllib.parse import urlsplit

from reportgen.errors import AddressError, ServerError
from reportgen.mail.addresses import ascii_domain
from reportgen.mail.answers import bare, failure
from reportgen.mail.talk import SecureTalk, Talk

USER, PASSWORD = "REPORTGEN_SMTP_USER", "REPORTGEN_SMTP_PASSWORD"
PORTS = {"smtp": 25, "smtps": 465}
RAW = "surrogateescape"  # what the environment holds, though it is no UTF-8
# Seconds that a connection and each answer may take until letters can be sent, and after that.
TO_BEGIN, PATIENCE = 20.0, 60.0
_EXAMPLE = "write it as smtp://mail.example.org:587 or smtps://mail.example.org"


@dataclass(frozen=True)
class Server:
    """Where a server listens, and whether it speaks TLS from the first byte on."""

    host: str
    port: int
    tls: bool

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Login:
    """Who sends; the password shows in no message."""

    user: str
    password: str = field(repr=False)

    @property
    def is_ascii(self) -> bool:
        """Tell whether it has no other letters."""
        return (self.user + self.password).isascii()


def read_server(url: str) -> Server:
    """Return the server at ``smtp://host:port`` or ``smtps://host:port``; raises ServerError.

    The URL is quoted in no message, since it might hold a password, although it may not.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ServerError(f"the URL of the mail server is none; {_EXAMPLE}") from None
    if "@" in url:
        raise ServerError(f"leave the login out of the server's URL; set {USER} and {PASSWORD}")
    if parts.scheme not in PORTS or not host or parts.path.strip("/") or parts.query:
        raise ServerError(f"the URL of the mail server is none; {_EXAMPLE}")
    try:
        known = host if ":" in host else ascii_domain(host)
    except AddressError:
        problem = "is no domain; write one with other letters in its xn-- form"
        raise ServerError(f"the host in the URL of the mail server {problem}") from None
    return Server(known, port or PORTS[parts.scheme], parts.scheme == "smtps")


def known_login(server: Server, environment: Mapping[str, str] = os.environ) -> Login | None:
    """Return the login that the environment, or for its user the system's keyring, holds.

    Raises ServerError where only half of one is known.
    """
    user, password = environment.get(USER), environment.get(PASSWORD)
    if not user:
        if password:
            raise ServerError(f"{PASSWORD} is set, but {USER} is not")
        return None
    password = password or _from_keyring(server.host, user)
    if not password:
        kept = f"'keyring set reportgen:{server.host} USER'"
        raise ServerError(f"{USER} is set; set {PASSWORD}, too, or keep the password by {kept}")
    return Login(user, password)


def connect(server: Server, login: Login | None, trust: ssl.SSLContext | None = None) -> Talk:
    """Return a connection, by TLS if the server offers it, its certificate checked, and logged in.

    Raises ServerError for what another try would not change: a name that no host has, silence, a
    certificate that is not trusted, a login that is refused or would travel in the clear. What
    another try might change is an OSError, as all of smtplib's errors are.
    """
    context = trust or ssl.create_default_context()
    with _explained(server):
        smtp = _reached(server, context)
        try:
            smtp.ehlo_or_helo_if_needed()
            if not server.tls and smtp.has_extn("starttls"):
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()
            if login:
                _log_in(smtp, server, login)
            smtp.wait(PATIENCE)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _reached(server: Server, context: ssl.SSLContext) -> Talk:
    try:
        if server.tls:
            return SecureTalk(server.host, server.port, timeout=TO_BEGIN, context=context)
        return Talk(server.host, server.port, timeout=TO_BEGIN)
    except TimeoutError:
        hint = "" if server.tls else "; if it expects TLS from the first byte, write smtps://"
        raise ServerError(f"{_silence(server)}{hint}") from None


def _silence(server: Server) -> str:
    return f"{server}: no answer within {TO_BEGIN:g} s"


@contextmanager
def _explained(server: Server) -> Iterator[None]:
    """Tell what another try would not change apart from what it might."""
    try:
        yield
    except TimeoutError:
        raise ServerError(_silence(server)) from None
    except ssl.SSLCertVerificationError as error:
        problem = f"its certificate is not trusted: {error.verify_message}"
        raise ServerError(f"{server}: {problem}") from error
    except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
        raise SMTPServerDisconnected("the connection was dropped") from error
    except ssl.SSLError as error:
        raise ServerError(f"{server}: no TLS ({error.reason})") from error
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise
        raise ServerError(f"{server}: no such host") from error
    except SMTPResponseException as error:
        if 400 <= error.smtp_code < 500:
            raise
        raise ServerError(f"{server}: serves no mail: {failure(error)}") from None


def _log_in(smtp: Talk, server: Server, login: Login) -> None:
    if not isinstance(smtp.sock, ssl.SSLSocket):
        problem = "offers no encryption, so the password is not sent to it"
        raise ServerError(f"{server}: {problem}; use smtps:// or unset {USER}")
    try:
        _give(smtp, login)
    except SMTPServerDisconnected:
        raise
    except SMTPResponseException as error:
        # Servers that quote what they were told would have the password shown.
        code = bare(error.smtp_code, error.smtp_error)
        if 400 <= error.smtp_code < 500:
            raise SMTPException(f"the login is put off ({code})") from None
        problem = f"the login is refused ({code}); check {USER} and the password"
        raise ServerError(f"{server}: {problem}") from None
    except SMTPException:
        how = "" if login.is_ascii else " with other letters than ASCII"
        raise ServerError(f"{server}: offers no way to log in{how}; unset {USER}") from None
    except ValueError:
        raise ServerError(f"{server}: answers the login with nonsense") from None


def _give(smtp: Talk, login: Login) -> None:
    """Log in; other letters than ASCII, which smtplib does not send, are UTF-8 (RFC 4616)."""
    if login.is_ascii:
        smtp.login(login.user, login.password)
        return
    if "PLAIN" not in smtp.esmtp_features.get("auth", "").split():
        raise SMTPNotSupportedError
    said = b64encode(f"\0{login.user}\0{login.password}".encode(errors=RAW)).decode()
    code, reply = smtp.docmd("AUTH", f"PLAIN {said}")
    if code != 235:
        raise SMTPAuthenticationError(code, reply)


def _from_keyring(host: str, user: str) -> str | None:
    """Return the password that the system keeps, where the package keyring is installed."""
    try:
        keyring = import_module("keyring")
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(f"reportgen:{host}", user)
    except Exception as error:  # noqa: BLE001  each of the systems has errors of its own
        raise ServerError(f"the keyring cannot be read: {type(error).__name__}") from None
    return found
