"""Finding the workbooks that a user means: files, folders with folders in them, and patterns.

Rules: each file once, whatever ways lead to it. In a folder everything is passed over that
is hidden, temporary or made by a program for itself, and that is told. A file that was named
is taken as it is. Two files never have one target.
"""

from __future__ import annotations

import glob
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.file_lock import is_left_over, left_beside
from shk_xl.workbook.batch.recalculate_book import Book

SUFFIXES: Final = (".xlsx", ".xlsm")
_SIGNS_OF_A_PATTERN: Final = frozenset("*?[")
_NOT_FOR_PEOPLE: Final = (".", "~")
"""Names start so that are hidden, or that Office and its likes use while they write."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave.

    Args:
        books: The workbooks, in the order in which they were named, folders by name.
        passed_over: Workbooks in folders that are nobody's to recalculate.
        left_over: What killed runs of this program left beside them, to be swept.
    """

    books: Sequence[Book]
    passed_over: Sequence[Path]
    left_over: Sequence[Path]


@dataclass(slots=True)
class _Search:
    """A search under way: the workbooks so far by the file that they are, and what is left out."""

    out: Path | None
    left_out: frozenset[Path]
    may_be_empty: bool
    books: dict[Path, Book] = field(default_factory=dict)
    passed_over: list[Path] = field(default_factory=list)
    left_over: list[Path] = field(default_factory=list)

    def take(self, path: Path, base: Path) -> None:
        """Take a workbook; its target stands below ``out`` as it stands below its base."""
        real = path.resolve()
        target = path if self.out is None else self.out / path.relative_to(base)
        self.books.setdefault(real, Book(path, path if target.resolve() == real else target))

    def take_folder(self, folder: Path, base: Path) -> None:
        """Take the workbooks of a folder and of the folders in it."""
        inside = list(self._inside(folder))
        if not inside and not self.may_be_empty:
            raise refuse("no_workbooks", folder=str(folder))
        for path in inside:
            self.take(path, base)

    def matching(self, path: Path) -> tuple[list[Path], Path]:
        """Give what a pattern fits, and the folder that the pattern starts from.

        A path that is no pattern, or is there as it stands, is taken as it is.
        """
        if os.path.lexists(path) or not _SIGNS_OF_A_PATTERN & set(str(path)):
            return [path], path if path.is_dir() else path.parent
        found = [Path(match) for match in sorted(glob.glob(str(path), recursive=True))]  # noqa: PTH207 - the pattern may be absolute
        fitting = [one for one in found if one.suffix.lower() in SUFFIXES and not _is_hidden(one)]
        fitting = fitting or [one for one in found if one.is_dir()]
        if not fitting and not self.may_be_empty:
            raise refuse("nothing_fits", pattern=str(path))
        plain = next(i for i, part in enumerate(path.parts) if _SIGNS_OF_A_PATTERN & set(part))
        return fitting, Path(*path.parts[:plain])

    def _inside(self, folder: Path) -> Iterator[Path]:
        """Give the workbooks of a folder, and note what else is in it."""
        for inside, folders, names in os.walk(folder):
            here = Path(inside)
            folders[:] = sorted(
                name
                for name in folders
                if not _is_hidden(here / name) and (here / name).resolve() not in self.left_out
            )
            for name in sorted(names):
                path = here / name
                if is_left_over(name):
                    self.left_over.append(path)
                elif path.suffix.lower() not in SUFFIXES or path.resolve() in self.left_out:
                    continue
                elif _is_hidden(path):
                    self.passed_over.append(path)
                else:
                    yield path


def find(
    paths: Iterable[Path],
    *,
    out: Path | None = None,
    report: Path | None = None,
    may_be_empty: bool = False,
) -> Found:
    """Find workbooks.

    Args:
        paths: Files, folders, and patterns with ``*``, ``?``, ``[…]`` and ``**``, which some
            shells leave to the program.
        out: The folder that results go to, with the folders that they were found in; each
            into its own file when None. What it holds is not searched.
        report: A file that is about to be written, which is not searched for either.
        may_be_empty: A folder without workbooks is no fault, nor a pattern that nothing fits.

    Raises:
        Refused: A folder holds no workbook, nothing fits a pattern, or two workbooks would
            have the same target; every such fault.
    """
    left_out = frozenset(path.resolve() for path in (out, report) if path is not None)
    search = _Search(out, left_out, may_be_empty)
    faults: list[Fault] = []
    for path in paths:
        try:
            matching, base = search.matching(path)
            for one in matching:
                if one.is_dir():
                    search.take_folder(one, base)
                else:
                    search.take(one, base)
                    search.left_over += left_beside(one)
        except Refused as refused:
            faults += refused.faults
    books = list(search.books.values())
    faults += _shared_targets(books)
    if faults:
        raise Refused(faults)
    return Found(books, search.passed_over, search.left_over)


def _is_hidden(path: Path) -> bool:
    """Tell what is hidden, or made by a program for its own use."""
    if path.name.startswith(_NOT_FOR_PEOPLE):
        return True
    try:
        status = path.lstat()
    except FileNotFoundError:  # gone since the folder was read
        return True
    return bool(getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_HIDDEN)


def _shared_targets(books: Sequence[Book]) -> list[Fault]:
    """Find workbooks that would be written to one file, also where case makes no difference."""
    by_target: dict[str, list[Book]] = {}
    for book in books:
        folded = unicodedata.normalize("NFC", str(book.target)).casefold()
        by_target.setdefault(folded, []).append(book)
    return [
        Fault("same_target", Place(str(shared[0].target)), {"files": _listed(shared)})
        for shared in by_target.values()
        if len(shared) > 1 and any(not book.in_place for book in shared)
    ]


def _listed(books: Sequence[Book]) -> str:
    return ", ".join(str(book.path) for book in books)
