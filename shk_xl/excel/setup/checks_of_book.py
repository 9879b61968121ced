"""Checks of the workbook that a person asked about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shk_xl.excel.setup.facts import BookFacts, Machine
from shk_xl.excel.setup.verdict import Check, Mark, Verdict, say

LONGEST_PATH: Final = 218
"""Excel opens no file with a longer path (Excel specifications and limits)."""


def buttons(machine: Machine, book: BookFacts) -> Iterator[Verdict]:
    """Check that the workbook has buttons, from the xlwings that Excel's Python has."""
    if not book.macros:
        yield say(Mark.WARN, "book_without_macros", file=book.path)
    elif book.vba_version is None:
        yield say(Mark.WARN, "book_without_xlwings", file=book.path)
    else:
        yield from _version(machine, book.vba_version)


def _version(machine: Machine, version: str) -> Iterator[Verdict]:
    found = machine.excels_python.xlwings
    if machine.configuration is None or found is None:
        return
    if version == found:
        yield say(Mark.OK, "book_version_ok", version=version)
    else:
        yield say(Mark.STOP, "book_version", there=version, here=found)


def place(_machine: Machine, book: BookFacts) -> Iterator[Verdict]:
    """Check where the workbook lies: a long path makes trouble, a synced folder may."""
    if len(book.path) > LONGEST_PATH:
        yield say(Mark.STOP, "book_path_long", length=len(book.path), limit=LONGEST_PATH)
    if book.synced:
        yield say(Mark.NOTE, "book_synced", folder=book.synced)


def settings_beside(_machine: Machine, book: BookFacts) -> Iterator[Verdict]:
    """Tell that a settings file beside the workbook goes before the user's."""
    if book.settings_beside:
        yield say(Mark.WARN, "book_settings_beside", file=book.path)


def is_open(_machine: Machine, book: BookFacts) -> Iterator[Verdict]:
    """Tell that somebody has the workbook open."""
    if book.open:
        yield say(Mark.NOTE, "book_open", file=book.path)


def book_checks(machine: Machine) -> Iterator[Verdict]:
    """Run the checks of the workbook, if there is one."""
    if machine.book is not None:
        for check in (buttons, place, settings_beside, is_open):
            yield from check(machine, machine.book)


BOOK_CHECKS: Final[tuple[Check, ...]] = (book_checks,)
