"""The mail of a workbook that was edited says what its inputs give, and attaches just that."""

import email
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen import build_report, load_model
from reportgen.mail.content import subject
from tests.books import book, place, resaved
from tests.mail.post import office
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")
SETTINGS = {"seq_len": 96, "batch_size": 2}
FLOPS = build_report(load_model("mixtral-8x7b"), SETTINGS).figures["flops_forward"].value


def edited(name: str = "edited.xlsx") -> Path:
    return resaved(book(Path(), "mixtral-8x7b", name), **SETTINGS)


def parsed(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


def check(message: EmailMessage, name: str) -> None:
    """Compare a mail with the report of the same settings."""
    assert message["Subject"] == subject(build_report(load_model("mixtral-8x7b"), SETTINGS))
    for kind in ("plain", "html"):
        body = message.get_body((kind,))
        assert body
        assert f"{FLOPS:,} FLOPs" in " ".join(body.get_content().split())
    [attached] = message.iter_attachments()
    assert attached.get_filename() == name
    content = attached.get_content()
    Path("attached.xlsx").write_bytes(content)
    sheet, cell = place(Path("attached.xlsx"), "flops_forward")
    assert load_workbook(BytesIO(content), data_only=True)[sheet][cell].value == FLOPS
    assert run("verify", "attached.xlsx").status == 0


def test_a_draft_of_an_edited_workbook() -> None:
    assert run("report", edited(), "--format", "eml,xlsx", "--output", "out").status == 0
    message = parsed(Path("out/edited.eml").read_bytes())
    check(message, "edited.xlsx")
    assert Path("attached.xlsx").read_bytes() == Path("out/edited.xlsx").read_bytes()


def test_an_edited_workbook_is_mailed() -> None:
    with office() as (kept, server):
        people = ("--to", "a@example.org", "--from", "me@example.org", "--smtp", f"smtp://{server}")
        ended = run("mail", edited("Für uns & <Q3>.xlsx"), *people)
    assert (ended.status, ended.err) == (0, "")
    [(_, content)] = kept.taken
    check(parsed(content), "F-r-uns-Q3.xlsx")


def test_a_workbook_that_is_not_ours_is_not_mailed() -> None:
    Path("other.xlsx").write_bytes(b"PK")
    with office() as (kept, server):
        people = ("--to", "a@example.org", "--from", "me@example.org", "--smtp", f"smtp://{server}")
        ended = run("mail", "other.xlsx", *people)
    assert (ended.status, len(ended.faults)) == (2, 1)
    assert not kept.taken
