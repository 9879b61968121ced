"""A person at work in Calc: opens workbooks, types, clears, sorts, inserts rows, and saves.

Runs in LibreOffice's Python. Takes a list of jobs as JSON on standard input. A job is ``{"path",
"steps"}``; a step is ``["type", sheet, cell, value]``, ``["clear", sheet, cell]``,
``["insert", sheet, row]`` (a blank row comes in before that one), or
``["sort", sheet, area, column]`` (rows of an area by one of its columns, counted from 0,
backwards). The workbook is saved under its own name, as Excel's format. LibreOffice ends with
the session.

    python3 person.py PIPE < jobs.json
"""

# mypy: disable-error-code="import-not-found"
# LibreOffice's own Python has these modules, and they have no types.

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table import TableSortField
from com.sun.star.uno import Exception as UnoException

PATIENCE = 60
"""Seconds that LibreOffice has to start."""
FORMAT = "Calc MS Excel 2007 XML"


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


def option(name: str, value: Any) -> Any:
    """Make an option of LibreOffice."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def type_in(book: Any, sheet: str, cell: str, value: float | str) -> None:
    """Type a value into a cell."""
    target = book.Sheets.getByName(sheet).getCellRangeByName(cell)
    if isinstance(value, str):
        target.String = value
    else:
        target.Value = value


def clear(book: Any, sheet: str, cell: str) -> None:
    """Make a cell blank."""
    book.Sheets.getByName(sheet).getCellRangeByName(cell).setFormula("")


def insert(book: Any, sheet: str, row: int) -> None:
    """Put a blank row before another."""
    book.Sheets.getByName(sheet).Rows.insertByIndex(row - 1, 1)


def sort(book: Any, sheet: str, area: str, column: int) -> None:
    """Sort rows by a column, backwards."""
    field = TableSortField()
    field.Field, field.IsAscending = column, False
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    descriptor = (option("SortFields", fields), option("ContainsHeader", False))  # noqa: FBT003 - LibreOffice takes no names
    book.Sheets.getByName(sheet).getCellRangeByName(area).sort(descriptor)


STEPS = {"type": type_in, "clear": clear, "insert": insert, "sort": sort}


def work(desktop: Any, job: dict[str, Any]) -> None:
    """Do one job."""
    url = Path(job["path"]).as_uri()
    book = desktop.loadComponentFromURL(url, "_blank", 0, (option("Hidden", True),))  # noqa: FBT003 - as above
    for name, *arguments in job["steps"]:
        step: Any = STEPS[name]
        step(book, *arguments)
    book.storeToURL(url, (option("FilterName", FORMAT),))
    book.close(True)  # noqa: FBT003 - as above


def main() -> None:
    """Do all jobs, and end LibreOffice whatever happened."""
    context = connect(sys.argv[1])
    desktop = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.Desktop", context
    )
    try:
        for job in json.load(sys.stdin):
            work(desktop, job)
    except UnoException as error:
        sys.exit(f"LibreOffice: {error}")
    finally:
        desktop.terminate()


main()
