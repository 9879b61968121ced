"""An Excel on this computer, as far as a button needs it.

Only Excel itself is stood in for: xlwings' remote book answers like its classic one, with a status
bar, messages, formulas and protection; everything of xlwings above the engine is real.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings
from remote_book import RemoteBook
from xlwings.pro import _xlremote


class ComObject(dict[str, Any]):
    """What xlwings gives as ``api``: here also the sheet's or the workbook's own data."""

    ProtectContents = False
    ProtectStructure = False
    Saved = True
    ReadOnly = False
    FullName = ""


class ComRange(list[Any]):
    """The values of cells, and what COM tells of them."""

    HasSpill = False


class DesktopExcel:
    """An Excel with one workbook.

    Args:
        remote: The workbook.
        monkeypatch: Lets xlwings' remote engine answer as a classic one.

    Attributes:
        status: What the status bar has shown, in order; False gives it back to Excel.
        calculated: How many times everything was calculated.
        formulas: By sheet and cell; the other cells are values.
        spilled: By sheet and cell, those that values spill into.
        arrays: Those of an array formula with several cells.
        protected: The names of protected sheets.
        structure_protected: Whether no sheet may be added.
        alerts: Title, text and mode of each message at the end.
        asked: The text of each question on the way.
        answers: "ok" or "cancel" for each question.
        unsaved: What a save writes to the file; None when all is saved.
        save_fails: Whether Excel says nothing and saves nothing.
        read_only: Whether Excel has opened the workbook only to be read.
        from_web: Whether Excel has opened it from a web address.
    """

    def __init__(self, remote: RemoteBook, monkeypatch: pytest.MonkeyPatch) -> None:
        self.remote = remote
        self.fullname = remote.name
        self.status: list[object] = []
        self.calculated = 0
        self.formulas: dict[tuple[str, int, int], str] = {}
        self.writes: list[tuple[str, str]] = []
        self.spilled: set[tuple[str, int, int]] = set()
        self.arrays: set[tuple[str, int, int]] = set()
        self.protected: set[str] = set()
        self.structure_protected = False
        self.alerts: list[tuple[str, str, str]] = []
        self.asked: list[str] = []
        self.answers: list[str] = []
        self.unsaved: bytes | None = None
        self.save_fails = self.read_only = self.from_web = False
        self.modes: list[str] = []
        self.before_calculation: Callable[[], None] = lambda: None
        self._monkeypatch = monkeypatch
        self._book: xlwings.Book | None = None
        self._stand_in()

    def open(self) -> xlwings.Book:
        """Give the workbook as xlwings' classic engine gives it."""
        payload = ComObject(self.remote.payload())
        payload.ProtectStructure = self.structure_protected
        payload.Saved = self.unsaved is None
        payload.ReadOnly = self.read_only
        payload.FullName = f"{'https://x/' if self.from_web else ''}{self.fullname}"
        payload["sheets"] = [ComObject(sheet) for sheet in payload["sheets"]]
        for sheet in payload["sheets"]:
            sheet.ProtectContents = sheet["name"] in self.protected
        # xlwings itself takes a payload only from an engine that calls itself remote.
        app: Any = xlwings.engines["remote"].apps.active
        self._book = xlwings.Book(impl=app.books.impl.open(json=payload))
        return self._book

    def close(self) -> None:
        """Let what was written reach the cells."""
        if self._book is not None:
            self.remote.apply(self._book)

    def _stand_in(self) -> None:
        put = self._monkeypatch.setattr
        app, cells = _xlremote.App, _xlremote.Range
        put(_xlremote.Engine, "type", property(lambda _engine: "desktop"))
        put(_xlremote.Book, "fullname", property(lambda _book: self._fullname()))
        put(_xlremote.Book, "save", lambda book, *_where, **_options: self._save(book))
        put(app, "status_bar", property(lambda _app: None, lambda _app, text: self._show(text)))
        put(
            app,
            "alert",
            lambda _app, text, title, buttons, mode, _back: self._say(text, title, buttons, mode),
        )
        put(app, "calculate", lambda _app: self._calculate())
        put(
            app,
            "calculation",
            property(lambda _app: "automatic", lambda _app, m: self.modes.append(m)),
        )
        put(app, "screen_updating", property(lambda _app: True, lambda _app, _on: None))
        put(cells, "formula2", property(self._read_formulas, self._write_formulas))
        put(cells, "has_array", property(lambda rng: self._all_or_none(rng, self.arrays)))
        values = cells.api.fget  # type: ignore[attr-defined]  # a property

        def api(rng: Any) -> ComRange:
            com = ComRange(values(rng))
            com.HasSpill = self._all_or_none(rng, self.spilled)  # type: ignore[assignment]
            return com

        put(cells, "api", property(api))

    def _fullname(self) -> str:
        if isinstance(self.fullname, Exception):
            raise self.fullname
        return self.fullname

    def _show(self, text: object) -> None:
        self.status.append(text)

    def _say(self, text: str, title: str, buttons: str, mode: str) -> str:
        if buttons == "ok":
            self.alerts.append((title, text, mode))
            return "ok"
        assert buttons == "ok_cancel"
        self.asked.append(text)
        return self.answers.pop(0)

    def _save(self, book: Any) -> None:
        if self.unsaved is not None and not self.save_fails:
            Path(self._fullname()).write_bytes(self.unsaved)
            self.unsaved, book.api.Saved = None, True

    def _calculate(self) -> None:
        """Calculate: the test says what changes, and the book that is open shows it."""
        self.before_calculation()
        self.calculated += 1
        assert self._book is not None
        for old, new in zip(
            self._book.impl.api["sheets"], self.remote.payload()["sheets"], strict=True
        ):
            old["values"] = new["values"]

    def _cells(self, rng: Any) -> list[list[tuple[str, int, int]]]:
        height, width = rng.shape
        return [
            [(rng.sheet.name, row, column) for column in range(rng.column, rng.column + width)]
            for row in range(rng.row, rng.row + height)
        ]

    def _all_or_none(self, rng: Any, which: set[tuple[str, int, int]]) -> bool | None:
        answers = {cell in which for row in self._cells(rng) for cell in row}
        return answers.pop() if len(answers) == 1 else None

    def _read_formulas(self, rng: Any) -> Any:
        rows = tuple(tuple(map(self._formula, row)) for row in self._cells(rng))
        return rows[0][0] if rng.shape == (1, 1) else rows

    def _formula(self, cell: tuple[str, int, int]) -> Any:
        sheet, row, column = cell
        value = self.remote[sheet].cells.get((row, column), "")
        return self.formulas.get(cell, value)

    def _write_formulas(self, rng: Any, formulas: Any) -> None:
        assert rng.sheet.name not in self.protected
        rows = formulas if isinstance(formulas, list) else [[formulas]]
        self.writes.append((rng.sheet.name, rng.address))
        for cells, new in zip(self._cells(rng), rows, strict=True):
            for cell, formula in zip(cells, new, strict=True):
                assert cell not in self.spilled | self.arrays
                self.formulas[cell] = formula
