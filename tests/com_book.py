"""A workbook of Excel on Windows as COM gives it, behind xlwings' real classic engine.

Importing this module puts stand-ins in place of pywin32 (``classic_com``), so it belongs in a
process of its own. COM's objects are ours: numbers come as floats, errors as their SCODE, a
range as rows in tuples and a single cell alone. Everything above them is xlwings' own.
"""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import classic_com  # first: it puts the stand-ins there
import openpyxl
import xlwings
from remote_book import RemoteBook, Sheet
from xlwings import _xlwindows

from shk_xl.functions.cell_values import error_from_text

PYWINTYPES: Any = sys.modules["pywintypes"]
WIN32API: Any = sys.modules["win32api"]
WIN32PROCESS: Any = sys.modules["win32process"]
PYWINTYPES.error = type("error", (Exception,), {})
PID = 4711
WIN32PROCESS.GetWindowThreadProcessId.return_value = (0, PID)
WIN32API.MessageBox.return_value = 1


class ComCollection(list[Any]):
    """A collection of COM: counted from 1, or found by name."""

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return self[key - 1]
        return next(one for one in self if one.Name == key)

    @property
    def Count(self) -> int:  # noqa: N802 - COM's name
        return len(self)


class ComRange:
    """A rectangle of cells."""

    HasArray = False
    HasSpill = False

    def __init__(self, sheet: ComSheet, first: tuple[int, int], last: tuple[int, int]) -> None:
        (self.Row, self.Column), self._last = first, last
        self.Worksheet = sheet
        self.Rows = ComCollection(range(first[0], last[0] + 1))
        self.Columns = ComCollection(range(first[1], last[1] + 1))
        self.Font, self.Interior = ComLook(), ComLook()

    @property
    def Count(self) -> int:  # noqa: N802 - COM's name
        """Overflow, as Excel does for the whole sheet."""
        raise PYWINTYPES.com_error

    def __call__(self, row: int, column: int) -> ComRange:
        return self.Worksheet.Cells(self.Row + row - 1, self.Column + column - 1)

    @property
    def Address(self) -> str:  # noqa: N802 - COM's name
        ends = [(self.Row, self.Column), self._last]
        cells = [f"${openpyxl.utils.get_column_letter(column)}${row}" for row, column in ends]
        return ":".join(dict.fromkeys(cells))

    @property
    def Value(self) -> Any:  # noqa: N802 - COM's name
        return self._as_com(lambda cell: to_com(self.Worksheet.cells.get(cell)))

    @Value.setter
    def Value(self, values: Any) -> None:  # noqa: N802 - COM's name
        for number, row in zip(self.Rows, values, strict=True):
            for column, value in zip(self.Columns, row, strict=True):
                self.Worksheet.write((number, column), value)

    @property
    def Formula2(self) -> Any:  # noqa: N802 - COM's name
        return self._as_com(lambda cell: self.Worksheet.cells.get(cell, ""))

    @Formula2.setter
    def Formula2(self, formulas: Any) -> None:  # noqa: N802 - COM's name
        self.Value = formulas if isinstance(formulas, list | tuple) else [[formulas]]

    def _as_com(self, get: Any) -> Any:
        rows = tuple(tuple(get((row, c)) for c in self.Columns) for row in self.Rows)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


class ComLook:
    """Takes any look."""


class ComSheet:
    """A sheet."""

    ProtectContents = False

    def __init__(self, book: ComBook, sheet: Sheet) -> None:
        self.Parent, self.cells, self._sheet = book, sheet.cells, sheet
        self.ListObjects = ComCollection(ComTable(self, table) for table in sheet.tables)

    @property
    def Name(self) -> str:  # noqa: N802 - COM's name
        return self._sheet.name

    @Name.setter
    def Name(self, name: str) -> None:  # noqa: N802 - COM's name
        self._sheet.name = name

    @property
    def Index(self) -> int:  # noqa: N802 - COM's name
        return self.Parent.Worksheets.index(self) + 1

    @property
    def UsedRange(self) -> ComRange:  # noqa: N802 - COM's name
        last = (
            max((r for r, _ in self.cells), default=1),
            max((c for _, c in self.cells), default=1),
        )
        return ComRange(self, (1, 1), last)

    def Cells(self, row: int, column: int) -> ComRange:  # noqa: N802 - COM's name
        return ComRange(self, (row, column), (row, column))

    def Range(self, first: str | ComRange, last: ComRange | None = None) -> ComRange:  # noqa: N802 - COM's name
        if isinstance(first, str):
            bounds = openpyxl.utils.range_boundaries(first)
            left, top, right, bottom = (n or m for n, m in zip(bounds, (1, 1, 9, 9), strict=True))
            return ComRange(self, (top, left), (bottom, right))
        end = last or first
        return ComRange(self, (first.Row, first.Column), (end.Rows[-1], end.Columns[-1]))

    def Activate(self) -> None:  # noqa: N802 - COM's name
        self.Parent.active = self.Name

    def write(self, cell: tuple[int, int], value: Any) -> None:
        """Take a value as Excel does."""
        if value in {None, ""}:
            self.cells.pop(cell, None)
        else:
            self.cells[cell] = value.removeprefix("'") if isinstance(value, str) else value


class ComTable:
    """A table."""

    def __init__(self, sheet: ComSheet, table: dict[str, Any]) -> None:
        self.Name = table["name"]
        self.Range = sheet.Range(table["range_address"])
        self.ShowHeaders = table["show_headers"]
        self.ShowTotals = table["show_totals"]


class ComSheets(ComCollection):
    """The sheets of a workbook."""

    book: ComBook

    def Add(self, Before: ComSheet) -> ComSheet:  # noqa: N802, N803 - COM's names
        added = ComSheet(self.book, Sheet("Blad1"))
        self.insert(self.index(Before), added)
        return added


class ComApp:
    """Excel: what its window shows, in ``shown``; ``heard`` is told what is done with workbooks."""

    Calculation = -4105
    ScreenUpdating = True

    def __init__(self) -> None:
        self.heard: Callable[[str, str], None] = lambda _what, _name: None
        self.shown: list[object] = []
        self.calculated = 0
        self.DisplayAlerts = True
        self.Workbooks = ComWorkbooks()
        self.Workbooks.Application = self
        self.AutoCorrect = ComLook()
        self.AutoCorrect.AutoFillFormulasInLists = True  # type: ignore[attr-defined]

    @property
    def ActiveWorkbook(self) -> ComBook:  # noqa: N802 - COM's name
        last: ComBook = self.Workbooks[-1]
        return last

    @property
    def Hwnd(self) -> int:  # noqa: N802 - COM's name
        """The window in front: every workbook has one of its own."""
        return self.ActiveWorkbook.window if self.Workbooks else 1

    @property
    def StatusBar(self) -> object:  # noqa: N802 - COM's name
        return self.shown[-1]

    @StatusBar.setter
    def StatusBar(self, text: object) -> None:  # noqa: N802 - COM's name
        self.shown.append(text)

    def CalculateFullRebuild(self) -> None:  # noqa: N802 - COM's name
        self.calculated += 1


class ComWorkbooks(ComCollection):
    """The workbooks that are open; the last one is in front."""

    Application: ComApp

    def __call__(self, key: int | str) -> Any:
        found = [one for number, one in enumerate(self, 1) if key in (number, one.Name)]
        if not found:
            raise PYWINTYPES.com_error
        return found[0]

    def Add(self) -> ComBook:  # noqa: N802 - COM's name
        self.Application.heard("add", "Bok1")
        empty = io.BytesIO()
        openpyxl.Workbook().save(empty)
        return ComBook(RemoteBook(empty.getvalue(), "Bok1"), "Bok1", self.Application)

    def Open(self, fullname: str, *_options: object) -> ComBook:  # noqa: N802 - COM's name
        path = Path(fullname)
        self.Application.heard("open", path.name)
        book = ComBook(RemoteBook(path.read_bytes(), path.name), fullname, self.Application)
        book.owner_file.write_bytes(b"x")
        return book


class ComBook:
    """A workbook.

    Args:
        remote: What it holds.
        fullname: Its path.
        app: The Excel that it is open in; one of its own when None.
    """

    ProtectStructure = False
    ReadOnly = False
    Saved = True
    active = ""
    windows = itertools.count(100)

    def __init__(self, remote: RemoteBook, fullname: str, app: ComApp | None = None) -> None:
        self.Name, self.FullName = remote.name, fullname
        self.Application = app or ComApp()
        self.Application.Workbooks.append(self)
        self.window = next(self.windows)
        self.Worksheets = ComSheets(ComSheet(self, sheet) for sheet in remote.sheets)
        self.Worksheets.book = self

    def select(self, sheet: str, address: str) -> None:
        """Select cells, as a person does."""
        self.Application.Selection = self.Worksheets(sheet).Range(address)  # type: ignore[attr-defined]

    def Activate(self) -> None:  # noqa: N802 - COM's name
        """Come to the front."""

    @property
    def owner_file(self) -> Path:
        """The mark that Excel puts beside a file that it has open."""
        path = Path(self.FullName)
        return path.with_name(f"~${path.name}")

    def Close(self, *, SaveChanges: bool) -> None:  # noqa: N802, N803 - COM's names
        """Close, and let go of the file."""
        assert not SaveChanges
        self.Application.heard("close", self.Name)
        self.Application.Workbooks.remove(self)
        self.owner_file.unlink(missing_ok=True)
        self.Application.heard("closed", self.Name)

    def open(self) -> xlwings.Book:
        """Give the workbook as xlwings' classic engine gives it."""
        impl: Any = _xlwindows.Book
        return xlwings.Book(impl=impl(xl=self))

    def messages(self) -> Iterator[tuple[str, str]]:
        """Give the title and text of each message."""
        for call in WIN32API.MessageBox.call_args_list:
            yield call.args[2], call.args[1]


def to_com(value: Any) -> Any:
    """Carry a value over COM, as pywin32 does it."""
    if isinstance(value, str):
        error = error_from_text(value)
        if error is not None:
            return classic_com.to_com(error)
        if len(value) == len("2023-04-13T00:00:00.000Z") and value.endswith(".000Z"):
            return PYWINTYPES.TimeType.fromisoformat(value[:-5])
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value
