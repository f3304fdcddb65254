"""The two bodies of a mail: what they say, and that mail programs keep it."""

import re
from functools import cache

import pytest

from reportgen import build_report, catalog, load_model
from reportgen.brand import UNBRANDED, Brand
from reportgen.look import PLAIN, Look
from reportgen.mail.content import content, subject
from reportgen.mail.message import Mail, mail
from reportgen.model import read_model
from reportgen.reporting import Report
from tests.html.reports import LONG, MARKUP, report
from tests.mail.clients import LARGEST, MailPage

BRAND = Brand("Example & Sons", "data:image/png;base64,", "For <you>", "#8a1c4a", "#f09cc0")
MARKS = "\u202e\u2066\u200f"


@cache
def mailed(name: str, look: Look = PLAIN) -> Mail:
    return mail(report(name), look, b"")


@cache
def hostile() -> Report:
    """A model whose texts are markup, turn the line round, begin lines and have no end."""
    text = f'{MARKUP}{MARKS}\n"{LONG}'
    said = {
        "name": "hostile",
        "title": text,
        "source": text,
        "notes": [text],
        "inputs": {"d_model": 64, "num_layers": 2, "context_length": 16},
        "quantity": [_quantity("training_price", text)],
        "layer": [{"name": text, "source": text, "count": "num_layers", "matmul": [_matmul(text)]}],
    }
    return build_report(read_model(said, "hostile.toml"))


def _quantity(name: str, text: str) -> dict[str, object]:
    """A figure that takes the place of one which the mail tells."""
    about = dict.fromkeys(("title", "unit", "meaning", "source"), text)
    return {"name": name, "formula": "1 / 3", **about}


def _matmul(name: str) -> dict[str, object]:
    shape = {"m": "tokens", "k": "d_model", "n": "d_model"}
    return {"name": name, "component": "part", "weight": True, **shape}


@pytest.mark.parametrize("name", catalog.presets())
def test_mail_programs_keep_all_of_every_mail(name: str) -> None:
    assert not MailPage(mail(build_report(load_model(name)), PLAIN, b"").html).faults


def test_the_exact_figures_are_in_the_first_words() -> None:
    found = mailed("mixtral-8x7b")
    for body in (MailPage(found.html).text, found.text):
        said = " ".join(body.split())
        assert "46,702,792,704 parameters, of which a token uses 12,879,925,248" in said[:400]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt2", ["Parameters124.4 M124,439,808", "Weights0.2489 GB0.2318 GiB"]),
        ("mixtral-8x7b", ["Active parameters12.88 G12,879,925,248"]),
    ],
)
def test_what_is_asked_first_is_said_in_short_and_in_full(name: str, said: list[str]) -> None:
    text = MailPage(mailed(name).html).text
    assert [fact for fact in said if fact not in text] == []


def test_the_language_is_told_to_those_who_drop_the_head() -> None:
    languages = MailPage(mailed("gpt2").html).languages
    assert languages == [("html", "en"), ("div", "en")]


def test_it_reads_as_well_without_styles() -> None:
    html = mailed("gpt2").html
    bare = re.sub(r'<style>.*?</style>| (style|class)="[^"]*"', "", html, flags=re.DOTALL)
    assert MailPage(bare).text == MailPage(html).text
    assert 'width="100%" cellpadding="5"' in bare
    assert 'bgcolor="#1a5fa8"' in bare


def test_both_bodies_say_the_same() -> None:
    found = mailed("llama-3-8b")
    words = [re.sub(r"\s+", " ", body) for body in (MailPage(found.html).text, found.text)]
    answers = [re.sub(r"\s+", " ", answer.text) for answer in report("llama-3-8b").answers]
    costs = ("Time per output token", "Memory for training", "Training time")
    assert all(said in body for body in words for said in (*answers, *costs))


def test_shares_are_drawn_and_said() -> None:
    html = mailed("cs336-gpt2-xl").html
    row = next(line for line in html.splitlines() if ">Feed-forward</th>" in line)
    assert 'width="69%"' in row
    assert "69.32 %" in row
    assert "1.475 G" in row


def test_a_mail_of_many_rows_leads_to_the_workbook() -> None:
    found = mailed("jamba-v0.1")
    assert len(found.html) < LARGEST // 2
    more = sum(flops > 0 for flops in report("jamba-v0.1").matmuls.exact["flops"]) - 8
    assert f"There are {more} more in the workbook." in found.html
    assert f"{more} more are in the workbook." in found.text


def test_products_that_do_not_run_are_none_of_the_largest() -> None:
    """GPT-2 has seven products; looking the tokens up is none, as embedding_as_matmul is 0."""
    found = mailed("gpt2")
    for body in (found.html, found.text):
        assert "weighted_values" in body
        assert "lookup_as_matmul" not in body
        assert not re.search(r"more (are )?in the workbook", body)


def test_one_more_product_is_one() -> None:
    layer = {"name": "l", "matmul": [_matmul(f"m{i}") for i in range(9)]}
    inputs = {"d_model": 64, "context_length": 16}
    said = {"name": "nine", "title": "nine", "inputs": inputs, "layer": [layer]}
    found = mail(build_report(read_model(said, "nine.toml")), PLAIN, b"")
    assert "There is 1 more in the workbook." in found.html
    assert "1 more is in the workbook." in found.text


def test_a_mail_of_many_components_is_no_longer() -> None:
    layers = [
        {"name": f"l{i}", "matmul": [_matmul("x") | {"component": f"part_{i}" + "y" * 40}]}
        for i in range(300)
    ]
    inputs = {"d_model": 64, "context_length": 16}
    said = {"name": "many", "title": "many", "inputs": inputs, "layer": layers}
    found = mail(build_report(read_model(said, "many.toml")), PLAIN, b"")
    assert len(found.html) < LARGEST // 2
    assert len(found.text) < LARGEST // 4


def test_figures_may_be_asked_for_by_name() -> None:
    figures = content(report("gpt2"), UNBRANDED)["figures"]
    assert isinstance(figures, dict) or hasattr(figures, "keys")
    assert figures["params_total"].value == 124_439_808
    assert figures["weights_gb"].shown == "0.2489 GB"
    assert set(figures) == set(report("gpt2").figures)


def test_the_subject_has_the_totals() -> None:
    assert subject(report("cs336-gpt2-xl")) == (
        "GPT-2 XL's shape, CS336 architecture: 2.127 G parameters, 4.513 TFLOP per forward pass"
    )


@pytest.mark.parametrize("blank", ["", "   ", "\u3000"])
def test_a_blank_title_falls_back_on_the_name(blank: str) -> None:
    said = {
        "name": "our-own",
        "title": blank,
        "inputs": {"d_model": 64, "context_length": 16},
        "layer": [{"name": "l", "matmul": [_matmul("x")]}],
    }
    found = mail(build_report(read_model(said, "our-own.toml")), PLAIN, b"")
    assert found.subject.startswith("our-own: ")
    assert ">our-own</h1>" in found.html


def test_a_brand_shows_as_text_in_its_colours() -> None:
    found = mailed("gpt2", Look(brand=BRAND))
    assert "<b>Example &amp; Sons</b>" in found.html
    assert 'bgcolor="#8a1c4a"' in found.html
    assert "#f09cc0" in found.html
    assert "data:" not in found.html
    assert found.text.startswith("Example & Sons\n")
    assert "\nFor <you>\n" in found.text
    assert not MailPage(found.html).faults


def test_what_is_copied_has_nothing_in_it_that_is_not_seen() -> None:
    title = "Qwen3-Next-80B-A3B-Instruct"
    said = {
        "name": "a-name-longer-than-any-line-of-a-phone",
        "title": title,
        "source": "https://example.org/a/place/longer/than/any/line/config.json",
        "inputs": {"d_model": 64, "context_length": 16},
        "layer": [{"name": "l", "matmul": [_matmul("x")]}],
    }
    html = mail(build_report(read_model(said, "m.toml")), PLAIN, b"").html
    assert "\u200b" not in html
    assert f">{title.replace('-', '-<wbr>')}</h1>" in html
    for copied in (f">{said['name']}.xlsx<", f"report {said['name']}<", f": {said['source']}<"):
        assert copied in html


def test_texts_of_the_users_show_as_text_and_break_nothing() -> None:
    text = f"{MARKUP}{MARKS}\n{LONG}"
    found = mail(hostile(), Look(brand=Brand(name=text, footer=text)), b"")
    page = MailPage(found.html)
    assert not page.faults
    assert len(found.html) < LARGEST // 2
    for body in (page.text, found.text, found.subject):
        assert MARKUP in body
        assert "\\u202e\\u2066\\u200f" in body
        assert not set(MARKS) & set(body)
        assert "x" * 400 not in body
    assert "\n" not in found.subject
    assert len(found.subject) < 160
