"""A process that applies the choices on the sheet Konflikter while Excel has the workbook closed.

It is started by the button (``apply_choices``), and lives for one press:

1. It finds the workbook in Excel and says so.
2. It waits until what it reads from ends: the process of the press has ended then, and with it
   the macro. What is open after a macro is Excel's own again. xlwings also ends, when a press is
   over, every Excel without a workbook; so nothing may be closed before that.
3. It opens an empty workbook, so that Excel has one all the time and what is typed goes there.
4. A workbook that was changed since it was saved is left open. Otherwise it is closed, the
   choices are applied to the file, and it is opened again, whatever became of that.
5. It closes the empty workbook and tells the person how it went.

Rules: the workbook's file is always whole, since ``resolve_book`` replaces it in one step and
keeps what it was. A run that is killed has at worst left the workbook closed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.domain.faults import Refused, refuse
from shk_xl.excel.live.apply_choices import READY, choices_in_words
from shk_xl.excel.live.desktop import outcome, tell
from shk_xl.excel.live.saved_file import is_saved
from shk_xl.exchange.intake.resolving import resolve_book
from shk_xl.ooxml.user_file import refuse_if_locked
from shk_xl.wording.live import APPLIED, APPLYING, WHOLE_ANYWAY

BUTTON: Final = "anvand_valen"
MACRO_ENDS: Final = 1.0
"""Seconds from the end of the press until the macro that waited for it has surely ended."""
PAUSE: Final = 0.2
TRIES: Final = 25
"""How many pauses Excel gets to let go of a file; on a network folder it can take some."""


def main(pid: int, name: str, path: Path) -> None:
    """Wait for the press to end, and apply the choices.

    Args:
        pid: Of the Excel that has the workbook open.
        name: Of the workbook there.
        path: Its file.
    """
    book = xlwings.apps[pid].books[name]
    print(READY, flush=True)  # noqa: T201 - what the press waits for
    sys.stdin.read()
    book.app.status_bar = APPLYING
    time.sleep(MACRO_ENDS)
    apply_while_closed(book, path)


def apply_while_closed(book: xlwings.Book, path: Path) -> None:
    """Close the workbook, apply the choices, open it again, and tell the person.

    Args:
        book: The open workbook.
        path: Its file.
    """
    app = book.app
    told, mode = outcome(
        BUTTON, lambda: _applied(book, path), lambda: WHOLE_ANYWAY.format(path=path)
    )
    app.status_bar = False
    # The window that was in front first is gone, and with it what xlwings knows as the app's.
    tell(app.books.active, BUTTON, told, mode)


def _applied(book: xlwings.Book, path: Path) -> str:
    """Apply the choices, and say what they came to."""
    name, books = book.name, book.app.books
    stand_in = books.add()
    try:
        if not is_saved(book):
            raise refuse("book_changed_meanwhile")
        book.close()
        try:
            _await_release(path)
            done = resolve_book(path)
        finally:
            books.open(path)
    finally:
        if name in [one.name for one in books]:
            stand_in.close()
    return "\n\n".join([APPLIED, *choices_in_words(done)])


def _await_release(path: Path) -> None:
    """Wait until the mark of an open file is gone; one that stays is told by what follows."""
    for _ in range(TRIES):
        try:
            refuse_if_locked(path)
        except Refused:
            time.sleep(PAUSE)
        else:
            return


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
