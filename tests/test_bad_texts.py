"""Whatever text a user gives stands as text in workbook, page and mail, and breaks none of them."""

import email
import json
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reportgen.printable import printable
from tests.engines import lint
from tests.html.reading import Read
from tests.mail.clients import MailPage
from tests.running import run

MODEL = """
title = {0}
source = {0}
notes = [{0}]
[inputs]
context_length = {{ value = 16, meaning = {0} }}
num_layers = 2
width = {{ value = 8, meaning = {0} }}
[[layer]]
name = {0}
source = {0}
count = "num_layers"
[[layer.matmul]]
name = {0}
m = "tokens"
k = "width"
n = "width"
weight = true
[[layer.parameter]]
name = {0}
shape = ["width"]
[[quantity]]
name = "own_figure"
title = {0}
formula = "2 * width"
unit = {0}
meaning = {0}
source = {0}
"""
BRAND = "[brand]\nname = {0}\nfooter = {0}\n"
TEXTS = {
    "markup": "</title></script><b onclick=x>&amp;<!--]]>",
    "quotes": '"it\'s" `quoted` \\ {{ 7 * 7 }} {% raw %}',
    "newlines": "one\ntwo\n\nBcc: eve@example.org",
    "right to left": "\u202egnp.exe \u2067abc\u200f",
    "formula": '=HYPERLINK("http://example.org","x")',
    "letters": "Grüße 你好 \N{PILE OF POO} \u0301",
    "joined": "\N{MAN}\u200d\N{WOMAN} \N{HEAVY BLACK HEART}\ufe0f \u0645\u06cc\u200c\u062e",
    "endless": "x" * 10_000,
    "words": "word " * 2_000,
}

SHOWN = {TEXTS["right to left"]: "\\u202egnp.exe \\u2067abc\\u200f"}


def quoted(text: str) -> str:
    """Return the text as TOML writes it, which JSON's strings are a part of."""
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(params=TEXTS.values(), ids=TEXTS)
def text(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A text as it is shown, which is everywhere in the report that has been written."""
    monkeypatch.chdir(tmp_path)
    given = str(request.param)
    Path("own.toml").write_text(MODEL.format(quoted(given)), "utf-8")
    Path("brand.toml").write_text(BRAND.format(quoted(given)), "utf-8")
    ended = run("report", "own.toml", "--brand", "brand.toml", "--format", "xlsx,html,eml")
    assert ended.status == 0, ended.err
    return SHOWN.get(given, given)


def test_it_breaks_nothing(text: str) -> None:
    assert lint("output/own.xlsx") == []
    summary = load_workbook("output/own.xlsx")["Summary"]
    assert summary["A1"].data_type == "s"
    assert str(summary["A1"].value)[:20] in text

    page = Read(Path("output/own.html").read_text("utf-8"))
    assert page.text.count(text.strip()) > 6
    assert not page.values("onclick")

    mail = email.message_from_bytes(Path("output/own.eml").read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    assert set(mail.keys()) == {"Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert len(mail["Subject"]) < 160
    assert printable(mail["Subject"]) == mail["Subject"]
    assert mail["Subject"].startswith(text[:15].partition("\n")[0])
    body = mail.get_body(("html",))
    assert body
    assert not MailPage(body.get_content()).faults
    assert [part.get_filename() for part in mail.iter_attachments()] == ["own.xlsx"]
