"""Headers, parsed back as mail programs do: what they say, and that they say nothing else."""

import email
from email.message import EmailMessage
from email.policy import default

import pytest

from reportgen.mail.addresses import Address, read_address
from reportgen.mail.headers import addresses, text

ME = "me@example.org"


def parsed(header: str) -> EmailMessage:
    found = email.message_from_string(f"{header}X-End: 1\r\n\r\n", policy=default)
    assert len(found.keys()) == 2
    assert found["X-End"] == "1"
    assert not found.defects
    return found


SUBJECTS = [
    "A subject",
    "word " * 40 + "end",
    "x" * 200,
    "Ü" * 120,
    "a: b; c, <d@e.f>",
    "\N{PILE OF POO}" * 30,
    "\N{MAN}\u200d\N{WOMAN} \N{HEAVY BLACK HEART}\ufe0f",
    "=" * 70 + ": 124.4 M parameters",
    "two  spaces",
    " one before",
    "=?",
    "=?utf-8?q?x?=",
    "=?utf-8?q?=0D=0ABcc:_evil@example.org?=",
]


@pytest.mark.parametrize("said", SUBJECTS, ids=range(len(SUBJECTS)))
def test_a_subject_of_any_letters_comes_back(said: str) -> None:
    header = text("Subject", said)
    assert parsed(header)["Subject"] == said
    assert header.isascii()
    assert not header.startswith("Subject:\r\n")
    assert all(len(line) <= 76 for line in header.splitlines())


@pytest.mark.parametrize("said", ["a\r\nBcc: b@c.d", "a\nb", "a\rb", "a\0b", "a\u202eb"])
def test_a_subject_begins_no_header(said: str) -> None:
    with pytest.raises(ValueError, match="cannot be seen"):
        text("Subject", said)


def test_what_looks_encoded_is_not_decoded_on_the_way() -> None:
    header = text("Subject", "=?utf-8?q?=0D=0ABcc:_evil@example.org?=")
    assert "Bcc" not in header
    assert "=0D" not in header


NAMES = [
    "",
    "Ann",
    "Example, Ann",
    'the "boss" of \\ all',
    "Änn Ünal",
    "Ü" * 100,
    "x" * 100,
    "a@b, c; d: (e)",
    "=?utf-8?q?=0D=0ABcc:_evil?=",
]


@pytest.mark.parametrize("local", ["me", "mé"])
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_of_any_letters_comes_back(name: str, local: str) -> None:
    person = Address(local, "example.org", name)
    header = addresses("To", [person, Address("b", "example.org")])
    first, second = parsed(header)["To"].addresses
    assert (first.addr_spec, second.addr_spec) == (f"{local}@example.org", "b@example.org")
    assert "\nBcc" not in header
    # The address parser puts a space between encoded words, which RFC 2047 does not.
    assert first.display_name.replace(" ", "") == name.replace(" ", "")


def test_an_address_with_other_letters_than_ascii_stands_as_it_is() -> None:
    people = [read_address("Änn <a@example.org>"), read_address("änn@bücher.example")]
    first, second, third, end = addresses("To", people).split("\r\n")
    assert first.startswith("To: =?utf-8?b?")
    assert (second, third, end) == (" <a@example.org>,", " änn@xn--bcher-kva.example", "")


def test_many_people_are_a_line_each() -> None:
    people = [Address(f"person{i}", "example.org") for i in range(200)]
    lines = addresses("To", people).split("\r\n")
    assert len(lines) == 201
    assert len(parsed("\r\n".join(lines))["To"].addresses) == 200
