"""A workbook recalculated by IronCalc, which reads the formulas and ignores cached values."""

from collections.abc import Iterable
from os import PathLike

import ironcalc
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter

Value = int | float | bool | str | None


def ironcalc_values(path: str | PathLike[str]) -> dict[str, dict[str, Value]]:
    """Return every recalculated value, by sheet and cell; empty cells are left out."""
    return IronBook(path).values()


class IronBook:
    """A workbook whose named inputs can be changed and whose cells are then recalculated."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._model = ironcalc.load_from_xlsx(str(path), "en", "UTC")
        self._sheets = [sheet["name"] for sheet in self._model.get_worksheets_properties()]
        self._names = {
            entry["name"].lower(): entry["formula"] for entry in self._model.get_defined_name_list()
        }
        self._model.evaluate()
        self._stale = False

    def set(self, name: str, value: Value) -> None:
        """Type a value into the cell that bears this name."""
        self._type(self._place(name), value)

    def set_cell(self, sheet: str, ref: str, value: Value) -> None:
        """Type a value into a cell."""
        self._type((self._sheets.index(sheet), *coordinate_to_tuple(ref)), value)

    def _type(self, place: tuple[int, int, int], value: Value) -> None:
        if isinstance(value, bool):
            self._model.update_cell_with_bool(*place, value)
        elif isinstance(value, int | float):
            self._model.update_cell_with_number(*place, float(value))
        else:
            self._model.set_user_input(*place, value or "")
        self._stale = True

    def get(self, name: str) -> Value:
        """Return the value of the cell that bears this name."""
        return self._value(self._place(name))

    def named(self, names: Iterable[str]) -> dict[str, Value]:
        """Return the values of the cells that bear these names."""
        return {name: self.get(name) for name in names}

    def cell(self, sheet: str, ref: str) -> Value:
        """Return the value of a cell, an error as its text, such as ``#DIV/0!``."""
        return self._value((self._sheets.index(sheet), *coordinate_to_tuple(ref)))

    def values(self) -> dict[str, dict[str, Value]]:
        """Return every value, by sheet and cell; empty cells and empty texts are left out."""
        found: dict[str, dict[str, Value]] = {sheet: {} for sheet in self._sheets}
        for sheet, row, column in self._model.get_all_cells():
            value = self._value((sheet, row, column))
            if value not in (None, ""):
                found[self._sheets[sheet]][f"{get_column_letter(column)}{row}"] = value
        return found

    def _value(self, place: tuple[int, int, int]) -> Value:
        if self._stale:
            self._model.evaluate()
            self._stale = False
        return self._model.get_cell_value(*place)

    def _place(self, name: str) -> tuple[int, int, int]:
        target = self._names[name.lower()].removeprefix("=").replace("$", "")
        sheet, _, ref = target.rpartition("!")
        return self._sheets.index(_unquoted(sheet)), *coordinate_to_tuple(ref)


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
