"""Templates and a brand of the user's own, from the command line to every file."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.html.reading import Read
from tests.running import run

HEADER = (
    '{% extends "reportgen/page.html" %}{% block header %}<h1>OURS {{ name }}</h1>{% endblock %}'
)
MAIL = '{% extends "reportgen/email.html" %}{% block header %}OURS{{ super() }}{% endblock %}'
ACCENT = "#8a1c4a"
BRAND = f"""
[brand]
name = "</title>Example & Sons"
footer = "<b>Ours\\u202e"
accent = "{ACCENT}"
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_own_templates_reach_every_process(tmp_path: Path, templates: Path, jobs: str) -> None:
    written(templates, "page.html", HEADER)
    written(templates, "index.html", "OUR {{ lines|length }} MODELS")
    options = ("--jobs", jobs, "--templates", templates, "--output", tmp_path)
    assert run("all-presets", "--only", "gpt2*", *options).status == 0
    for name in ("gpt2", "gpt2-medium", "gpt2-large", "gpt2-xl"):
        assert f"<h1>OURS {name}</h1>" in (tmp_path / f"{name}.html").read_text("utf-8")
    assert (tmp_path / "index.html").read_text("utf-8") == "OUR 4 MODELS"


def test_what_a_template_leaves_is_as_shipped(tmp_path: Path, templates: Path) -> None:
    written(templates, "page.html", HEADER)
    written(templates, "email.html", MAIL)
    options = ("--format", "html,eml", "--output", tmp_path)
    assert run("report", "gpt2", *options, "--templates", templates).status == 0
    page = (tmp_path / "gpt2.html").read_text("utf-8")
    assert "<h1 class" not in page
    assert Read(page).tables["matmuls-table"]
    assert b"OURS<tr>" in (tmp_path / "gpt2.eml").read_bytes()


def test_a_part_of_a_template_may_be_replaced(tmp_path: Path, templates: Path) -> None:
    written(templates, "_style.css", "body { color: red }")
    options = ("--format", "html", "--templates", templates, "--output", tmp_path)
    assert run("report", "gpt2", *options).status == 0
    assert "body{color:red}" in (tmp_path / "gpt2.html").read_text("utf-8").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ figurs }}", "'figurs' is undefined; did you mean 'figures'?"),
        ("{{ title }", "unexpected '}'"),
        ("{% if title %}", "Unexpected end of template"),
        ("{{ title|sii }}", "No filter named 'sii'"),
        ("{{ figures.params_total.valu }}", "there is no attribute 'valu'; did you mean 'value'?"),
        ("{{ 1 / 0 }}", "division by zero"),
        ('{% include "none.html" %}', "there is no template 'none.html'"),
        (
            '{% from "_macros.html" import nothing %}{{ nothing() }}',
            "does not export the requested name",
        ),
        ('{% extends "page.html" %}', "itself without end"),
    ],
)
def test_an_error_names_file_and_line(
    tmp_path: Path, templates: Path, text: str, said: str
) -> None:
    path = written(templates, "page.html", f"<p>\n{text}")
    options = ("--format", "html", "--templates", templates, "--output", tmp_path)
    ended = run("report", "gpt2", *options)
    assert ended.status == 2
    assert len(ended.faults) == 1
    assert ended.err.startswith(f"reportgen: {path}:2: ")
    assert said in ended.err
    assert not (tmp_path / "gpt2.html").exists()


@pytest.mark.parametrize("name", ["page.html", "email.html", "email.txt"])
def test_a_figure_that_there_is_not_is_told_alike_in_pages_and_mails(
    tmp_path: Path, templates: Path, name: str
) -> None:
    path = written(templates, name, "{{ figures.prams_total.value }}")
    options = ("--format", "html,eml", "--templates", templates, "--output", tmp_path)
    said = "there is no attribute 'prams_total'; did you mean 'params_total'"
    assert f"reportgen: {path}:1: {said}" in run("report", "gpt2", *options).err


@pytest.mark.parametrize(("wrong", "kept"), [("page.html", "eml"), ("email.html", "html")])
def test_what_a_wrong_template_does_not_touch_is_written_and_told(
    tmp_path: Path, templates: Path, wrong: str, kept: str
) -> None:
    written(templates, wrong, "{{ nothing }}")
    options = ("--format", "xlsx,html,eml", "--templates", templates, "--output", tmp_path)
    ended = run("report", "gpt2", *options)
    assert ended.status == 1
    *told, fault = ended.err.splitlines()
    assert [line.split()[0] for line in told] == [
        str(tmp_path / "gpt2.xlsx"),
        str(tmp_path / f"gpt2.{kept}"),
    ]
    assert fault.startswith(f"reportgen: {templates / wrong}:1: ")
    assert {file.suffix for file in tmp_path.glob("gpt2.*")} == {".xlsx", f".{kept}"}


def test_models_without_their_pages_are_in_every_overview(tmp_path: Path, templates: Path) -> None:
    written(templates, "page.html", "{{ nothing.x }}")
    ended = run("all-presets", "--only", "gpt2*", "--templates", templates, "--output", tmp_path)
    assert ended.status == 1
    [fault] = [fault for fault in ended.faults if "undefined" in fault]
    assert fault.endswith("; gpt2.html and 3 others are not written")
    links = Read((tmp_path / "index.html").read_text("utf-8")).values("href")
    assert {"gpt2-xl.xlsx", "gpt2-xl.eml"} <= set(links)
    assert "gpt2-xl.html" not in links
    assert "gpt2-xl.html is not written" in Read((tmp_path / "index.html").read_text("utf-8")).text
    assert (tmp_path / "calculator.xlsx").exists()
    rows = load_workbook(tmp_path / "comparison.xlsx").worksheets[0].values
    assert {"gpt2", "gpt2-xl"} <= {row[0] for row in rows}


def test_a_wrong_template_is_told_for_each_file(tmp_path: Path, templates: Path) -> None:
    written(templates, "page.html", "{{ nothing }}")
    options = ("--format", "html", "--templates", templates, "--output", tmp_path)
    ended = run("report", "gpt2", "gpt2-xl", *options)
    assert ended.status == 2
    assert [fault.rpartition("; ")[2] for fault in ended.faults] == [
        "gpt2.html is not written",
        "gpt2-xl.html is not written",
    ]


def test_a_wrong_template_of_mails_is_told_once(templates: Path) -> None:
    written(templates, "email.html", "{{ nothing }}")
    addresses = ("--to", "a@example.org", "--from", "b@example.org")
    options = ("--dry-run", "--templates", templates)
    assert len(run("mail", "gpt2", "gpt2-xl", *addresses, *options).faults) == 1


def test_a_template_that_is_no_text_is_told(tmp_path: Path, templates: Path) -> None:
    (templates / "page.html").write_bytes(b"\xff")
    options = ("--format", "html", "--templates", templates, "--output", tmp_path)
    ended = run("report", "gpt2", *options)
    assert (ended.status, len(ended.faults)) == (2, 1)
    assert f"{templates / 'page.html'}: not UTF-8 text (byte 0); save it" in ended.err


def test_a_folder_of_no_templates_is_told(templates: Path) -> None:
    written(templates, "pages.html", "x")
    ended = run("report", "gpt2", "--templates", templates)
    assert ended.status == 2
    assert "holds none of" in ended.err
    assert "page.html" in ended.err


def test_a_brand_is_in_every_file(tmp_path: Path) -> None:
    brand = written(tmp_path, "brand.toml", BRAND)
    options = ("--only", "gpt2", "--brand", brand, "--output", tmp_path)
    assert run("all-presets", *options).status == 0
    for name in ("gpt2.html", "index.html"):
        page = Read((tmp_path / name).read_text("utf-8"))
        assert "</title>Example & Sons" in page.text
        assert "<b>Ours\\u202e" in page.text
        assert f"--accent:{ACCENT}" in page.markup.replace(" ", "")
    assert ACCENT.encode() in (tmp_path / "gpt2.eml").read_bytes()
    book = load_workbook(tmp_path / "gpt2.xlsx")
    assert book.properties.creator == "</title>Example & Sons"
    assert book["Summary"]["A3"].value == "</title>Example & Sons"


def test_a_brand_is_in_both_files_of_a_comparison(tmp_path: Path) -> None:
    brand = written(tmp_path, "brand.toml", BRAND)
    options = ("--brand", brand, "--output", tmp_path)
    assert run("diff", "gpt2", "gpt2-xl", *options).status == 0
    page = Read((tmp_path / "gpt2-vs-gpt2-xl.html").read_text("utf-8"))
    assert "</title>Example & Sons" in page.text
    assert "<b>Ours\\u202e" in page.text
    assert f"--accent:{ACCENT}" in page.markup.replace(" ", "")
    book = load_workbook(tmp_path / "gpt2-vs-gpt2-xl.xlsx")
    assert book.properties.creator == "</title>Example & Sons"
    assert str(book["Summary"]["A2"].value).startswith("</title>Example & Sons · ")


def test_a_branded_workbook_is_a_model_as_any_other(tmp_path: Path) -> None:
    brand = written(tmp_path, "brand.toml", BRAND)
    again, options = tmp_path / "again", ("--format", "xlsx,html,eml", "--brand", brand)
    assert run("report", "gpt2", *options, "--output", tmp_path).status == 0
    path = tmp_path / "gpt2.xlsx"
    assert run("verify", path).status == 0
    assert "Nothing differs" in run("diff", path, "gpt2").out
    assert run("report", path, *options, "--output", again).status == 0
    for name in ("gpt2.xlsx", "gpt2.html", "gpt2.eml"):
        assert (again / name).read_bytes() == (tmp_path / name).read_bytes()


def test_a_brand_that_is_wrong_is_told_before_anything_is_written(tmp_path: Path) -> None:
    brand = written(tmp_path, "brand.toml", '[brand]\nname = "A"\naccent = "#ffff00"\nlogo = "x"\n')
    ended = run("report", "gpt2", "--brand", brand, "--output", tmp_path / "out")
    assert ended.status == 2
    assert len(ended.faults) == 2
    assert not (tmp_path / "out").exists()


def test_a_brand_of_no_end_breaks_no_layout(tmp_path: Path) -> None:
    text = "=1+1 <i> \\u202e" + "x" * 10_000
    brand = written(tmp_path, "brand.toml", f'[brand]\nname = "{text}"\nfooter = "{text}"\n')
    options = ("--format", "xlsx,html,eml", "--brand", brand, "--output", tmp_path)
    assert run("report", "gpt2", *options).status == 0
    Read((tmp_path / "gpt2.html").read_text("utf-8"))
    summary = load_workbook(tmp_path / "gpt2.xlsx")["Summary"]["A3"]
    assert (summary.data_type, len(str(summary.value)) < 250) == ("s", True)
