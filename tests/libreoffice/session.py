"""A session of Calc: workbooks opened, cells edited, values read. Runs in LibreOffice's Python.

Takes a list of jobs as JSON on standard input and answers with JSON. A job is
``{"path", "calculate", "edits": [{"sheet", "cell", "value"}]}``; the answer to it is what all
cells hold by sheet and address, before the edits and after each of them. A number or a text is
itself, and an error ``{"error": "#N/A"}``. LibreOffice ends with the session.

    python3 session.py PIPE < jobs.json
"""

# mypy: disable-error-code="import-not-found"
# LibreOffice's own Python has these modules, and they have no types.

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellFlags import DATETIME, FORMULA, STRING, VALUE

PATIENCE = 60
"""Seconds that LibreOffice has to start."""
CONTENT = VALUE + DATETIME + STRING + FORMULA


def connect(pipe: str) -> Any:
    """Wait for LibreOffice, and give its context."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > last:
                raise
            time.sleep(0.1)


def values(book: Any) -> dict[str, dict[str, Any]]:
    """Read every cell that holds anything."""
    return {sheet.Name: dict(cells(sheet)) for sheet in book.Sheets}


def cells(sheet: Any) -> Iterator[tuple[str, Any]]:
    """Give the cells of a sheet by address; blank ones and empty texts are left out."""
    filled = sheet.queryContentCells(CONTENT)
    for place in range(filled.Count):
        area = filled.getByIndex(place)
        top, left = area.RangeAddress.StartRow, area.RangeAddress.StartColumn
        for row, found in enumerate(area.getDataArray()):
            for column, value in enumerate(found):
                if value is None:
                    shown = area.getCellByPosition(column, row).getString()
                    yield address(top + row, left + column), {"error": shown}
                elif value != "":
                    yield address(top + row, left + column), value


def address(row: int, column: int) -> str:
    """Write an A1 address; rows and columns from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def edit(book: Any, sheet: str, cell: str, value: float | str) -> None:
    """Type a value into a cell."""
    target = book.Sheets.getByName(sheet).getCellRangeByName(cell)
    if isinstance(value, str):
        target.String = value
    else:
        target.Value = value


def work(desktop: Any, job: dict[str, Any]) -> list[dict[str, dict[str, Any]]]:
    """Do one job."""
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    book = desktop.loadComponentFromURL(Path(job["path"]).as_uri(), "_blank", 0, (hidden,))
    if job["calculate"]:
        book.calculateAll()
    found = [values(book)]
    for one in job["edits"]:
        edit(book, **one)
        found.append(values(book))
    book.close(True)  # noqa: FBT003 - LibreOffice takes no names
    return found


def main() -> None:
    """Do all jobs, and end LibreOffice whatever happened."""
    context = connect(sys.argv[1])
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    try:
        answers = [work(desktop, job) for job in json.load(sys.stdin)]
    finally:
        desktop.terminate()
    json.dump(answers, sys.stdout)


main()
