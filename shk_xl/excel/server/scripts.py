"""A button pressed in the task pane: a workbook in, changes and an answer out.

Rules: the work is ``shk_xl.excel.live``'s. What this host does its own way: documents are made
in a folder that disappears and wait to be fetched, and the task pane is told through its
callback. Changes go into the book that was given, never through ``book.app``, which is the
latest request's; for the same reason only one button works at a time.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Collection, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeAlias

import xlwings

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.faults import Refused, refuse
from shk_xl.domain.findings import Level
from shk_xl.excel.live.book import read_live
from shk_xl.excel.live.scripts import run
from shk_xl.excel.server.downloads import Downloads
from shk_xl.wording.findings import LEVELS
from shk_xl.workbook.check_lines import Line, check_lines, fault_lines
from shk_xl.workbook.reading.read_workbook import ReadWorkbook, in_sheet
from shk_xl.workbook.spelling import displayed

Json: TypeAlias = Any

PANE_CALLBACK: Final = "shkVisa"
"""The function of the task pane that shows an answer."""
CHECK: Final = "kontrollera"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CELL: Final = re.compile("[A-Z]{1,3}[1-9][0-9]{0,6}")


class ServerHost:
    """What xlwings Server does its own way; one for each press of a button.

    Args:
        downloads: Where documents wait.
        formulas: What the task pane sent: sheet, cell and formula of each cell that calls one
            of our functions. Formulas are not in the workbook that a request carries.
    """

    def __init__(self, downloads: Downloads, formulas: object = None) -> None:
        self._downloads = downloads
        self._formulas = formulas
        self.waiting: list[dict[str, str]] = []

    def progress(self, text: str) -> None:
        """Show nothing: the answer comes in one piece, and the pane says that work goes on."""

    def recalculate(self, book: xlwings.Book) -> None:
        """Let Excel calculate everything anew when the changes are in place."""
        _act(book, "calculate")

    def documents(
        self,
        workbook: ReadWorkbook,
        kinds: Collection[str] | None,
        initiatives: Collection[str] | None,
    ) -> str:
        """Make Word documents and let them wait to be fetched; see ``Host``."""
        with TemporaryDirectory(prefix="shk-xl-") as folder:
            produced = produce_documents(
                workbook.portfolio,
                Path(folder),
                source=SourceStamp(workbook.file, workbook.sha256),
                today=date.today(),  # noqa: DTZ011 - the day where the server stands
                kinds=None if kinds is None else [DocumentKind(kind) for kind in kinds],
                initiatives=initiatives,
            )
            files = [(document.path.name, document.path.read_bytes()) for document in produced]
        if not files:
            return "Det finns inga dokument att skapa."
        name, data, media_type = _as_one(files)
        token = self._downloads.put(name, data, media_type)
        self.waiting.append({"name": name, "token": token})
        count = "Dokumentet är klart" if len(files) == 1 else f"{len(files)} dokument är klara"
        return f"{count}: {name} hämtas till din dator."

    def respell(self, book: xlwings.Book) -> int:
        """Turn the formulas that the pane sent to what Excel shows; see ``Host``."""
        changed = [
            (sheet, cell, new)
            for sheet, cell, formula in _formulas(self._formulas, [s.name for s in book.sheets])
            if (new := displayed(formula)) != formula
        ]
        for sheet, cell, new in changed:
            book.sheets[sheet].range(cell).formula = new
        return len(changed)


def _formulas(sent: object, sheets: Collection[str]) -> list[tuple[str, str, str]]:
    """Check what the pane sent, cell by cell.

    Raises:
        Refused: It is not sheet, cell and formula of cells in this workbook.
    """
    found: list[tuple[str, str, str]] = []
    for row in sent if isinstance(sent, list) else [None]:
        match row:
            case [str(sheet), str(cell), str(formula)] if (
                sheet in sheets and _CELL.fullmatch(cell) and formula.startswith("=")
            ):
                found.append((sheet, cell, formula))
            case _:
                raise refuse("server_call_malformed")
    return found


def _as_one(files: Sequence[tuple[str, bytes]]) -> tuple[str, bytes, str]:
    """Give one file as it is, and several in a zip."""
    if len(files) == 1:
        name, data = files[0]
        return name, data, DOCX
    packed = BytesIO()
    # Documents are packed already.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return "underlag.zip", packed.getvalue(), "application/zip"


def _act(book: xlwings.Book, action: str, *arguments: object) -> None:
    """Append an action to a book itself: ``book.app`` appends it to the latest request's."""
    book.impl.append_json_action(func=action, args=list(arguments))


def press(name: str, body: bytes, downloads: Downloads) -> bytes:
    """Do what a button does with the workbook that the task pane sent.

    Args:
        name: The button's name.
        body: What xlwings' JavaScript sends: the workbook as JSON.
        downloads: Where documents wait.

    Returns:
        JSON: the changes, the last of which shows the answer in the task pane.

    Raises:
        Refused: What the person must settle first, or it is no workbook.
    """
    sent = _workbook(body)
    arguments = sent.pop("args", None)
    formulas = arguments[0] if isinstance(arguments, list) and arguments else None
    book = xlwings.Book(json=sent)
    try:
        host = ServerHost(downloads, formulas)
        answer: dict[str, Json] = {"sentence": run(name, book, host), "downloads": host.waiting}
        if name == CHECK:
            answer["findings"] = [_for_pane(line) for line in _findings(book)]
        _act(book, "runMacro", PANE_CALLBACK, answer)
        return json.dumps(book.json()).encode()
    finally:
        book.close()
        _forget_ranges()


def _forget_ranges() -> None:
    """Let go of the workbook: xlwings keeps the values of every range that was read, for good.

    Source: ``xlwings.pro._xlremote.get_range_api``, an ``lru_cache`` without a limit.
    """
    from xlwings.pro import _xlremote  # noqa: PLC0415 - needs the licence

    _xlremote.get_range_api.cache_clear()


def _workbook(body: bytes) -> dict[str, Json]:
    """Read a request; what is no workbook must not reach xlwings, which would open one here.

    Raises:
        Refused: It is not a workbook as xlwings' JavaScript sends it.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise refuse("server_call_malformed") from None
    match sent:
        case {
            "client": "Office.js",
            "book": {"name": str(), "active_sheet_index": int(active)},
            "sheets": [*sheets],
        } if 0 <= active < len(sheets) and all(map(_is_sheet, sheets)):
            return dict(sent)
    raise refuse("server_call_malformed")


def _is_sheet(sheet: Json) -> bool:
    match sheet:
        case {"name": str(), "values": [*rows], "tables": [*_]}:
            return all(isinstance(row, list) for row in rows)
    return False


def _findings(book: xlwings.Book) -> list[Line]:
    """Give what the sheet Kontroll lists: findings, or why the workbook cannot be read."""
    try:
        return check_lines(read_live(book))
    except Refused as refused:
        return fault_lines(refused.faults, Level.STOP)


def _for_pane(line: Line) -> dict[str, str | None]:
    return {
        "level": line.level.value,
        "word": LEVELS[line.level],
        "message": line.message,
        "where": in_sheet(line.place),
        "sheet": line.place.sheet,
        "cell": line.place.cell,
    }
