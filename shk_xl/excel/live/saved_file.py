"""The file of an open workbook, for the buttons that work with the file.

Rules: what leaves the team, and what is replaced, is what stands in the file. So the workbook
is saved first, and only when the person says so. Nothing else is written.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, Protocol

import xlwings

from shk_xl.domain.faults import refuse
from shk_xl.wording.live import SAVE_FIRST

_MAC_NAMES: Final = {"FullName": "full_name", "ReadOnly": "read_only", "Saved": "saved"}
"""What AppleScript calls a property of a workbook."""


class Person(Protocol):
    """The person at the workbook."""

    def progress(self, text: str) -> None:
        """Show what is going on."""

    def ask(self, text: str) -> bool:
        """Ask whether to go on; False when the person cancels."""


def saved_file(book: xlwings.Book, person: Person) -> Path | None:
    """Give the file of a workbook, with all that the person sees saved in it.

    Args:
        book: The open workbook.
        person: Asked before anything is saved.

    Returns:
        The file; None when the person cancels, and then nothing was saved.

    Raises:
        Refused: There is no file on this computer, or it can't be saved.
    """
    path = _file_of(book)
    if is_saved(book):
        return path
    if is_read_only(book):
        raise refuse("book_read_only")
    if not person.ask(SAVE_FIRST):
        return None
    person.progress("Sparar arbetsboken …")
    book.save()
    if not is_saved(book):
        raise refuse("book_save_failed")
    return path


def is_saved(book: xlwings.Book) -> bool:
    """Whether the workbook has no changes since it was saved."""
    return bool(_property(book, "Saved"))


def is_read_only(book: xlwings.Book) -> bool:
    """Whether Excel has opened the workbook only to be read."""
    return bool(_property(book, "ReadOnly"))


def is_on_web(book: xlwings.Book) -> bool:
    """Whether Excel has opened the workbook from the web, also when a folder is in step with it."""
    return "://" in str(_property(book, "FullName"))


def _file_of(book: xlwings.Book) -> Path:
    try:
        fullname = book.fullname
    except xlwings.XlwingsError:  # a web address that no local folder is in step with
        raise refuse("book_on_web") from None
    if "://" in fullname:
        raise refuse("book_on_web")
    if fullname == book.name:
        raise refuse("book_never_saved")
    return Path(fullname)


def _property(book: xlwings.Book, name: str) -> object:
    if sys.platform == "darwin":
        return getattr(book.api, _MAC_NAMES[name]).get()
    return getattr(book.api, name)
