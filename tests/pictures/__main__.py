"""Take the README's pictures of a report anew: ``python -m tests.pictures``.

Needs Chromium, LibreOffice, pdftoppm (Debian: poppler-utils) and Pillow.
"""

import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image, ImageChops

from tests.engines.available import soffice
from tests.engines.browser import browser

HERE = Path(__file__).parent
MODEL = "llama-3-8b"
COLOURS = 128
DOTS_PER_INCH = 110
MARGIN = 12  # pixels left around what is printed
FOOTER = 0.9  # where on a printed page the footer begins
PAGE = {"width": 1040, "height": 1160}
DARK = {"width": 1040, "height": 680}
MAIL = {"width": 640, "height": 800}
EDITED = "#seq_len=32768"


def main() -> None:
    """Write a report, take its pictures and say how large they are."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _report(folder)
        for title, picture in _pictures(folder):
            path = HERE / f"{title}.png"
            _few_colours(picture).save(path, optimize=True)
            print(f"{path.name}  {picture.width} x {picture.height}  {path.stat().st_size:,} bytes")


def _report(folder: Path) -> None:
    command = [sys.executable, "-m", "reportgen", "report", MODEL, "--format", "xlsx,html,eml"]
    subprocess.run([*command, "--output", folder], check=True, capture_output=True)


def _pictures(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    yield "workbook", _printed(folder / f"{MODEL}.xlsx")
    page = (folder / f"{MODEL}.html").as_uri()
    mail = _mail(folder / f"{MODEL}.eml")
    with browser() as launched:
        yield "page", _screen(launched, page, PAGE, "light")
        yield "dark", _screen(launched, page + EDITED, DARK, "dark")
        yield "mail", _screen(launched, mail.as_uri(), MAIL, "light")


def _mail(path: Path) -> Path:
    """Write the HTML part of a mail beside it, and return its path."""
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("html",))
    written = path.with_suffix(".mail.html")
    written.write_text(body.get_content(), encoding="utf-8")
    return written


def _screen(launched: Any, url: str, size: dict[str, int], scheme: str) -> Image.Image:
    shown = launched.new_page(viewport=size, color_scheme=scheme)
    shown.goto(url)
    taken = Image.open(BytesIO(shown.screenshot(animations="disabled")))
    shown.close()
    return taken


def _printed(book: Path) -> Image.Image:
    """Return the first page that LibreOffice prints of a workbook, without margins and footer."""
    folder = book.parent
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    convert = [soffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", folder, book]
    subprocess.run(convert, check=True, capture_output=True)
    draw = ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS_PER_INCH)]
    subprocess.run([*draw, book.with_suffix(".pdf"), book.with_suffix("")], check=True)
    return _without_margins(Image.open(book.with_suffix(".png")).convert("RGB"))


def _without_margins(page: Image.Image) -> Image.Image:
    body = page.crop((0, 0, page.width, round(FOOTER * page.height)))
    empty = Image.new("RGB", body.size, "white")
    left, top, right, bottom = ImageChops.difference(body, empty).getbbox() or (0, 0, *body.size)
    return body.crop((left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN))


def _few_colours(picture: Image.Image) -> Image.Image:
    return picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
