"""The Nu Html Checker finds no error and warns of nothing, in any page or its style."""

import json
import re
import subprocess
from pathlib import Path

from tests.engines import needs_vnu
from tests.engines.available import vnu
from tests.html.published import MAILS, PAGES, published

pytestmark = needs_vnu

# Mail programs strip or ignore styles: a mail says by attributes what it can, and some to Outlook
# by properties of its own.
MEANT_FOR_MAIL = re.compile(
    "The “(align|bgcolor|border|cellpadding|cellspacing|height|nowrap|valign|width)” attribute on "
    "the “(body|table|td|th|img)” element is obsolete|Property “mso-[a-z-]+” doesn't exist"
)


def messages(folder: Path) -> list[tuple[str, str]]:
    """Return what is said of the files in a folder: the name of the file, and the message."""
    paths = sorted(map(str, folder.iterdir()))
    done = subprocess.run(
        [str(vnu()), "--format", "json", "--stdout", "--exit-zero-always", *paths],
        capture_output=True,
        check=True,
    )
    found = json.loads(done.stdout)["messages"]
    return [(Path(said["url"]).stem, said["message"]) for said in found]


def is_meant(name: str, message: str) -> bool:
    return name in MAILS and bool(MEANT_FOR_MAIL.search(message))


def test_all_is_as_the_standards_say(tmp_path: Path) -> None:
    for name in PAGES | MAILS:
        published(name, tmp_path)
    said = messages(tmp_path)  # of all at once, for starting takes the checker longest
    assert [found for found in said if not is_meant(*found)] == []
    assert {name for name, _ in said} >= set(MAILS)


def test_a_fault_built_in_is_found(tmp_path: Path) -> None:
    (tmp_path / "faulty.html").write_text("<!DOCTYPE html><p>no title", encoding="utf-8")
    assert any("title" in text for _, text in messages(tmp_path))
