"""Letters to be sent, and a sending of them that waits for nothing."""

import ssl

from reportgen.mail.delivery import Letter, Outcome, Post
from reportgen.mail.line import Line
from reportgen.mail.servers import Login, Server

ANN, BEN = "ann@example.org", "ben@example.org"
TEXT = b"Subject: A test\r\n\r\n.A line with a dot\r\n..and two\r\n"


def letter(*recipients: str, name: str = "m") -> Letter:
    return Letter(name, "me@example.org", recipients or (ANN,), TEXT)


def send(
    server: Server,
    *letters: Letter,
    login: Login | None = None,
    trust: ssl.SSLContext | None = None,
    pauses: list[float] | None = None,
) -> list[Outcome]:
    waited = [] if pauses is None else pauses
    with Line(server, login, trust, waited.append) as line:
        post = Post(line)
        outcomes = [each for one in letters or (letter(),) for each in post.hand_in(one)]
        return [*outcomes, *post.try_again()]


def taken(*recipients: str, name: str = "m") -> list[Outcome]:
    return [Outcome(name, each) for each in recipients]


THREE = [letter(name=name) for name in "abc"]
