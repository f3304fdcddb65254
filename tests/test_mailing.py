"""`reportgen mail`: whom it reaches, what it prints and how it ends."""

import email
import io
import json
import ssl
from contextlib import redirect_stdout
from email.policy import default
from errno import ECONNREFUSED, ENOSPC, EPIPE
from pathlib import Path
from smtplib import SMTP
from typing import Any

import pytest
import trustme

from reportgen.cli import main
from reportgen.mail import line
from reportgen.mail.servers import PASSWORD as PASSWORD_NAME
from reportgen.mail.servers import USER as USER_NAME
from reportgen.mail.servers import Server, connect
from tests.configs import LLAMA
from tests.mail.post import DROP, HOST, INTERRUPT, PASSWORD, USER, office
from tests.running import run

ANN, BEN, ME = "ann@example.org", "ben@example.org", "me@example.org"
TO_BOTH = f"To {ANN}, {BEN}: "
PEOPLE = ("--to", ANN, "--to", BEN, "--from", ME)


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (USER_NAME, PASSWORD_NAME, "REPORTGEN_SMTP", "REPORTGEN_MAIL_FROM"):
        monkeypatch.delenv(name, raising=False)


def url(server: Server) -> str:
    return f"smtp://{server}"


def test_a_report_is_mailed_with_its_workbook() -> None:
    with office() as (kept, server):
        ended = run("mail", "gpt2", "--set", "seq_len=128", *PEOPLE, "--smtp", url(server))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{TO_BOTH}gpt2\ngpt2: sent to {ANN}\ngpt2: sent to {BEN}\n"
    [(recipients, content)] = kept.taken
    message = email.message_from_bytes(content, policy=default)
    assert recipients == [ANN, BEN]
    assert (message["From"], message["To"]) == (ME, f"{ANN}, {BEN}")
    assert "32.23 GFLOP per forward pass" in message["Subject"]
    assert [part.get_filename() for part in message.iter_attachments()] == ["gpt2.xlsx"]


def test_one_of_two_recipients_is_refused() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["550 5.1.1 no such user"]}
        ended = run("mail", "gpt2", *PEOPLE, "--smtp", url(server))
    assert ended.status == 1
    assert ended.out == f"{TO_BOTH}gpt2\ngpt2: sent to {ANN}\n"
    assert ended.faults == [f"reportgen: gpt2: not sent to {BEN}: 550 5.1.1 no such user"]


def test_everyone_is_refused() -> None:
    with office() as (kept, server):
        kept.mail = ["550 go away"]
        ended = run("mail", "gpt2", *PEOPLE, "--smtp", url(server))
    assert ended.status == 2
    assert [fault.split("not sent to ")[1] for fault in ended.faults] == [
        f"{ANN}: 550 go away",
        f"{BEN}: 550 go away",
    ]


def test_a_model_that_is_wrong_stops_no_other() -> None:
    with office() as (kept, server):
        ended = run("mail", "gpt3", "gpt2", *PEOPLE, "--smtp", url(server))
    assert ended.status == 1
    assert len(kept.taken) == 1
    assert ended.faults[0].startswith("reportgen: unknown model 'gpt3'")


def test_server_sender_and_login_may_be_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    certificate = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(certificate)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("REPORTGEN_MAIL_FROM", ME)
    monkeypatch.setenv(USER_NAME, USER)
    monkeypatch.setenv(PASSWORD_NAME, PASSWORD)
    with office(certificate=certificate, login=True, auth_required=True) as (kept, server):
        monkeypatch.setenv("REPORTGEN_SMTP", url(server))
        ended = run("mail", "gpt2", "--to", ANN)
    assert (ended.status, ended.err) == (0, "")
    assert kept.encrypted == [True]
    assert kept.logins == [USER.encode()]


def test_a_server_that_must_not_be_used_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(USER_NAME, USER)
    monkeypatch.setenv(PASSWORD_NAME, PASSWORD)
    with office() as (kept, server):
        ended = run("mail", "gpt2", "gpt2-medium", *PEOPLE, "--smtp", url(server))
    assert ended.status == 2
    assert len(ended.faults) == 1
    assert "the password is not sent to it" in ended.err
    assert PASSWORD not in ended.err
    assert not kept.taken


def test_a_server_that_is_not_there_ends_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PAUSES", (0, 0, 0))
    with office() as (_, server):
        pass
    ended = run("mail", "gpt2", "gpt3", "gpt2-medium", *PEOPLE, "--smtp", url(server))
    assert (ended.status, ended.out) == (2, "")
    [fault] = ended.faults
    problem = "Connection refused; given up after 4 tries; not sent: gpt2, gpt3, gpt2-medium"
    assert fault == f"reportgen: {server}: {problem}"


def test_a_server_that_goes_away_ends_it_and_what_was_sent_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = [connect]

    def connected(*arguments: Any) -> SMTP:
        if there:
            return there.pop()(*arguments)
        raise ConnectionRefusedError(ECONNREFUSED, "Connection refused")

    monkeypatch.setattr(line, "connect", connected)
    monkeypatch.setattr(line, "PAUSES", (0, 0, 0))
    models = "gpt2", "gpt2-medium", "gpt2-large"
    with office() as (kept, server):
        kept.rcpt = {BEN: ["450 greylisted"]}
        kept.rset = ["250 OK", DROP]
        ended = run("mail", *models, *PEOPLE, "--smtp", url(server))
    assert ended.status == 1
    assert ended.out == f"{TO_BOTH}{', '.join(models)}\ngpt2: sent to {ANN}\n"
    [fault] = ended.faults
    assert fault.endswith(f"; not sent: gpt2 to {BEN}, gpt2-medium, gpt2-large")


class Full(io.StringIO):
    """A stream that so many lines can be written to, and then nothing."""

    def __init__(self, lines: int, fault: int = ENOSPC) -> None:
        super().__init__()
        self.lines, self.fault = lines, fault

    def write(self, said: str) -> int:
        if self.getvalue().count("\n") == self.lines:
            raise OSError(self.fault, f"No room for {len(said)} characters")
        return super().write(said)


@pytest.mark.parametrize("fault", [ENOSPC, EPIPE])
def test_output_that_cannot_be_written_is_told_before_anything_is_sent(
    fault: int, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = redirect_stdout(Full(lines=0, fault=fault))
    with office() as (kept, server), failing, pytest.raises(SystemExit) as ended:
        main(["mail", "gpt2", *PEOPLE, "--smtp", url(server)])
    assert (ended.value.code, len(kept.taken)) == (2, 0)
    assert capsys.readouterr().err.startswith("reportgen: cannot write the output: No room")


def test_output_that_fails_later_holds_up_no_letter(capsys: pytest.CaptureFixture[str]) -> None:
    models = "gpt2", "gpt2-medium", "gpt2-large"
    with office() as (kept, server), redirect_stdout(Full(lines=1)):
        kept.rcpt = {BEN: ["550 no"]}
        with pytest.raises(SystemExit) as ended:
            main(["mail", *models, *PEOPLE, "--smtp", url(server)])
    assert (ended.value.code, len(kept.taken)) == (1, 3)
    served = [f"{name}: sent to {who}" for name in models for who in (ANN, BEN)]
    served.remove(f"gpt2: sent to {BEN}")
    *told, refused, output = capsys.readouterr().err.splitlines()
    assert told == served
    assert refused == f"reportgen: gpt2: not sent to {BEN}: 550 no"
    assert output.startswith("reportgen: cannot write the output: No room")


def test_a_template_that_is_wrong_stops_no_other_letter(tmp_path: Path) -> None:
    (tmp_path / "email.txt").write_text("{% if name == 'gpt2' %}{{ 1 // 0 }}{% endif %}")
    asked = ("gpt2", "gpt2-medium", *PEOPLE, "--templates", str(tmp_path))
    with office() as (kept, server):
        ended = run("mail", *asked, "--smtp", url(server))
    assert (ended.status, len(kept.taken), len(ended.faults)) == (1, 1, 1)


@pytest.mark.parametrize("answers", [{"mail": ["250 OK", INTERRUPT]}, {"rset": [INTERRUPT]}])
def test_an_interrupt_tells_what_was_not_sent(answers: dict[str, list[str]]) -> None:
    with office() as (kept, server):
        vars(kept).update(answers)
        ended = run("mail", "gpt2", "gpt2-medium", "gpt2-large", *PEOPLE, "--smtp", url(server))
    assert ended.status == 130
    sent = [f"gpt2: sent to {who}" for who in (ANN, BEN) if "mail" in answers]
    left = ["gpt2", "gpt2-medium", "gpt2-large"][len(kept.taken) :]
    assert ended.out.splitlines()[1:] == sent
    assert ended.err.strip() == f"reportgen: interrupted; not sent: {', '.join(left)}"


def test_an_interrupt_tells_whose_letter_had_ended() -> None:
    with office() as (kept, server):
        kept.rcpt = {BEN: ["450 later"]}
        kept.data = [INTERRUPT]
        ended = run("mail", "gpt2", "gpt2-medium", *PEOPLE, "--smtp", url(server))
    unknown, unsent = ended.err.strip().splitlines()
    assert (ended.status, ended.out) == (130, f"{TO_BOTH}gpt2, gpt2-medium\n")
    assert unknown.startswith(f"reportgen: gpt2: unknown whether {ANN} got it: ")
    assert unsent == f"reportgen: interrupted; not sent: gpt2 to {BEN}, gpt2-medium"


def test_a_model_that_is_named_twice_is_mailed_once() -> None:
    with office() as (kept, server):
        run("mail", "gpt2", "gpt2", *PEOPLE, "--smtp", url(server))
    assert len(kept.taken) == 1


def test_a_model_that_is_spelt_two_ways_is_mailed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sizes = "d_model = 64, num_heads = 2, num_layers = 2, vocab_size = 9, context_length = 16"
    Path("gpt2.toml").write_text(f'architecture = "gpt2"\ninputs = {{{sizes}}}\n')
    Path("gpt2").mkdir()
    with office() as (kept, server):
        asked = "gpt2.toml", "./gpt2.toml", tmp_path / "gpt2.toml", "gpt2", "./gpt2"
        ended = run("mail", *asked, *PEOPLE, "--smtp", url(server))
    assert len(kept.taken) == 2, ended.err
    assert len(ended.faults) == 1  # ./gpt2 is a folder, and no preset


def test_a_folder_and_the_config_in_it_are_one_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.json").write_text(json.dumps(LLAMA), "utf-8")
    with office() as (kept, server):
        run("mail", ".", "config.json", tmp_path, *PEOPLE, "--smtp", url(server))
    assert len(kept.taken) == 1


@pytest.mark.parametrize(
    "given",
    [
        ("gpt2", "--to", ANN, BEN),
        ("gpt2", "--to", f"{ANN},{BEN}"),
        ("gpt2", "--to", f"{ANN} {BEN}"),
    ],
)
def test_several_addresses_at_once_are_told_before_anything_is_sent(given: tuple[str, ...]) -> None:
    with office() as (kept, server):
        ended = run("mail", *given, "--from", ME, "--smtp", url(server))
    assert (ended.status, len(ended.faults)) == (2, 1)
    assert "give --to once for each address" in ended.err
    assert not kept.callers


def test_a_model_file_may_have_an_at_in_its_name(tmp_path: Path) -> None:
    ended = run("mail", tmp_path, "--to", ANN, "--from", ME, "--dry-run")
    (tmp_path / "a@b").mkdir()
    again = run("mail", tmp_path / "a@b", "--to", ANN, "--from", ME, "--dry-run")
    assert again.err == ended.err.replace(str(tmp_path), str(tmp_path / "a@b"))


def test_other_letters_than_ascii_arrive() -> None:
    with office() as (kept, server):
        ended = run(
            "mail", "gpt2", "--to", "Ü <änn@bücher.example>", *PEOPLE, "--smtp", url(server)
        )
    assert (ended.status, ended.err) == (0, "")
    [(recipients, content)] = kept.taken
    assert recipients[0] == "änn@xn--bcher-kva.example"
    assert "\r\n <änn@xn--bcher-kva.example>,\r\n ann@example.org".encode() in content


def test_a_dry_run_tells_and_sends_nothing() -> None:
    with office() as (kept, server):
        ended = run("mail", "gpt2", *PEOPLE, "--smtp", url(server), "--dry-run")
    assert ended.status == 0
    assert ended.out.splitlines()[:3] == [
        f"From: {ME}",
        f"To: {ANN}, {BEN}",
        "Subject: GPT-2 (124M): 124.4 M parameters, 291.6 GFLOP per forward pass",
    ]
    assert ended.out.splitlines()[3].startswith("Size: ")
    assert not kept.encrypted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", ME), "Missing option '--to'"),
        (("--to", ANN), "say from whom: give --from ADDRESS, or set REPORTGEN_MAIL_FROM"),
        (PEOPLE, "say through which server: give --smtp URL, or set REPORTGEN_SMTP"),
        (("--to", "ann", "--from", ME), "'ann': write it as name@example.org"),
        (("--to", "a@b.c\r\nBcc: d@e.f", "--from", ME), "holds a character that cannot be seen"),
        ((*PEOPLE, "--smtp", "mail.example.org"), "the URL of the mail server is none"),
        ((*PEOPLE, "--smtp", "smtp://me:hunter2@h"), "leave the login out of the server's URL"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_a_line(arguments: tuple[str, ...], said: str) -> None:
    ended = run("mail", "gpt2", *arguments)
    assert (ended.status, ended.out, len(ended.faults)) == (2, "", 1)
    assert said in ended.err
    assert "hunter2" not in ended.err
