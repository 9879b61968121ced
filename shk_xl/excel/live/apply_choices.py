"""The button Använd valen: the choices on the sheet Konflikter, applied as ``shk-xl resolve`` does.

The file that Excel has open can't be replaced, so the workbook is closed for a moment. That is
not done here: the macro that calls belongs to that very workbook, and Excel must not close a
workbook whose macro runs. Here the choices are looked at, and the person is asked. Then a
process of its own (``while_closed``) is started; it waits until the press is over, closes the
workbook, applies the choices to the file, and opens it again.

To write the changes into the open workbook instead would need a second writer of rows, links
and choice lists, other on Windows and on Mac; and the version that the ledger keeps would not be
the bytes that the rest of the exchange knows.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.domain.faults import refuse
from shk_xl.excel.live.saved_file import Person, is_on_web, is_read_only, saved_file
from shk_xl.exchange.intake.resolving import ResolvedBook, resolve_book
from shk_xl.exchange.merge.resolve import Answer
from shk_xl.exchange.merge.sheets import CONFLICT_SHEET
from shk_xl.exchange.merge.tables import key_in_words
from shk_xl.wording import in_words
from shk_xl.wording.live import CLOSE_AND_OPEN, NO_CHOICES, NOTHING_APPLIED

MOST_LINES: Final = 10
"""How many choices, or faults, a message names before the rest are counted."""
PROCESS: Final = "shk_xl.excel.live.while_closed"
READY: Final = "ready"
"""What that process says when it has found the workbook in Excel."""
_STARTED: Final[list[subprocess.Popen[str]]] = []
"""Kept so that what the process reads from ends when this process does, and not before."""


def apply_choices(book: xlwings.Book, person: Person) -> str:
    """Look at the choices, and leave the rest to a process of its own when the person agrees.

    Args:
        book: The open workbook.
        person: Asked before anything is saved or closed.

    Returns:
        What the person is told; nothing when the process goes on and will tell.

    Raises:
        Refused: What the person must settle first; nothing was changed then.
    """
    if is_on_web(book):
        raise refuse("book_replaced_on_web")
    if is_read_only(book):
        raise refuse("book_read_only")
    path = saved_file(book, person)
    if path is None:
        return NOTHING_APPLIED
    person.progress(f"Läser bladet {CONFLICT_SHEET} …")
    looked = resolve_book(path, look=True)
    told = choices_in_words(looked)
    if not looked.answers and not looked.closed:
        return "\n\n".join([NO_CHOICES, *told])
    if not person.ask("\n\n".join([*told, CLOSE_AND_OPEN])):
        return NOTHING_APPLIED
    start(book, path)
    return ""


def choices_in_words(done: ResolvedBook) -> list[str]:
    """Say what choices come to, or came to, one paragraph for each thing."""
    told = []
    if done.answers:
        lines = [f"Val: {len(done.answers)}.", *map(_answer_in_words, done.answers)]
        told.append(_most(lines, 1 + MOST_LINES))
    if done.closed:
        told.append(f"Redan lösta i arbetsboken: {done.closed}.")
    if done.faults:
        told.append(_most([f"• {in_words(fault)}" for fault in done.faults], MOST_LINES))
    if done.open:
        told.append(f"Kvar att välja, på bladet {CONFLICT_SHEET}: {len(done.open)}.")
    told += [f"Notera: {in_words(remark)}" for remark in done.remarks]
    return told


def start(book: xlwings.Book, path: Path) -> None:
    """Start the process that goes on when the press is over.

    A process that can't start, or does not find the workbook, is noticed before this returns.

    Args:
        book: The open workbook, saved.
        path: Its file.
    """
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-B", "-m", PROCESS, str(book.app.pid), book.name, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        creationflags=_no_window(),
        start_new_session=True,
    )
    said = process.stdout.readline() if process.stdout else ""
    if said.strip() != READY:
        raise RuntimeError(said + _last_words(process))
    _STARTED.append(process)
    if process.stdin and not _ends_with_the_press():
        process.stdin.close()


def _last_words(process: subprocess.Popen[str]) -> str:
    """Let a process end, and read on from where ``readline`` has come to.

    ``communicate`` reads below the buffer of the text, and would lose what waits there.
    """
    with process:
        if process.stdin:
            process.stdin.close()
        return process.stdout.read() if process.stdout else ""


def _no_window() -> int:
    """Keep Windows from showing a console for the process."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _ends_with_the_press() -> bool:
    """Whether this process lives for one press, as it does unless xlwings keeps a server."""
    return any(argument.startswith("--from_xl") for argument in sys.argv)


def _answer_in_words(answer: Answer) -> str:
    question = answer.question
    where = (question.sheet, key_in_words(question.key_values), *question.titles)
    return f"• {', '.join(where)}: {answer.option.label}"


def _most(lines: Sequence[str], most: int) -> str:
    more = len(lines) - most
    return "\n".join([*lines[:most], *([f"… och {more} till."] if more > 0 else [])])
