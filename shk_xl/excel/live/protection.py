"""Sheets and workbooks that Excel lets nobody write to.

Rules: only an Excel that Python talks to directly can tell beforehand; in the other hosts
Excel itself refuses the whole change and says so.
"""

from __future__ import annotations

import sys

import xlwings

from shk_xl.domain.faults import Place, refuse
from shk_xl.excel.live.cells import is_desktop


def is_protected(sheet: xlwings.Sheet) -> bool:
    """Whether the cells of a sheet are known to be protected."""
    if not is_desktop(sheet.book):
        return False
    if sys.platform == "darwin":
        return bool(sheet.api.protect_contents.get())
    return bool(sheet.api.ProtectContents)


def refuse_if_protected(sheet: xlwings.Sheet) -> None:
    """Refuse to write to a sheet that is protected.

    Raises:
        Refused: It is.
    """
    if is_protected(sheet):
        raise refuse("sheet_protected", Place(sheet=sheet.name))


def refuse_if_structure_protected(book: xlwings.Book, sheet: str) -> None:
    """Refuse to add a sheet to a workbook whose structure is protected.

    Args:
        book: The open workbook.
        sheet: The name of the sheet that is to be added.

    Raises:
        Refused: It is.
    """
    if not is_desktop(book):
        return
    mac = sys.platform == "darwin"
    if book.api.protect_structure.get() if mac else book.api.ProtectStructure:
        raise refuse("structure_protected", sheet=sheet)
