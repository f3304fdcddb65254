"""A letter is taken by a real server for everyone it can be, once, and the rest is told."""

import ssl
from functools import partial

import pytest
import trustme

from reportgen.errors import ServerError
from reportgen.mail.delivery import PAUSES, UNCERTAIN, Delivery, Letter, deliver
from reportgen.mail.servers import Login, Server, connected
from tests.mail.post import DROP, HOST, PASSWORD, USER, office

ANN, BEN = "ann@example.org", "ben@example.org"
TEXT = b"Subject: A test\r\n\r\n.A line with a dot\r\n..and two\r\n"
LOGIN = Login(USER, PASSWORD)


def letter(*recipients: str) -> Letter:
    return Letter("me@example.org", recipients or (ANN,), TEXT)


def send(
    server: Server,
    *recipients: str,
    login: Login | None = None,
    trust: ssl.SSLContext | None = None,
    pauses: list[float] | None = None,
) -> Delivery:
    waited = [] if pauses is None else pauses
    return deliver(letter(*recipients), partial(connected, server, login, trust), waited.append)


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


def test_a_letter_arrives_as_it_left() -> None:
    with office() as (kept, server):
        found = send(server, ANN, BEN)
    assert found == Delivery(accepted=[ANN, BEN])
    assert kept.taken == [([ANN, BEN], TEXT)]
    assert kept.encrypted == [False]


def test_encryption_is_used_where_it_is_offered(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with office(certificate=certificate) as (kept, server):
        assert send(server, trust=trust).accepted == [ANN]
    assert kept.encrypted == [True]


def test_encryption_from_the_first_byte(certificate: ssl.SSLContext, trust: ssl.SSLContext) -> None:
    with office(tls=True, certificate=certificate) as (kept, server):
        assert send(server, trust=trust).accepted == [ANN]
    assert kept.encrypted == [True]


@pytest.mark.parametrize("tls", [True, False])
def test_a_certificate_that_is_not_trusted_ends_it(certificate: ssl.SSLContext, tls: bool) -> None:
    with (
        office(tls=tls, certificate=certificate) as (kept, server),
        pytest.raises(ServerError, match=r"certificate is not trusted: .*; nothing was sent"),
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
        assert send(server, trust=trust).accepted == [ANN]
    assert kept.encrypted == [True]


def test_a_server_without_tls_is_told_apart() -> None:
    with office() as (_, server), pytest.raises(ServerError, match="no TLS"):
        send(Server(HOST, server.port, tls=True))


def test_a_login_is_given_over_an_encrypted_connection(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    options = {"login": True, "auth_required": True}
    with office(certificate=certificate, **options) as (kept, server):
        assert send(server, login=LOGIN, trust=trust).accepted == [ANN]
    assert kept.logins == [USER.encode()]


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
        pytest.raises(ServerError, match=r"the login is refused \(535\)") as raised,
    ):
        send(server, login=wrong, trust=trust)
    assert "hunter2" not in f"{raised.value} {wrong!r}"


def test_a_server_without_logins_is_told(
    certificate: ssl.SSLContext, trust: ssl.SSLContext
) -> None:
    with (
        office(certificate=certificate, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as (_, server),
        pytest.raises(ServerError, match="offers no way to log in"),
    ):
        send(server, login=LOGIN, trust=trust)


@pytest.mark.parametrize(
    "answers",
    [
        {"mail": ["451 later"]},
        {"rcpt": {ANN: ["450 greylisted"]}},
        {"data": ["452 full"]},
        {"mail": [DROP]},
        {"rcpt": {ANN: [DROP]}},
    ],
    ids=["mail", "rcpt", "data", "dropped at mail", "dropped at rcpt"],
)
def test_what_fails_for_now_is_tried_again(answers: dict[str, object]) -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        vars(kept).update(answers)
        assert send(server, pauses=pauses) == Delivery(accepted=[ANN])
    assert [to for to, _ in kept.taken] == [[ANN]]
    assert pauses == [PAUSES[0]]


def test_trying_again_has_an_end() -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        kept.mail = ["451 not now"] * 9
        found = send(server, pauses=pauses)
    assert found == Delivery(refused={ANN: "451 not now; given up after 4 tries"})
    assert pauses == list(PAUSES)


def test_a_server_that_is_not_there_is_told() -> None:
    with office() as (_, server):
        pass
    [reason] = send(server).refused.values()
    assert reason == "Connection refused; given up after 4 tries"


@pytest.mark.parametrize(
    "answers", [{"mail": ["550 no such sender"]}, {"data": ["554 spam"]}], ids=["mail", "data"]
)
def test_a_refusal_is_told_for_everyone_and_not_tried_again(answers: dict[str, object]) -> None:
    [[answer]] = answers.values()
    with office() as (kept, server):
        vars(kept).update(answers)
        found = send(server, ANN, BEN)
    assert found == Delivery(refused={ANN: answer, BEN: answer})


def test_one_of_two_is_refused() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["550 5.1.1 no such user"]}
        found = send(server, ANN, BEN)
    assert found == Delivery(accepted=[ANN], refused={BEN: "550 5.1.1 no such user"})
    assert [to for to, _ in kept.taken] == [[ANN]]


def test_who_has_it_gets_it_once_while_another_waits() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["450 greylisted", "450 greylisted"]}
        found = send(server, ANN, BEN)
    assert found == Delivery(accepted=[ANN, BEN])
    assert [to for to, _ in kept.taken] == [[ANN], [BEN]]


def test_a_refusal_stands_though_the_connection_is_lost() -> None:
    with office() as (kept, server):
        kept.rcpt = {ANN: ["550 no"], BEN: [DROP]}
        found = send(server, ANN, BEN)
    assert found == Delivery(accepted=[BEN], refused={ANN: "550 no"})


def test_a_connection_lost_after_the_letter_is_told_and_not_tried_again() -> None:
    with office() as (kept, server):
        kept.data = [DROP]
        found = send(server)
    assert found == Delivery(refused={ANN: UNCERTAIN})
    assert kept.encrypted == [False]


def test_a_letter_larger_than_the_server_takes_is_not_sent() -> None:
    with office(data_size_limit=20) as (kept, server):
        [reason] = send(server).refused.values()
    assert reason == f"the letter has {len(TEXT)} bytes, and the server takes 20; nothing was sent"
    assert not kept.encrypted


def test_what_a_server_says_is_shown_in_one_line() -> None:
    found = Delivery()
    found.settle([ANN], 550, b"no\r\n\x1b[31m" + b"x" * 999)
    [reason] = found.refused.values()
    assert reason.startswith("550 no \\x1b[31mxxx")
    assert len(reason) == 200
