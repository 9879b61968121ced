"""An open workbook without Excel: a workbook's cells behind xlwings' remote engine.

The payload is the one that xlwings' Office.js client sends. What a script writes comes back
as actions, and those are done on the cells here as Excel does them: a text that begins with
``=`` becomes a formula, and an apostrophe before a text is not part of it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest import mock

import openpyxl
import xlwings
from openpyxl.utils import get_column_letter, range_boundaries

# The remote engine answers only to a licence; this one is for noncommercial use, as here.
with mock.patch.dict(os.environ, XLWINGS_LICENSE_KEY="noncommercial"):
    from xlwings.pro import _xlremote

if "remote" not in [engine.name for engine in xlwings.engines]:
    xlwings.engines.add(xlwings.Engine(impl=_xlremote.engine))

DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's days have no time zone
JUST_LOOKS = {
    "addHyperlink",
    "setAlignment",
    "setAutofit",
    "setColumnWidth",
    "setFontProperty",
    "setNumberFormat",
    "setRangeColor",
    "setVerticalAlignment",
    "setWrapText",
}
"""What changes how a sheet looks; only that it was done is kept."""


@dataclass
class Sheet:
    """A sheet: its cells by row and column from 1, and its tables as Office.js tells them."""

    name: str
    cells: dict[tuple[int, int], Any] = field(default_factory=dict)
    tables: list[dict[str, Any]] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    def rows(self, first: int = 1) -> list[list[Any]]:
        """Give the cells as rows, from a row down to the last one in use."""
        height = max((row for row, _ in self.cells), default=0)
        width = max((column for _, column in self.cells), default=0)
        return [
            [self.cells.get((row, column)) for column in range(1, width + 1)]
            for row in range(first, height + 1)
        ]


class RemoteBook:
    """A workbook that stays open between one press of a button and the next.

    Args:
        data: The workbook file.
        name: Its name.
    """

    def __init__(self, data: bytes, name: str = "bok.xlsx") -> None:
        self.name = name
        self.active = 0
        self.selection: str | None = "A1"
        self.sheets = list(_sheets(data))
        self.actions: list[dict[str, Any]] = []
        self.alerts: list[tuple[str, str]] = []
        self.calculations = 0

    def __getitem__(self, name: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.name == name)

    def table(self, name: str) -> dict[str, Any]:
        """Find a table."""
        return next(t for sheet in self.sheets for t in sheet.tables if t["name"] == name)

    def select(self, sheet: str, address: str | None) -> None:
        """Select cells, as a person does."""
        self.active = self.sheets.index(self[sheet])
        self.selection = address

    def open(self) -> xlwings.Book:
        """Give the book as xlwings sees it at a press of a button."""
        return xlwings.Book(json=self.payload())

    def payload(self) -> dict[str, Any]:
        """Give what xlwings' Office.js client sends."""
        return {
            "client": "Office.js",
            "version": xlwings.__version__,
            "book": {
                "name": self.name,
                "active_sheet_index": self.active,
                "selection": self.selection,
                "calculation": "Automatic",
            },
            "names": [],
            "sheets": [_sheet_payload(sheet) for sheet in self.sheets],
        }

    def apply(self, book: xlwings.Book) -> None:
        """Do what a script asked for, once."""
        actions, book.json()["actions"][:] = list(book.json()["actions"]), []
        for action in actions:
            self.actions.append(action)
            self._do(action)

    def _do(self, action: Mapping[str, Any]) -> None:
        name = action["func"]
        if name in JUST_LOOKS:
            self.sheets[action["sheet_position"]].looks.append(name)
        else:
            _ACTIONS[name](self, action)

    def set_values(self, action: Mapping[str, Any]) -> None:
        """Write a block."""
        values = action["values"]
        assert len(values) == action["row_count"]
        assert {len(row) for row in values} == {action["column_count"]}
        for row, cells in enumerate(values, action["start_row"] + 1):
            for column, value in enumerate(cells, action["start_column"] + 1):
                self._set(self.sheets[action["sheet_position"]], (row, column), value)

    def _set(self, sheet: Sheet, cell: tuple[int, int], value: Any) -> None:
        if value == "":
            sheet.cells.pop(cell, None)
        elif isinstance(value, str) and value[0] in "+-@":
            raise AssertionError(f"Excel takes this for a formula: {value}")
        elif isinstance(value, str):
            sheet.cells[cell] = value.removeprefix("'")
        else:
            sheet.cells[cell] = value

    def add_sheet(self, action: Mapping[str, Any]) -> None:
        """Add an empty sheet."""
        position, name = action["args"]
        assert name not in [sheet.name for sheet in self.sheets]
        self.sheets.insert(position, Sheet(name))

    def activate(self, action: Mapping[str, Any]) -> None:
        """Show a sheet."""
        self.active = action["args"][0]

    def alert(self, action: Mapping[str, Any]) -> None:
        """Show a message: title and text."""
        prompt, title, *_ = action["args"]
        self.alerts.append((title, prompt))

    def calculate(self, _action: Mapping[str, Any]) -> None:
        """Calculate; nothing changes, since the cells here are values."""
        self.calculations += 1


_ACTIONS: Mapping[str, Callable[[RemoteBook, Mapping[str, Any]], None]] = {
    "setValues": RemoteBook.set_values,
    "addSheet": RemoteBook.add_sheet,
    "activateSheet": RemoteBook.activate,
    "alert": RemoteBook.alert,
    "calculate": RemoteBook.calculate,
}


def _sheets(data: bytes) -> Iterator[Sheet]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for worksheet in workbook.worksheets:
        cells = {
            (cell.row, cell.column): _office_value(cell.value)
            for row in worksheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        yield Sheet(worksheet.title, cells, [_table(t) for t in worksheet.tables.values()])


def _office_value(value: Any) -> Any:
    """Give a value as the client sends it: dates by number format, as text with a Z."""
    if isinstance(value, time):
        value = datetime.combine(DAY_ZERO, value)
    elif isinstance(value, timedelta):
        value = DAY_ZERO + value
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as above
    if isinstance(value, datetime):
        return f"{value.isoformat(timespec='milliseconds')}Z"
    return value


def _table(table: Any) -> dict[str, Any]:
    first_column, first_row, last_column, last_row = (n or 0 for n in range_boundaries(table.ref))
    header, totals = table.headerRowCount != 0, bool(table.totalsRowCount)

    def area(first: int, last: int) -> str:
        start = f"{get_column_letter(first_column)}{first}"
        end = f"{get_column_letter(last_column)}{last}"
        return start if start == end else f"{start}:{end}"

    return {
        "name": table.displayName,
        "range_address": area(first_row, last_row),
        "row_count": last_row - first_row + 1,
        "column_count": last_column - first_column + 1,
        "columns": [column.name for column in table.tableColumns],
        "header_row_range_address": area(first_row, first_row) if header else None,
        "data_body_range_address": area(first_row + header, last_row - totals),
        "total_row_range_address": area(last_row, last_row) if totals else None,
        "show_headers": header,
        "show_totals": totals,
        "table_style": "TableStyleMedium2",
        "show_autofilter": True,
        "show_table_style_first_column": False,
        "show_table_style_last_column": False,
        "show_table_style_row_stripes": True,
        "show_table_style_column_stripes": False,
    }


def _sheet_payload(sheet: Sheet) -> dict[str, Any]:
    rows = [["" if value is None else value for value in row] for row in sheet.rows()]
    used = None
    if sheet.cells:
        first = (min(row for row, _ in sheet.cells), min(column for _, column in sheet.cells))
        last = (len(rows), len(rows[0]))
        used = ":".join(f"{get_column_letter(column)}{row}" for row, column in (first, last))
    return {
        "name": sheet.name,
        "visibility": "Visible",
        "show_gridlines": True,
        "print_area": None,
        "notes": [],
        "notes_supported": True,
        "used_range_address": used,
        "used_range_row_count": len(rows),
        "used_range_column_count": len(rows[0]) if rows else 0,
        "values": rows or [[""]],
        "pictures": [],
        "shapes": [],
        "charts": [],
        "tables": sheet.tables,
        "pivot_tables": [],
    }
