"""A line to a server: encrypted, trusted and logged in, kept, and opened anew when it is lost."""

import socket
import ssl
import threading
from unittest.mock import Mock

import pytest
import trustme

from reportgen.errors import ServerError
from reportgen.mail import servers
from reportgen.mail.delivery import Letter, Outcome
from reportgen.mail.line import PAUSES
from reportgen.mail.servers import Login, Server
from tests.mail.post import DROP, HOST, PASSWORD, SILENCE, USER, office
from tests.mail.sending import ANN, THREE, send, taken

LOGIN = Login(USER, PASSWORD)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(context)
    return context


@pytest.fixture(scope="module")
def trust(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def test_encryption_is_used_where_it_is_offered(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with office(certificate=certificate) as (kept, server):
        assert send(server, trust=trust) == taken(ANN)
    assert kept.encrypted == [True]


def test_encryption_from_the_first_byte(certificate: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    with office(tls=True, certificate=certificate) as (kept, server):
        assert send(server, trust=trust) == taken(ANN)
    assert kept.encrypted == [True]


@pytest.mark.parametrize("tls", [True, False])
def test_a_certificate_that_is_not_trusted_ends_it(certificate: ssl.SSLContext, tls: bool) -> None:
    with (
        office(tls=tls, certificate=certificate) as (kept, server),
        pytest.raises(ServerError, match="certificate is not trusted: "),
    ):
        send(server)
    assert not kept.encrypted


def test_a_certificate_of_another_host_ends_it(
    authority: trustme.CA, trust: ssl.SSLContext
) -> None:
    other = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("mail.example.org").configure_cert(other)
    with (
        office(certificate=other) as (_, server),
        pytest.raises(ServerError, match="not valid for"),
    ):
        send(server, trust=trust)


def test_encryption_that_is_offered_is_not_gone_without(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with office(certificate=certificate) as (kept, server):
        kept.starttls = ["454 not now", "454 not now"]
        assert send(server, trust=trust) == taken(ANN)
    assert kept.encrypted == [True]


def test_a_server_without_tls_is_told_apart() -> None:
    with office() as (_, server), pytest.raises(ServerError, match="no TLS"):
        send(Server(HOST, server.port, tls=True))


def test_a_login_is_given_over_an_encrypted_connection(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    options = {"login": True, "auth_required": True}
    with office(certificate=certificate, **options) as (kept, server):
        assert send(server, login=LOGIN, trust=trust) == taken(ANN)
    assert kept.logins == [USER.encode()]


def test_a_password_may_have_other_letters_than_ascii(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with office(certificate=certificate, login=True, auth_required=True) as (kept, server):
        kept.password = secret = f"{PASSWORD}ß"
        assert send(server, login=Login(USER, secret), trust=trust) == taken(ANN)
        with pytest.raises(ServerError, match=r"the login is refused \(535 5.7.8\)") as raised:
            send(server, login=Login(USER, secret[:-1]), trust=trust)
    assert PASSWORD not in str(raised.value)


def test_no_password_is_sent_in_the_clear() -> None:
    with (
        office(login=True, auth_require_tls=False) as (kept, server),
        pytest.raises(ServerError, match="offers no encryption, so the password is not sent"),
    ):
        send(server, login=LOGIN)
    assert not kept.logins


def test_a_login_that_is_refused_ends_it_and_shows_no_password(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    wrong = Login(USER, "hunter2")
    with (
        office(certificate=certificate, login=True) as (_, server),
        pytest.raises(ServerError, match=r"the login is refused \(535 5.7.8\)") as raised,
    ):
        send(server, login=wrong, trust=trust)
    assert "hunter2" not in f"{raised.value} {wrong!r}"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("454 4.7.0 later", r"the login is put off \(454 4\.7\.0\); given up after 4 tries"),
        ("454 later", r"the login is put off \(454\); given up after 4 tries"),
        ("535 5.7.8 wrong", r"the login is refused \(535 5\.7\.8\); check"),
        ("no", r"the login is refused \(no code\); check"),
    ],
)
@pytest.mark.parametrize("secret", [PASSWORD, f"{PASSWORD}ß"])
def test_what_a_server_quotes_of_a_login_is_not_shown(
    certificate: ssl.SSLContext, trust: ssl.SSLContext, said: str, problem: str, secret: str
) -> None:
    with office(certificate=certificate, login=True) as (kept, server):
        kept.login_answers = [said] * 9
        with pytest.raises(ServerError, match=problem) as raised:
            send(server, login=Login(USER, secret), trust=trust)
    assert "AUTH" not in str(raised.value)


def test_a_server_without_logins_is_told(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with (
        office(certificate=certificate, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as (_, server),
        pytest.raises(ServerError, match="offers no way to log in"),
    ):
        send(server, login=LOGIN, trust=trust)


def test_a_server_that_takes_no_such_password_is_told(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    options = {"login": True, "auth_exclude_mechanism": ["PLAIN"]}
    with (
        office(certificate=certificate, **options) as (_, server),
        pytest.raises(ServerError, match="no way to log in with other letters than ASCII"),
    ):
        send(server, login=Login(USER, "ß"), trust=trust)


def test_a_server_that_is_not_there_is_told() -> None:
    pauses: list[float] = []
    with office() as (_, server):
        pass
    with pytest.raises(ServerError, match=f"^{server}: Connection refused; given up after 4 tries"):
        send(server, pauses=pauses)
    assert pauses == list(PAUSES)


def test_what_is_no_mail_server_is_told() -> None:
    with socket.create_server((HOST, 0)) as other:
        threading.Thread(target=_greet_as_another, args=[other], daemon=True).start()
        server = Server(HOST, other.getsockname()[1], tls=False)
        with pytest.raises(ServerError, match=r"serves no mail: SSH-2.0-Open") as raised:
            send(server)
    assert str(raised.value).isprintable()


def _greet_as_another(listening: socket.socket) -> None:
    with listening.accept()[0] as caller:
        caller.sendall(b"SSH-2.0-Open\x1b[31m\r\n")


@pytest.mark.parametrize(
    ("tls", "hint"),
    [(False, "; if it expects TLS from the first byte, write smtps://"), (True, "")],
)
def test_a_server_that_says_nothing_is_tried_once(
    monkeypatch: pytest.MonkeyPatch, tls: bool, hint: str
) -> None:
    monkeypatch.setattr(servers, "TO_BEGIN", 0.01)
    pauses: list[float] = []
    with socket.create_server((HOST, 0)) as silent:
        server = Server(HOST, silent.getsockname()[1], tls)
        with pytest.raises(ServerError) as raised:
            send(server, pauses=pauses)
    assert str(raised.value) == f"{server}: no answer within 0.01 s{hint}"
    assert not pauses


def test_a_server_that_greets_and_says_no_more_is_tried_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(servers, "TO_BEGIN", 0.2)
    pauses: list[float] = []
    with socket.create_server((HOST, 0)) as listening:
        callers: list[socket.socket] = []
        threading.Thread(target=_only_greet, args=[listening, callers], daemon=True).start()
        server = Server(HOST, listening.getsockname()[1], tls=False)
        with pytest.raises(ServerError, match=r"no answer within 0\.2 s"):
            send(server, pauses=pauses)
    assert not pauses


def _only_greet(listening: socket.socket, callers: list[socket.socket]) -> None:
    callers.append(listening.accept()[0])
    callers[0].sendall(b"220 mail.example.org\r\n")


def test_a_host_that_no_name_server_knows_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    monkeypatch.setattr(socket, "create_connection", Mock(side_effect=unknown))
    with pytest.raises(ServerError, match=r"^mail\.example\.org:25: no such host$"):
        send(Server("mail.example.org", 25, tls=False), pauses=pauses)
    assert not pauses


def test_all_letters_go_through_one_connection() -> None:
    with office() as (kept, server):
        assert send(server, *THREE) == [Outcome(name, ANN) for name in "abc"]
    assert [to for to, _ in kept.taken] == [[ANN]] * 3
    assert len(kept.callers) == 1


@pytest.mark.parametrize("lost", [DROP, "421 4.3.2 idle for too long"])
def test_a_connection_lost_between_letters_is_opened_anew(lost: str) -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        kept.rset = ["250 OK", lost]
        assert send(server, *THREE, pauses=pauses) == [Outcome(name, ANN) for name in "abc"]
    assert len(kept.taken) == 3
    assert len(kept.callers) == 2
    assert not pauses


@pytest.mark.parametrize("letters", [THREE[:1], THREE])
def test_a_server_that_falls_silent_again_is_given_up(
    monkeypatch: pytest.MonkeyPatch, letters: list[Letter]
) -> None:
    monkeypatch.setattr(servers, "PATIENCE", 0.05)
    with office() as (kept, server):
        kept.mail = [SILENCE] * 9
        with pytest.raises(ServerError, match=r":\d+: fell silent 2 times$"):
            send(server, *letters)
        assert len(kept.mail) == 7


def test_a_server_that_falls_silent_once_gets_the_letter_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(servers, "PATIENCE", 0.5)
    with office() as (kept, server):
        kept.mail = [SILENCE]
        assert sorted(send(server, *THREE)) == [Outcome(name, ANN) for name in "abc"]
