"""An .xlsx file taken apart for `lint.py`, by reading its XML, not by any workbook library."""

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import range_boundaries

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Bounds = tuple[int, int, int, int]


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file: `kind` says how to read `text`."""

    ref: str
    kind: str
    text: str | None
    formula: str | None
    formula_kind: str
    style: int


@dataclass(frozen=True)
class Table:
    """A table's name, place and columns; `filtered` is where its filter buttons reach."""

    name: str
    bounds: Bounds
    columns: list[str]
    totals_rows: int
    filtered: Bounds | None
    column_formulas: list[str]


@dataclass
class Sheet:
    """A sheet, and what its relations lead to."""

    name: str
    state: str
    root: etree._Element
    cells: dict[str, Cell] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)


class Package:
    """The parts of an .xlsx file; what cannot be read at all is in `faults`."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self.faults: list[str] = []
        with ZipFile(path) as archive:
            self.members = archive.namelist()
            self.roots = {
                name: root
                for name in self.members
                if name.endswith((".xml", ".rels"))
                and (root := self._root(archive, name)) is not None
            }
        self.sheets = [self._sheet(element) for element in self.workbook.iter(f"{MAIN}sheet")]

    @cached_property
    def workbook(self) -> etree._Element:
        """The part that lists sheets and names."""
        return self.roots["xl/workbook.xml"]

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        """The defined names and what each refers to, without Excel's own."""
        pairs = [(e.get("name"), e.text or "") for e in self.workbook.iter(f"{MAIN}definedName")]
        return [(name, target) for name, target in pairs if not name.startswith("_xlnm.")]

    @cached_property
    def known_names(self) -> set[str]:
        """The defined names, in lower case."""
        return {name.lower() for name, _ in self.names}

    @cached_property
    def known_columns(self) -> dict[str, set[str]]:
        """The columns of every table, all in lower case."""
        tables = [table for sheet in self.sheets for table in sheet.tables]
        return {table.name.lower(): set(map(str.lower, table.columns)) for table in tables}

    @cached_property
    def styles(self) -> etree._Element:
        """The part that holds formats."""
        return self.roots["xl/styles.xml"]

    @cached_property
    def charts(self) -> dict[str, etree._Element]:
        """The charts, by part."""
        return {name: root for name, root in self.roots.items() if name.startswith("xl/charts/")}

    @cached_property
    def shared_texts(self) -> list[str]:
        """The texts that cells refer to by number."""
        root = self.roots.get("xl/sharedStrings.xml")
        return ["".join(item.itertext()) for item in root] if root is not None else []

    def relations(self, part: str) -> dict[str, str]:
        """Return the parts inside the file that a part refers to, by relation."""
        folder, name = posixpath.split(part)
        root = self.roots.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        inside = [r for r in root if r.get("TargetMode") != "External"] if root is not None else []
        return {r.get("Id"): posixpath.normpath(_target(folder, r.get("Target"))) for r in inside}

    def _root(self, archive: ZipFile, name: str) -> etree._Element | None:
        try:
            return etree.fromstring(archive.read(name))
        except etree.XMLSyntaxError as error:
            self.faults.append(f"{name}: not XML: {error}")
            return None

    def _sheet(self, element: etree._Element) -> Sheet:
        part = self.relations("xl/workbook.xml")[element.get(f"{RELATION}id")]
        sheet = Sheet(element.get("name"), element.get("state", "visible"), self.roots[part])
        sheet.cells = {c.get("r"): self._cell(c) for c in sheet.root.iter(f"{MAIN}c")}
        related = self.relations(part)
        for link in sheet.root.iter(f"{MAIN}tablePart"):
            sheet.tables.append(_table(self.roots[related[link.get(f"{RELATION}id")]]))
        return sheet

    def _cell(self, element: etree._Element) -> Cell:
        value, formula = element.find(f"{MAIN}v"), element.find(f"{MAIN}f")
        kind, text = element.get("t", "n"), None if value is None else value.text
        if kind == "inlineStr":
            text = "".join(element.itertext())
        elif kind == "s":
            text = self.shared_texts[int(text or 0)]
        return Cell(
            element.get("r"),
            kind,
            text,
            None if formula is None else formula.text or "",
            "" if formula is None else formula.get("t", ""),
            int(element.get("s", "0")),
        )


def _table(root: etree._Element) -> Table:
    own_filter = root.find(f"{MAIN}autoFilter")
    return Table(
        root.get("displayName"),
        range_boundaries(root.get("ref")),
        [column.get("name") for column in root.iter(f"{MAIN}tableColumn")],
        int(root.get("totalsRowCount", "0")),
        None if own_filter is None else range_boundaries(own_filter.get("ref")),
        [formula.text or "" for formula in root.iter(f"{MAIN}calculatedColumnFormula")],
    )


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.join(folder, target)
