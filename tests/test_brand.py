"""A brand: what it may say, and that each fault is told in a line."""

import base64
from pathlib import Path

import pytest

from reportgen.brand import DARK, LARGEST_LOGO, LIGHT, Brand, contrast, read_brand
from reportgen.errors import SpecError
from reportgen.html.templates import folder

PNG = b"\x89PNG\r\n\x1a\n rest of it"


def given(folder: Path, text: str) -> Path:
    path = folder / "brand.toml"
    path.write_text(f"[brand]\n{text}\n", encoding="utf-8")
    return path


def refuse(folder: Path, text: str, said: str) -> None:
    with pytest.raises(SpecError) as raised:
        read_brand(given(folder, text))
    assert said in str(raised.value)
    assert all(len(fault) < 300 for fault in raised.value.faults)


def test_a_brand_is_read(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    said = 'name = "A & B"\nlogo = "logo.png"\nfooter = "F"\naccent = "#8A1C4A"'
    assert read_brand(given(tmp_path, said)) == Brand(
        name="A & B",
        logo=f"data:image/png;base64,{base64.b64encode(PNG).decode()}",
        footer="F",
        accent="#8a1c4a",
    )


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (b"\xff\xd8\xff\xe0 JFIF", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
        (b"<?xml version='1.0'?>\n<svg/>", "image/svg+xml"),
    ],
)
def test_a_logo_is_known_by_its_first_bytes(tmp_path: Path, picture: bytes, kind: str) -> None:
    (tmp_path / "logo").write_bytes(picture)
    brand = read_brand(given(tmp_path, 'name = "A"\nlogo = "logo"'))
    assert brand.logo.startswith(f"data:{kind};base64,")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('nmae = "A"', "brand.nmae: unknown key; did you mean 'name'?"),
        ('accent = "red"', "brand.accent: must be a colour such as #1a5fa8, got 'red'"),
        ('accent = "#12345"', "must be a colour such as"),
        ('accent = "#1234567"', "must be a colour such as"),
        ("accent = 5", "brand.accent: must be text, got 5"),
        ('accent = "#ffcc00"', "brand.accent: #ffcc00 on #f1f2ed has a contrast of 1.3"),
        ('accent = "#ffcc00"', "take a darker one, of 4.5 or more"),
        ('accent_dark = "#222222"', "take a lighter one"),
        ('name = "A"\nlogo = "none.png"', "brand.logo: 'none.png' is no file in "),
        ('name = "A"\nlogo = "."', "brand.logo: '.' is no file in "),
        ('name = "A"\nlogo = "brand.toml"', "is no PNG, JPEG, GIF, WebP or SVG picture"),
        ('name = "A"\nlogo = "song.wav"', "is no PNG, JPEG, GIF, WebP or SVG picture"),
        ('name = "\\u0007"', "holds the control character"),
        ('[sale]\nname = "A"', "sale: unknown key"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "song.wav").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    refuse(tmp_path, text, said)


def test_a_logo_is_not_large(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG.ljust(LARGEST_LOGO + 1))
    refuse(tmp_path, 'name = "A"\nlogo = "logo.png"', "larger than 50,000 bytes")


def test_a_logo_has_a_name_for_those_who_do_not_see_it(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PNG)
    refuse(tmp_path, 'logo = "logo.png"', "brand.name: missing; it is what the logo says")


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as raised:
        read_brand(given(tmp_path, 'accent = "red"\naccent_dark = "blue"\nfoo = 1'))
    assert len(raised.value.faults) == 3


def test_a_file_without_a_brand_is_told(tmp_path: Path) -> None:
    path = tmp_path / "brand.toml"
    path.write_text('name = "A"\n', encoding="utf-8")
    with pytest.raises(SpecError, match=r"brand: missing; begin the file with \[brand\]"):
        read_brand(path)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#ffffff", "#000000", 21), ("#777777", "#777777", 1), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_the_backgrounds_are_those_of_the_page() -> None:
    style = (folder() / "_style.css").read_text("utf-8")
    light, dark = style.split("prefers-color-scheme: dark")[:2]
    for part, colours in ((light, LIGHT), (dark, DARK)):
        for name, colour in zip(("paper", "surface", "tint"), colours, strict=True):
            assert f"--{name}: {colour};" in part
