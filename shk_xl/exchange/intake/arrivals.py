"""What a person points at: files, and folders of them, as raw bytes with a name to show.

Rules: everything that is pointed at is accounted for, also what can't be read. The team's own
workbook, the folders of an exchange, and what programs leave beside open files are no answers.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.exchange.ledger import FOLDER_ENDING
from shk_xl.ooxml.file_lock import is_left_over
from shk_xl.ooxml.user_file import OWNER_PREFIX, read_user_file, reason_of

_NO_ANSWERS: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came.

    Args:
        name: What it is called where it came from; shown, and never used as a path.
        data: Its raw bytes.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that a person pointed at, and that can't be read: nothing could be kept.

    Args:
        name: What it is called.
        faults: Why.
    """

    name: str
    faults: tuple[Fault, ...]


def read_arrivals(paths: Sequence[Path], book: Path) -> Iterator[Arrival | Unreadable]:
    """Read what a person points at, one at a time.

    Args:
        paths: Files and folders; a folder is read with those inside it.
        book: The team's workbook, which is passed over inside a folder.
    """
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, book)
        else:
            yield _read(path)


def _read_folder(folder: Path, book: Path) -> Iterator[Arrival | Unreadable]:
    troubles: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=troubles.append):
        folders[:] = sorted(name for name in folders if not _is_passed_over(name))
        for path in _answers(Path(root), names, book):
            yield _read(path)
    for error in troubles:
        place, values = Place(str(error.filename)), {"reason": reason_of(error)}
        yield Unreadable(str(error.filename), (Fault("file_unreadable", place, values),))


def _answers(folder: Path, names: Iterable[str], book: Path) -> Iterator[Path]:
    for name in sorted(names):
        path = folder / name
        is_left = name.startswith((OWNER_PREFIX, ".")) or is_left_over(name)
        if not is_left and name.casefold() not in _NO_ANSWERS and not _is_same(path, book):
            yield path


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith(FOLDER_ENDING)


def _is_same(path: Path, book: Path) -> bool:
    try:
        return path.samefile(book)
    except OSError:
        return False  # one of them isn't there: then they aren't the same


def _read(path: Path) -> Arrival | Unreadable:
    try:
        return Arrival(path.name, read_user_file(path))
    except Refused as refused:
        return Unreadable(str(path), refused.faults)
