"""One workbook of a batch: computed by a worker, verified here, and written.

Rules: what is written is what was computed from the bytes that were read. If the file has
other bytes by then, nothing is written and that is said.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.ooxml.atomic import write_atomically, write_new
from shk_xl.ooxml.user_file import make_folder, refuse_if_locked
from shk_xl.workbook.batch.messages import Answer, Options, Request
from shk_xl.workbook.batch.outcome import Outcome, refused_outcome
from shk_xl.workbook.batch.time_limit import seconds_for
from shk_xl.workbook.batch.verify import verify
from shk_xl.workbook.batch.worker import Worker


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that is to be recalculated.

    Args:
        path: Where it is.
        target: Where the result goes; often the same.
    """

    path: Path
    target: Path

    @property
    def in_place(self) -> bool:
        """Whether the result replaces what was read."""
        return self.path == self.target


def recalculate_book(
    book: Book, worker: Worker, options: Options, *, backup: bool = False
) -> Outcome:
    """Recalculate a workbook and write it.

    Args:
        book: Which one.
        worker: Computes it.
        options: How; without ``write`` nothing on disk changes.
        backup: Keep a copy of the file that is replaced.

    Returns:
        What became of it, refusals included.

    Raises:
        Stopped: The worker was told to stop.
    """
    try:
        if options.write:
            refuse_if_locked(book.target)
        seconds = seconds_for(_size(book.path))
        answer = worker.ask(Request(book.path, options), seconds)
        copy = _write(book, answer, backup=backup) if options.write else None
    except Refused as refused:
        return refused_outcome(book.path, refused)
    holds = _digest(answer.data) if book.in_place and answer.data else answer.digest
    return Outcome(
        book.path, answer.report, holds, remarks=answer.remarks, backup=copy, summary=answer.summary
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _size(path: Path) -> int:
    """Give a file's size; 0 for one that is not there, which the worker tells of."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _write(book: Book, answer: Answer, *, backup: bool) -> Path | None:
    """Write the result; gives the copy of what it replaced."""
    if book.in_place and not answer.data:
        return None
    if answer.data:
        verify(answer.data, answer.changes, file=str(book.path))
    data = answer.data or book.path.read_bytes()
    copies: list[Path] = []

    def last_word(target: Path) -> bool:
        old = target.read_bytes() if target.exists() else b""
        if old == data:  # another run was as quick, and came to the same
            return False
        if book.in_place and _digest(old) != answer.digest:
            raise refuse("file_changed_meanwhile", Place(str(book.path)))
        if backup and old:
            copies.append(_backup(target, old))
        return True

    make_folder(book.target.parent)
    write_atomically(book.target, data, before=last_word)
    return copies[0] if copies else None


def _backup(target: Path, old: bytes) -> Path:
    """Keep the old bytes beside the file, under the first name that is free."""
    number = 1
    while True:
        copy = target.with_name(f"{target.name}.{number}.bak")
        if write_new(copy, old):
            return copy
        number += 1
