"""A letter is taken by a real server for everyone it can be, once, and the rest is told."""

import threading
from typing import Any

import pytest

from reportgen.errors import ServerError
from reportgen.mail import delivery
from reportgen.mail.delivery import UNANSWERED, Delivery, Letter, Outcome
from reportgen.mail.line import PAUSES
from reportgen.mail.talk import Talk
from tests.mail.post import DROP, office
from tests.mail.sending import ANN, BEN, TEXT, THREE, letter, send, taken


def test_a_letter_arrives_as_it_left() -> None:
    with office() as (kept, server):
        found = send(server, letter(ANN, BEN))
    assert found == taken(ANN, BEN)
    assert kept.taken == [([ANN, BEN], TEXT)]
    assert kept.encrypted == [False]


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
        assert send(server, pauses=pauses) == taken(ANN)
    assert [to for to, _ in kept.taken] == [[ANN]]
    assert pauses == [PAUSES[0]]


def test_trying_again_has_an_end() -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        kept.mail = ["451 not now"] * 9
        found = send(server, pauses=pauses)
    assert found == [Outcome("m", ANN, "451 not now; given up after 4 tries")]
    assert pauses == list(PAUSES)


@pytest.mark.parametrize(
    "answers", [{"mail": ["550 no such sender"]}, {"data": ["554 spam"]}], ids=["mail", "data"]
)
def test_a_refusal_is_told_for_everyone_and_not_tried_again(answers: dict[str, object]) -> None:
    [[answer]] = answers.values()
    with office() as (kept, server):
        vars(kept).update(answers)
        found = send(server, letter(ANN, BEN))
    assert found == [Outcome("m", ANN, answer), Outcome("m", BEN, answer)]


@pytest.mark.parametrize(
    "answers",
    [
        {"mail": ["221 idle too long, closing"]},
        {"mail": ["252 perhaps"]},
        {"rcpt": {ANN: ["221 closing"]}},
        {"go_on": ["250 ok"]},
    ],
    ids=["221 at mail", "252 at mail", "rcpt", "data"],
)
def test_only_the_answer_to_the_end_says_that_a_letter_is_taken(answers: dict[str, Any]) -> None:
    with office() as (kept, server):
        vars(kept).update(answers)
        found = send(server, *THREE)
    assert [each.letter for each in found] == ["a", "b", "c"]
    assert found[0].problem.startswith("an answer that has no place here: 2")
    assert found[1:] == [Outcome("b", ANN), Outcome("c", ANN)]
    assert len(kept.taken) == 2


@pytest.mark.parametrize("answer", ["251 will forward", "252 cannot verify"])
def test_a_recipient_who_is_accepted_gets_the_letter(answer: str) -> None:
    with office() as (kept, server):
        kept.rcpt = {ANN: [answer]}
        assert send(server) == taken(ANN)
    assert [to for to, _ in kept.taken] == [[ANN]]


@pytest.mark.parametrize("answer", ["354 go on", "nonsense"])
def test_an_answer_to_the_end_that_says_neither_leaves_it_unknown(answer: str) -> None:
    with office() as (kept, server):
        kept.data = [answer]
        [outcome] = send(server)
    assert outcome == Outcome("m", ANN, UNANSWERED)
    assert str(outcome).startswith(f"m: unknown whether {ANN} got it: ")


def test_an_answer_to_the_end_may_take_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(Talk, "wait", lambda _, seconds: waits.append(seconds))
    with office() as (_, server):
        send(server)
    assert waits == [60, 600, 60]


def test_silence_after_the_end_is_told_and_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "TO_END", 0.01)
    silence = threading.Event()
    with office() as (kept, server):
        kept.silence = silence
        found = send(server)
        silence.set()
    assert found == [Outcome("m", ANN, UNANSWERED)]


def test_one_of_two_is_refused() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["550 5.1.1 no such user"]}
        found = send(server, letter(ANN, BEN))
    assert found == [Outcome("m", BEN, "550 5.1.1 no such user"), *taken(ANN)]
    assert [to for to, _ in kept.taken] == [[ANN]]


def test_who_has_it_gets_it_once_while_another_waits() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["450 greylisted", "450 greylisted"]}
        found = send(server, letter(ANN, BEN))
    assert found == taken(ANN, BEN)
    assert [to for to, _ in kept.taken] == [[ANN], [BEN]]


def test_a_refusal_stands_though_the_connection_is_lost() -> None:
    with office() as (kept, server):
        kept.rcpt = {ANN: ["550 no"], BEN: [DROP]}
        found = send(server, letter(ANN, BEN))
    assert found == [Outcome("m", ANN, "550 no"), *taken(BEN)]


def test_a_connection_lost_after_the_letter_is_told_and_not_tried_again() -> None:
    with office() as (kept, server):
        kept.data = [DROP]
        found = send(server)
    assert found == [Outcome("m", ANN, UNANSWERED)]
    assert kept.encrypted == [False]


def test_what_is_refused_for_one_letter_is_forgotten_for_the_next() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["550 no"]}
        send(server, letter(BEN, name="a"), letter(ANN, name="b"))
    assert [to for to, _ in kept.taken] == [[ANN]]


def test_a_letter_that_must_wait_holds_up_no_other() -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        kept.data = ["452 full"]
        found = send(server, *THREE, pauses=pauses)
    assert [each.letter for each in found] == ["b", "c", "a"]
    assert len(kept.taken) == 3
    assert pauses == [PAUSES[0]]


def test_letters_wait_together() -> None:
    pauses: list[float] = []
    with office() as (kept, server):
        kept.mail = ["451 not now"] * 12
        found = send(server, *THREE, pauses=pauses)
    assert [each.problem for each in found] == ["451 not now; given up after 4 tries"] * 3
    assert pauses == list(PAUSES)


def test_a_letter_whose_fate_is_unknown_stops_no_other() -> None:
    with office() as (kept, server):
        kept.data = ["250 OK", DROP]
        found = send(server, *THREE)
    assert found == [Outcome("a", ANN), Outcome("b", ANN, UNANSWERED), Outcome("c", ANN)]
    assert len(kept.taken) == 2


FOREIGN = "änn@example.org"


def test_other_letters_than_ascii_are_spoken_where_that_is_offered() -> None:
    with office(enable_SMTPUTF8=True) as (kept, server):
        assert send(server, letter(FOREIGN)) == taken(FOREIGN)
    assert [to for to, _ in kept.taken] == [[FOREIGN]]
    assert kept.options == [f"SIZE={len(TEXT)}", "SMTPUTF8", "BODY=8BITMIME"]


def test_ascii_is_spoken_where_that_is_enough() -> None:
    with office(enable_SMTPUTF8=True) as (kept, server):
        assert send(server) == taken(ANN)
    assert kept.options == [f"SIZE={len(TEXT)}"]


@pytest.mark.parametrize(
    "one", [letter(ANN, FOREIGN), Letter("m", FOREIGN, [ANN], TEXT)], ids=["to", "from"]
)
def test_other_letters_than_ascii_are_refused_where_they_are_not_taken(one: Letter) -> None:
    with (
        office(enable_SMTPUTF8=False) as (kept, server),
        pytest.raises(ServerError, match=f"^{FOREIGN}: the server takes no address with other"),
    ):
        send(server, one)
    assert not kept.callers


def test_a_letter_larger_than_the_server_takes_is_not_sent() -> None:
    with office(data_size_limit=20) as (kept, server):
        [outcome] = send(server)
    assert (
        outcome.problem
        == f"the letter has {len(TEXT)} bytes, and the server takes 20; nothing was sent"
    )
    assert not kept.encrypted


def test_what_a_server_says_is_shown_in_one_line() -> None:
    found = Delivery(letter())
    found.refused([ANN], 550, b"no\r\n\x1b[31m" + b"x" * 999)
    [outcome] = found.told()
    assert outcome.problem.startswith("550 no \\x1b[31mxxx")
    assert len(outcome.problem) == 200
