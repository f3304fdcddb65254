"""Files that are no workbooks of ours, damaged or made to hurt: one line, and nothing written."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from openpyxl import Workbook

from tests.books import added, book, rewritten, sheet_part
from tests.refusing import refuse
from tests.running import run

pytestmark = pytest.mark.usefixtures("own_folder")
NAME = Path("edited.xlsx")
COMMANDS = ("report", "show", "verify")


def no_zip() -> None:
    NAME.write_text("name,value\n", encoding="utf-8")


def empty() -> None:
    NAME.write_bytes(b"")


def truncated() -> None:
    content = book(Path()).read_bytes()
    NAME.write_bytes(content[: len(content) // 2])


def corrupted() -> None:
    content = bytearray(book(Path()).read_bytes())
    content[5000:5050] = bytes(50)
    NAME.write_bytes(content)


def other_zip() -> None:
    with ZipFile(NAME, "w") as archive:
        archive.writestr("readme.txt", "nothing of ours")


def other_workbook() -> None:
    workbook = Workbook()
    workbook.active["A1"] = 1600
    workbook.save(NAME)


def encrypted() -> None:
    # How Excel wraps a workbook with a password.
    NAME.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))


def encrypted_member() -> None:
    path = book(Path())
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(content)


def opendocument() -> None:
    with ZipFile(NAME, "w", ZIP_STORED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")


def zip_bomb() -> None:
    with ZipFile(book(Path()), "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.xml", b"<a>" + b" " * 60_000_000 + b"</a>")


def swollen() -> None:
    """Nothing in it is dense, but all of it together is large."""
    with ZipFile(book(Path()), "a", ZIP_DEFLATED) as archive:
        noise = os.urandom(1000).hex().encode()
        for i in range(35):
            archive.writestr(f"xl/media/{i}.bin", os.urandom(15_000) + noise * 950)


def many_members() -> None:
    with ZipFile(book(Path()), "a") as archive:
        for i in range(600):
            archive.writestr(f"xl/media/{i}.png", b"")


def billion_laughs() -> None:
    laughs = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(9))
    doctype = f'<!DOCTYPE worksheet [<!ENTITY l0 "ha">{laughs}]>'
    path = book(Path())
    rewritten(path, sheet_part(path, "Inputs"), lambda text: text.replace("?>", f"?>{doctype}", 1))


def external_entity() -> None:
    doctype = '<!DOCTYPE workbook [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    rewritten(book(Path()), "xl/workbook.xml", lambda text: text.replace("?>", f"?>{doctype}", 1))


def utf_16_entity() -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
    added(book(Path()), "customXml/item1.xml", text.encode("utf-16"))


def million_rows() -> None:
    rows = "".join(f'<row r="{i}"/>' for i in range(1000, 200_000))
    path = book(Path())
    part = sheet_part(path, "Inputs")
    rewritten(path, part, lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))


def last_row() -> None:
    row = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    path = book(Path())
    part = sheet_part(path, "Inputs")
    rewritten(path, part, lambda text: text.replace("</sheetData>", f"{row}</sheetData>"))


def last_column() -> None:
    row = '<row r="900"><c r="XFD900"><v>1</v></c></row>'
    path = book(Path())
    part = sheet_part(path, "Inputs")
    rewritten(path, part, lambda text: text.replace("</sheetData>", f"{row}</sheetData>"))


def no_place() -> None:
    path = book(Path())
    part = sheet_part(path, "Inputs")
    rewritten(path, part, lambda text: text.replace('r="A1"', 'r="A0"', 1))


def deep() -> None:
    added(book(Path()), "customXml/item1.xml", b"<a>" * 5000 + b"</a>" * 5000)


def cut_short() -> None:
    path = book(Path())
    rewritten(path, sheet_part(path, "Inputs"), lambda text: text[: len(text) // 2])


def not_a_workbook_inside() -> None:
    rewritten(book(Path()), "xl/workbook.xml", lambda _text: "<html/>")


def no_workbook_inside() -> None:
    with ZipFile(NAME, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")


def macros() -> None:
    added(book(Path()), "xl/vbaProject.bin", b"macro")


def external_links() -> None:
    added(book(Path()), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")


def embedded() -> None:
    added(book(Path()), "xl/embeddings/oleObject1.bin", b"object")


def link() -> None:
    member = ZipInfo("xl/media/image1.png")
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    added(book(Path()), member, b"/etc/passwd")


def outside() -> None:
    added(book(Path()), "../../outside.xml", b"<a/>")


def twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        added(book(Path()), "xl/workbook.xml", b"<workbook/>")


def folder() -> None:
    NAME.mkdir()


def pipe() -> None:
    os.mkfifo(NAME)


def absent() -> None:
    pass


WRONG: dict[Callable[[], None], str] = {
    no_zip: "is no workbook; give one that 'reportgen report' wrote",
    empty: "is no workbook",
    truncated: "is damaged or no workbook (File is not a zip file)",
    corrupted: "is damaged",
    other_zip: "is damaged or no workbook",
    other_workbook: "it does not say what model it is of",
    encrypted: "has a password or is of an old kind; save it without one as .xlsx",
    encrypted_member: "has a password; save it without one",
    opendocument: "is an OpenDocument file; save it as .xlsx",
    zip_bomb: "has a part that swells beyond measure ('xl/media/zeros.xml')",
    swollen: "unpacks to more than 64,000,000 bytes",
    many_members: "parts; a workbook of ours has at most 500",
    billion_laughs: "declares entities, which no workbook does",
    external_entity: "declares entities",
    utf_16_entity: "declares entities",
    million_rows: "has more than 100,000 rows",
    last_row: "beyond row 100,000 or column 512, A1048576",
    last_column: "beyond row 100,000 or column 512, XFD900",
    no_place: "has a cell at 'A0', which is no place",
    deep: "nested too deeply",
    cut_short: "has a damaged part (xl/worksheets/sheet2.xml: ",
    not_a_workbook_inside: "it does not say what model it is of",
    no_workbook_inside: "is damaged or no workbook",
    macros: "holds macros; save it as a plain .xlsx",
    external_links: "refers to other files; break the links and save it again",
    embedded: "holds other files",
    link: "has a part that is a link ('xl/media/image1.png')",
    outside: "has a part that points out of it ('../../outside.xml')",
    twice: "has two parts of one name",
    folder: "is no file; give the workbook itself",
    pipe: "is no file",
    absent: "cannot be read: No such file or directory",
}


@pytest.mark.parametrize("make", WRONG, ids=lambda make: make.__name__)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_wrong_file_gets_one_line(make: Callable[[], None], command: str) -> None:
    make()
    ended = run(command, NAME)
    refuse(ended, WRONG[make])
    assert ended.faults[0].startswith("reportgen: edited.xlsx: ")


@pytest.mark.parametrize("name", ["a.xlsm", "a.xls", "a.ods", "a.xlsb", "A.XLSX"])
def test_a_workbook_of_another_kind_is_told_as_one(name: str) -> None:
    Path(name).write_bytes(b"what is this")
    refuse(run("show", name), "is no workbook")


def test_a_part_that_is_larger_than_it_says_is_not_read_on() -> None:
    path = book(Path())
    small, large = b"<a/>", b"<a>" + b"x" * 1_000_000 + b"</a>"
    added(path, "customXml/item1.xml", large)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.rindex(mark, 0, content.rindex(b"PK\x05\x06"))
        content[at + offset : at + offset + 4] = len(small).to_bytes(4, "little")
    path.write_bytes(content)
    refuse(run("show", path), "is damaged")
