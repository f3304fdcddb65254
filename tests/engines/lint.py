"""What makes spreadsheet programs complain about a workbook, or show less than it should.

Schema checks find none of this: every rule here is about what the parts of a file say together.
A new rule is a function that yields a line for each fault, put into `RULES`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, combinations, pairwise
from os import PathLike

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from tests.engines.lint_formulas import formula_faults, sheets_named
from tests.engines.package import MAIN, Bounds, Package, Sheet, Table

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LONGEST_TEXT = 32_767
LONGEST_VALIDATION_FORMULA = 255
LONGEST_VALIDATION_TEXTS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}


def lint(path: str | PathLike[str]) -> list[str]:
    """Return one line for each fault of a workbook; a good one has none."""
    package = Package(path)
    return [*package.faults, *chain.from_iterable(rule(package) for rule in RULES)]


def parts(package: Package) -> Iterator[str]:
    for name, times in Counter(package.members).items():
        if times > 1:
            yield f"{name}: stored {times} times"
    whole = ""
    for part in (whole, *package.roots):
        for target in package.relations(part).values():
            if target not in package.members:
                yield f"{part or 'the file'}: relates to {target}, which is not there"


def sheet_names(package: Package) -> Iterator[str]:
    names = [sheet.name for sheet in package.sheets]
    for name in names:
        if not re.fullmatch(r"(?!')[^\[\]:*?/\\\x00-\x1f]{1,31}(?<!')", name) or not name.strip():
            yield f"sheet {name!r}: not a legal sheet name"
        if name.lower() == "history":
            yield f"sheet {name!r}: Excel keeps this name to itself"
    yield from (f"sheet {name!r}: name used twice" for name in repeated(names))
    if all(sheet.state != "visible" for sheet in package.sheets):
        yield "no sheet is visible"


def defined_names(package: Package) -> Iterator[str]:
    known_sheets = {sheet.name.lower() for sheet in package.sheets}
    tables = [table.name for sheet in package.sheets for table in sheet.tables]
    for name in [*(name for name, _ in package.names), *tables]:
        if not is_legal_name(name):
            yield f"name {name}: some spreadsheet program refuses it"
    yield from (f"name {n}: used twice" for n in repeated([n for n, _ in package.names] + tables))
    for name, target in package.names:
        if not re.fullmatch(r"('([^']|'')+'|\w+)!\$[A-Z]{1,3}\$\d+", target):
            yield f"name {name}: must refer to one cell, by an absolute address: {target}"
        elif not sheets_named(target) <= known_sheets:
            yield f"name {name}: refers to a missing sheet: {target}"


def is_legal_name(name: str) -> bool:
    address = r"[a-z]{1,3}\d+"
    row_or_column = r"[rc]|rc|[rc]\d.*"
    reserved = r"(true|false|_xl).*"
    taken = re.fullmatch(f"{address}|{row_or_column}|{reserved}", name.lower())
    return bool(re.fullmatch(r"[A-Za-z_]\w{0,249}", name, re.ASCII)) and not taken


def cells(package: Package) -> Iterator[str]:
    styles = len(package.styles.find(f"{MAIN}cellXfs"))
    for sheet in package.sheets:
        for cell in sheet.cells.values():
            place = f"{sheet.name}!{cell.ref}"
            if cell.style >= styles:
                yield f"{place}: style {cell.style} is not there"
            if cell.kind == "n" and not is_number(cell.text):
                yield f"{place}: {cell.text!r} is not a number"
            if cell.kind == "e":
                yield f"{place}: holds the error {cell.text}"
            if len(cell.text or "") > LONGEST_TEXT:
                yield f"{place}: text of {len(cell.text or ''):,} characters"


def cell_order(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        places = [coordinate_to_tuple(c.get("r")) for c in sheet.root.iter(f"{MAIN}c")]
        if any(here >= after for here, after in pairwise(places)):
            yield f"{sheet.name}: cells out of order, or twice"


def cached_values(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for cell in sheet.cells.values():
            if cell.formula is not None and not cell.text:
                yield f"{sheet.name}!{cell.ref}: formula without a cached value"
            if cell.formula_kind:
                yield f"{sheet.name}!{cell.ref}: a formula of kind {cell.formula_kind}"


def formulas(package: Package) -> Iterator[str]:
    for place, text in every_formula(package):
        yield from (f"{place}: {fault}" for fault in formula_faults(text, package))


def every_formula(package: Package) -> Iterator[tuple[str, str]]:
    for sheet in package.sheets:
        for cell in sheet.cells.values():
            if cell.formula is not None:
                yield f"{sheet.name}!{cell.ref}", cell.formula
        for table in sheet.tables:
            yield from ((f"table {table.name}", text) for text in table.column_formulas)
        for kind in ("formula", "formula1", "formula2"):
            for element in sheet.root.iter(f"{MAIN}{kind}"):
                yield f"{sheet.name}, {element.getparent().tag.removeprefix(MAIN)}", element.text


def tables(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        merged = [range_boundaries(m.get("ref")) for m in sheet.root.iter(f"{MAIN}mergeCell")]
        for table in sheet.tables:
            yield from (f"table {table.name}: {fault}" for fault in table_faults(sheet, table))
            if any(overlap(table.bounds, bounds) for bounds in merged):
                yield f"table {table.name}: lies over merged cells"
        areas = [*merged, *(table.bounds for table in sheet.tables)]
        if any(overlap(one, other) for one, other in combinations(areas, 2)):
            yield f"{sheet.name}: tables or merged cells overlap"


def table_faults(sheet: Sheet, table: Table) -> Iterator[str]:
    left, top, right, bottom = table.bounds
    if len(table.columns) != right - left + 1:
        yield f"{len(table.columns)} columns on {right - left + 1}"
    yield from (f"column {name!r} twice" for name in repeated(table.columns))
    if bottom - table.totals_rows <= top:
        yield "no row of data"
    for column, name in enumerate(table.columns, left):
        header = sheet.cells.get(f"{get_column_letter(column)}{top}")
        if header is None or header.kind not in ("inlineStr", "s") or header.text != name:
            yield f"the header of column {name!r} is another text, or none"
    if table.filtered and table.filtered[3] > bottom - table.totals_rows:
        yield "its filter covers the totals"
    own_filter = sheet.root.find(f"{MAIN}autoFilter")
    if own_filter is not None and overlap(range_boundaries(own_filter.get("ref")), table.bounds):
        yield "the sheet's filter lies over it"


def validations(package: Package) -> Iterator[str]:
    for sheet in package.sheets:
        for rule in sheet.root.iter(f"{MAIN}dataValidation"):
            place = f"{sheet.name}, validation of {rule.get('sqref')}"
            if rule.get("showErrorMessage") not in ("1", "true"):
                yield f"{place}: stops nothing, as it shows no error message"
            for formula in rule:
                if len(formula.text or "") > LONGEST_VALIDATION_FORMULA:
                    yield f"{place}: formula of {len(formula.text)} characters"
            for key, longest in LONGEST_VALIDATION_TEXTS.items():
                if len(rule.get(key, "")) > longest:
                    yield f"{place}: {key} is longer than {longest} characters"


def conditional_formats(package: Package) -> Iterator[str]:
    formats = package.styles.find(f"{MAIN}dxfs")
    count = 0 if formats is None else len(formats)
    for sheet in package.sheets:
        for rule in sheet.root.iter(f"{MAIN}cfRule"):
            if int(rule.get("dxfId", "-1")) >= count:
                yield f"{sheet.name}: conditional format {rule.get('dxfId')} is not there"


def number_formats(package: Package) -> Iterator[str]:
    for element in package.styles.iter(f"{MAIN}numFmt"):
        code = element.get("formatCode")
        bare = re.sub(r'"[^"]*"|\\.', "", code)
        if len(re.findall(r"\[[<>=]", bare)) > 2 or bare.count(";") > 3:
            yield f"number format {code!r}: more conditions or sections than Excel knows"


def charts(package: Package) -> Iterator[str]:
    sheet_names = {sheet.name.lower() for sheet in package.sheets}
    for part, root in package.charts.items():
        for kind, cache in (("numRef", "numCache"), ("strRef", "strCache")):
            for reference in root.iter(f"{CHART}{kind}"):
                target = reference.findtext(f"{CHART}f", "")
                if reference.find(f"{CHART}{cache}/{CHART}pt") is None:
                    yield f"{part}: no cached values of {target}"
                if not sheets_named(target) <= sheet_names:
                    yield f"{part}: draws a missing sheet: {target}"


def repeated(names: list[str]) -> list[str]:
    """Return the names that occur more than once, ignoring case as spreadsheets do."""
    return [name for name, times in Counter(name.lower() for name in names).items() if times > 1]


def overlap(one: Bounds, other: Bounds) -> bool:
    across = one[0] <= other[2] and other[0] <= one[2]
    return across and one[1] <= other[3] and other[1] <= one[3]


def is_number(text: str | None) -> bool:
    try:
        return text is None or math.isfinite(float(text))
    except ValueError:
        return False


RULES = (
    parts,
    sheet_names,
    defined_names,
    cells,
    cell_order,
    cached_values,
    formulas,
    tables,
    validations,
    conditional_formats,
    number_formats,
    charts,
)
