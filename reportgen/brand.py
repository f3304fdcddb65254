"""A brand: whose reports they are, by a small TOML file that is checked before anything is made.

[brand]
name = "Example Research"
logo = "logo.svg"           # beside this file; PNG, JPEG, GIF, WebP or SVG
footer = "For internal use"
accent = "#8a1c4a"          # links and bars on a light page
accent_dark = "#f09cc0"     # and on a dark one
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from reportgen.document import Table, read_toml, shown
from reportgen.errors import SpecError
from reportgen.printable import one_line

LARGEST_LOGO = 50_000
LONGEST_LINE = 100
# What text of the accent's colour stands on in the page and in the mail.
LIGHT = ("#fafaf7", "#ffffff", "#f1f2ed")
DARK = ("#13171b", "#1a1f25", "#20262d")
# WCAG 2.2, success criterion 1.4.3: text of normal size.
LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


@dataclass(frozen=True)
class Brand:
    """Whose reports they are; what is empty is left out, or as shipped.

    `logo` is a data: URI, the colours are #rrggbb.
    """

    name: str = ""
    logo: str = ""
    footer: str = ""
    accent: str = ""
    accent_dark: str = ""

    @property
    def line(self) -> str:
        """Return the name in one line, for which a workbook has room."""
        return one_line(self.name, LONGEST_LINE)


UNBRANDED = Brand()


def read_brand(path: Path) -> Brand:
    """Return the brand that a file describes; raises SpecError with a line per fault."""
    faults: list[str] = []
    document = Table(read_toml(path), str(path), faults)
    table = document.table("brand")
    if not document.has("brand"):
        document.fault("missing; begin the file with [brand]", "brand")
    brand = Brand(
        name=table.text("name", ""),
        logo=_logo(table, path.parent),
        footer=table.text("footer", ""),
        accent=_colour(table, "accent", LIGHT),
        accent_dark=_colour(table, "accent_dark", DARK),
    )
    if brand.logo and not brand.name:
        table.fault("missing; it is what the logo says to those who do not see it", "name")
    table.finish()
    document.finish()
    if faults:
        raise SpecError(faults)
    return brand


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _colour(table: Table, key: str, backgrounds: tuple[str, ...]) -> str:
    """Return the colour at `key`; one that cannot be read on a background is a fault."""
    colour = table.text(key, "")
    if not colour:
        return ""
    if not _COLOUR.fullmatch(colour):
        table.fault(f"must be a colour such as #1a5fa8, got {shown(colour)}", key)
        return ""
    worst = min(backgrounds, key=lambda background: contrast(colour, background))
    if (found := contrast(colour, worst)) < LEAST_CONTRAST:
        shade = "darker" if backgrounds == LIGHT else "lighter"
        problem = f"{colour} on {worst} has a contrast of {found:.2f}, which is hard to read"
        table.fault(f"{problem}; take a {shade} one, of {LEAST_CONTRAST} or more", key)
    return colour.lower()


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2; IEC 61966-2-1)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(table: Table, folder: Path) -> str:
    """Return the picture at `logo` as a data: URI."""
    name = table.text("logo", "")
    if not name:
        return ""
    try:
        # A pipe might never end.
        if not (folder / name).is_file():
            table.fault(f"{shown(name)} is no file in {folder}", "logo")
            return ""
        with (folder / name).open("rb") as file:
            picture = file.read(LARGEST_LOGO + 1)
    except (OSError, ValueError) as error:
        table.fault(f"{shown(name)} cannot be read: {getattr(error, 'strerror', error)}", "logo")
        return ""
    if len(picture) > LARGEST_LOGO:
        table.fault(f"larger than {LARGEST_LOGO:,} bytes; every page holds it", "logo")
        return ""
    kind = _kind(picture)
    if not kind:
        table.fault(f"{shown(name)} is no PNG, JPEG, GIF, WebP or SVG picture", "logo")
    return f"data:{kind};base64,{b64encode(picture).decode()}"


def _kind(picture: bytes) -> str:
    for beginning, kind in _KINDS.items():
        if picture.startswith(beginning):
            return kind
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    return "image/svg+xml" if re.match(rb"\s*<(\?xml|!--|svg)", picture) else ""
