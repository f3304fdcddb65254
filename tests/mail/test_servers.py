"""Servers: which URL means which, and where a login comes from."""

import sys
from types import SimpleNamespace

import pytest

from reportgen.errors import ServerError
from reportgen.mail.servers import PASSWORD, USER, Login, Server, known_login, read_server

SERVER = Server("mail.example.org", 587, tls=False)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org:587", SERVER),
        ("smtp://localhost", Server("localhost", 25, tls=False)),
        ("smtps://mail.example.org/", Server("mail.example.org", 465, tls=True)),
        ("SMTPS://Mail.Example.org:1465", Server("mail.example.org", 1465, tls=True)),
        ("smtp://[::1]:2525", Server("::1", 2525, tls=False)),
        ("smtp://bücher.example", Server("xn--bcher-kva.example", 25, tls=False)),
    ],
)
def test_a_url_is_read(url: str, server: Server) -> None:
    assert read_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        *("", "mail.example.org", "mail.example.org:25", "http://example.org", "smtp://", "smtp:x"),
        *(
            "smtp://h:99999",
            "smtp://h:x",
            "smtp://[::1",
            "smtp://h/path",
            "smtp://h?q",
            "smtp://a b",
        ),
    ],
)
def test_what_is_no_url_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(ServerError, match=r"is none; write it as|is no domain"):
        read_server(url)


@pytest.mark.parametrize("url", ["smtp://me:hunter2@h", "smtps://hunter2@h", "me:hunter2@h:25"])
def test_a_url_holds_no_login_and_is_not_quoted(url: str) -> None:
    with pytest.raises(ServerError, match=f"leave the login out.*{USER}") as raised:
        read_server(url)
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        *("smtp://me:hunter2", "smtp://me%3Ahunter2%40h", "smtp://h/me:hunter2", "hunter2"),
        *("smtp://h?password=hunter2", "smtp://hunter2 h", "ftp://hunter2", "smtp://[hunter2"),
    ],
)
def test_a_url_that_is_none_is_not_quoted(url: str) -> None:
    with pytest.raises(ServerError) as raised:
        read_server(url)
    assert "hunter2" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


def test_a_login_is_in_the_environment() -> None:
    assert known_login(SERVER, {}) is None
    assert known_login(SERVER, {USER: "me", PASSWORD: "hunter2"}) == Login("me", "hunter2")


def test_half_a_login_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ServerError, match=f"{PASSWORD} is set, but {USER} is not"):
        known_login(SERVER, {PASSWORD: "hunter2"})
    with pytest.raises(ServerError, match=r"keyring set reportgen:mail\.example\.org USER"):
        known_login(SERVER, {USER: "me"})


def test_a_password_may_be_in_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {("reportgen:mail.example.org", "me"): "hunter2"}
    ring = SimpleNamespace(get_password=lambda *asked: kept.get(asked))
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert known_login(SERVER, {USER: "me"}) == Login("me", "hunter2")
    with pytest.raises(ServerError, match="set REPORTGEN_SMTP_PASSWORD, too"):
        known_login(SERVER, {USER: "you"})


def test_a_keyring_that_is_locked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: str) -> str:
        raise RuntimeError("hunter2")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    with pytest.raises(ServerError, match=r"the keyring cannot be read: RuntimeError$"):
        known_login(SERVER, {USER: "me"})


def test_a_password_shows_nowhere() -> None:
    assert "hunter2" not in repr(Login("me", "hunter2"))
