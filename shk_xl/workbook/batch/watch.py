"""Watching workbooks: which of them have changed, are whole, and are nobody's any more.

Rules: a file is ready when it has looked the same in two rounds and no program has it open.
What it holds decides whether it has changed, not only its time and size; what this program
wrote itself is no change.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from shk_xl.domain.faults import Refused
from shk_xl.ooxml.user_file import refuse_if_locked
from shk_xl.workbook.batch.find import find
from shk_xl.workbook.batch.outcome import Outcome
from shk_xl.workbook.batch.recalculate_book import Book


class _Look(NamedTuple):
    """How a file looks from outside."""

    time: int
    size: int


class Watch:
    """Files, folders and patterns that are watched.

    Args:
        paths: As ``find`` takes them.
        out: The folder that results go to; each into its own file when None.
    """

    def __init__(self, paths: Iterable[Path], *, out: Path | None = None) -> None:
        self._paths = tuple(paths)
        self._out = out
        self._looks: dict[Path, _Look] = {}
        self._seen: dict[Path, _Look] = {}
        self._contents: dict[Path, str] = {}

    def ready(self) -> list[Book]:
        """Look once more, and give the workbooks that have changed and are ready.

        Raises:
            Refused: Two workbooks would have the same target.
        """
        books = find(self._paths, out=self._out, may_be_empty=True).books
        before, self._looks = self._looks, {}
        return [book for book in books if self._is_ready(book, before.get(book.path))]

    def settled(self, outcome: Outcome) -> None:
        """Note what a workbook holds after its recalculation, so that it is no change."""
        if outcome.digest:
            self._contents[outcome.path] = outcome.digest

    def _is_ready(self, book: Book, before: _Look | None) -> bool:
        look = _look(book.path)
        if look is None:
            return False
        self._looks[book.path] = look
        if look != before or look == self._seen.get(book.path) or _is_open(book.path):
            return False
        try:
            content = hashlib.sha256(book.path.read_bytes()).hexdigest()
        except OSError:
            return False  # a program keeps it for itself: the next round tries again
        self._seen[book.path] = look
        known, self._contents[book.path] = self._contents.get(book.path), content
        return content != known


def _look(path: Path) -> _Look | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _Look(status.st_mtime_ns, status.st_size)


def _is_open(path: Path) -> bool:
    try:
        refuse_if_locked(path)
    except Refused:
        return True
    return False
