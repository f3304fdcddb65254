"""The message, parsed back as mail programs do."""

import email
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage, MIMEPart
from email.policy import default
from functools import cache

from reportgen.edition import Edition
from reportgen.mail.addresses import read_address
from reportgen.mail.message import Mail, addressed, draft
from tests.html.reports import report

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TEXT = "Grüße\n\n.dot\nFrom here \n" + "ü" * 500 + "\n=_x\ntrailing \n"
PLAIN = Mail("A subject", TEXT, f"<p>{TEXT}</p>\n", bytes(range(256)) * 3, "m.xlsx")


@cache
def edition() -> Edition:
    return Edition(report("gpt2"))


def parsed(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    assert not [defect for part in found.walk() for defect in part.defects]
    return found


def attached(content: bytes) -> MIMEPart:
    [part] = parsed(content).iter_attachments()
    return part


def test_a_draft_has_the_three_parts_in_their_order() -> None:
    kinds = [part.get_content_type() for part in parsed(edition().draft).walk()]
    assert kinds[:4] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html"]
    assert kinds[4:] == ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]


def test_the_workbook_is_attached_as_it_is_written() -> None:
    part = attached(edition().draft)
    assert part.get_filename() == "gpt2.xlsx"
    assert part.get_content_disposition() == "attachment"
    assert part.get_content() == edition().workbook


def test_a_draft_is_to_be_addressed_and_sent() -> None:
    found = parsed(edition().draft)
    assert found["X-Unsent"] == "1"
    assert found["Subject"] == edition().mail.subject
    assert not {"From", "To", "Date", "Message-ID"} & set(found.keys())


def test_texts_come_back_whole() -> None:
    found = parsed(draft(PLAIN))
    text, html = found.get_body(("plain",)), found.get_body(("html",))
    assert text
    assert html
    assert text.get_content().replace("\r\n", "\n") == TEXT
    assert html.get_content().replace("\r\n", "\n") == f"<p>{TEXT}</p>\n"
    assert text["Content-Transfer-Encoding"] == "quoted-printable"
    assert attached(draft(PLAIN)).get_content() == PLAIN.workbook


def test_a_draft_travels_through_any_server() -> None:
    lines = edition().draft.split(b"\r\n")
    assert all(line.isascii() and len(line) <= 80 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    assert all(len(line) <= 76 for line in lines if b":" not in line)


def test_a_line_that_ends_in_a_space_where_it_is_full_is_no_longer() -> None:
    lines = draft(replace(PLAIN, text=f"{'x' * 75} \nnext")).split(b"\r\n")
    assert max(len(line) for line in lines if line.startswith(b"xxx")) <= 76


def test_the_same_report_gives_the_same_bytes() -> None:
    assert Edition(report("gpt2")).draft == edition().draft


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import sys; from reportgen import build_report, load_model\n"
        "from reportgen.edition import Edition\n"
        "sys.stdout.buffer.write(Edition(build_report(load_model('gpt2'))).draft)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment
    )
    assert made.stdout == edition().draft


def test_no_text_can_end_a_part() -> None:
    text = "--=_mixed--\r\n--=_alternative--\n--=_mixed\n"
    found = parsed(draft(Mail("A subject", text, text, text.encode(), "m.xlsx")))
    assert len(list(found.walk())) == 5
    assert [part.get_content() for part in found.iter_attachments()] == [text.encode()]


def test_what_is_sent_says_from_whom_to_whom_and_when() -> None:
    people = [read_address("Änn <ann@example.org>"), read_address("x@bücher.example")]
    found = parsed(addressed(PLAIN, read_address("me@example.org"), people, WHEN))
    assert found["From"] == "me@example.org"
    assert found["To"] == "Änn <ann@example.org>, x@xn--bcher-kva.example"
    assert found["Date"].datetime == WHEN
    assert found["Message-ID"].endswith("@example.org>")
    assert "X-Unsent" not in found
