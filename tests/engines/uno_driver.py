"""Runs one LibreOffice and answers questions about workbooks, a line of JSON each way.

Started by `librebook.py` as ``python uno_driver.py /path/to/soffice``; ends when its input does,
and takes the office, its processes and its profile along.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException
from com.sun.star.uno import Exception as UnoException

START_SECONDS = 60
STOP_SECONDS = 10


def main(soffice):
    profile = tempfile.mkdtemp(prefix="reportgen-office-")
    office = start(soffice, profile)
    try:
        desktop = connect(office, pipe_of(profile))
        answer_all(Books(desktop, Path(profile)))
        leave(office, desktop)
    finally:
        kill(office)
        shutil.rmtree(profile, ignore_errors=True)


def start(soffice, profile):
    command = [
        soffice,
        "--headless",
        "--norestore",
        "--nodefault",
        "--nologo",
        f"-env:UserInstallation={Path(profile).as_uri()}",
        f"--accept=pipe,name={pipe_of(profile)};urp;",
    ]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )


def pipe_of(profile):
    return Path(profile).name


def connect(office, pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and office.poll() is None:
        with contextlib.suppress(NoConnectException):
            manager = resolver.resolve(address).ServiceManager
            return manager.createInstance("com.sun.star.frame.Desktop")
        time.sleep(0.05)  # nothing announces that the pipe is open
    raise SystemExit(f"LibreOffice did not start within {START_SECONDS} s")


def leave(office, desktop):
    """Let the office go by itself, which removes its pipe from the temporary folder."""
    with contextlib.suppress(UnoException, subprocess.TimeoutExpired):
        desktop.terminate()
        office.wait(timeout=STOP_SECONDS)


def kill(office):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(office.pid, signal.SIGKILL)  # the launcher's children too
    office.wait()


def answer_all(books):
    for line in sys.stdin:
        print(json.dumps(answer(books, json.loads(line))), flush=True)


def answer(books, question):
    task = question.pop("task")
    try:
        return {"result": getattr(books, task)(**question)}
    except DisposedException:  # the office is gone, and every later answer with it
        raise
    except (UnoException, LookupError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


class Books:
    """The open documents; each method is a task that can be asked for."""

    def __init__(self, desktop, folder):
        self._desktop = desktop
        self._folder = folder
        self._open = {}
        self._stale = set()
        self._named = {}
        self._opened = 0

    def open(self, path):
        self._opened += 1
        copy = self._folder / f"{self._opened}{Path(path).suffix}"
        shutil.copyfile(path, copy)  # a lock file beside the original would outlive a crash
        hidden = PropertyValue("Hidden", 0, True, 0)
        document = self._desktop.loadComponentFromURL(copy.as_uri(), "_blank", 0, (hidden,))
        if document is None or not hasattr(document, "Sheets"):
            raise ValueError(f"{path} is no workbook")
        self._open[self._opened] = document
        self._stale.add(self._opened)
        return self._opened

    def close(self, book):
        self._stale.discard(book)
        self._open.pop(book).close(True)

    def set(self, book, name, value):
        type_into(named_cell(self._open[book], name), value)

    def set_cell(self, book, sheet, ref, value):
        cells = self._open[book].Sheets.getByName(sheet).getCellRangeByName(ref)
        type_into(cells.getCellByPosition(0, 0), value)

    def get(self, book, name):
        return cell_value(named_cell(self._calculated(book), name))

    def named(self, book, names):
        places, sheets = self._places(book), {}
        for name in names:
            sheet, column, row = places[name]
            sheets.setdefault((sheet, column), {})[name] = row
        document, found = self._calculated(book), {}
        for (sheet, column), rows in sheets.items():
            area = document.Sheets.getByName(sheet).getCellRangeByPosition(
                column, min(rows.values()), column, max(rows.values())
            )
            values = area.getDataArray()
            for name, row in rows.items():
                value = values[row - min(rows.values())][0]
                if value is None:
                    value = error_text(area, 0, row - min(rows.values()))
                found[name] = None if value == "" else value
        return found

    def _places(self, book):
        """Return the place of every name; asking the office for each anew would take long."""
        if book not in self._named:
            ranges = self._open[book].NamedRanges
            self._named[book] = {
                name: place(ranges.getByName(name)) for name in ranges.ElementNames
            }
        return self._named[book]

    def cell(self, book, sheet, ref):
        cells = self._calculated(book).Sheets.getByName(sheet).getCellRangeByName(ref)
        return cell_value(cells.getCellByPosition(0, 0))

    def values(self, book):
        return {sheet.Name: sheet_values(sheet) for sheet in self._calculated(book).Sheets}

    def save(self, book, path):
        filtered = PropertyValue("FilterName", 0, "Calc MS Excel 2007 XML", 0)
        self._calculated(book).storeToURL(Path(path).as_uri(), (filtered,))

    def _calculated(self, book):
        document = self._open[book]
        if book in self._stale:
            # `calculate` alone would believe the cached values; what an edit touches later is
            # calculated by itself.
            document.calculateAll()
            self._stale.discard(book)
        return document


def type_into(cell, value):
    if isinstance(value, bool) or value is None:
        cell.setFormula("" if value is None else str(value).upper())
    elif isinstance(value, str):
        cell.setFormula(value)
    else:
        cell.setValue(value)


def place(name):
    """Return the sheet, column and row of a name; nothing for a name of a print range."""
    cells = name.getReferredCells()
    if cells is None:
        return "", 0, 0
    address = cells.getRangeAddress()
    return cells.getSpreadsheet().Name, address.StartColumn, address.StartRow


def named_cell(document, name):
    if not document.NamedRanges.hasByName(name):
        raise LookupError(f"no name {name!r}")
    cells = document.NamedRanges.getByName(name).getReferredCells()
    if cells is None:
        raise LookupError(f"the name {name!r} refers to no cell")
    return cells.getCellByPosition(0, 0)


def cell_value(cell):
    value = cell.getDataArray()[0][0]
    return cell.getString() if value is None else value if value != "" else None


def sheet_values(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
    letters = [column_letters(number) for number in range(last.EndColumn + 1)]
    return {
        f"{letters[column]}{row + 1}": error_text(area, column, row) if value is None else value
        for row, line in enumerate(area.getDataArray())
        for column, value in enumerate(line)
        if value != ""
    }


def error_text(area, column, row):
    # An error has no data; its text is what the cell shows, whatever the number format.
    return area.getCellByPosition(column, row).getString()


def column_letters(number):
    letters = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


if __name__ == "__main__":
    main(sys.argv[1])
