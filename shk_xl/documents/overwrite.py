"""The guard of what is already there: a document that a person has changed is kept.

Rules: a document is ours only while it says exactly what its stamp says that we wrote.
Without a stamp, with other words than the stamp's, or unreadable, it is somebody's work,
and a new version goes beside it under another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

from shk_xl.documents.stamp import Stamp, read_stamp
from shk_xl.documents.word.content_hash import hash_of_package
from shk_xl.documents.word.package import read_package
from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked, refuse_if_read_only

BESIDE: Final = "_ny"
_BESIDE: Final = re.compile(rf"{BESIDE}(?:-\d+)?$")


def untouched_stamp(path: Path) -> Stamp | None:
    """Read the stamp of a document that nobody has changed since we wrote it.

    Args:
        path: A document that exists.

    Returns:
        Its stamp; None when it has been edited, is not ours, or is no document at all.
    """
    try:
        package = read_package(read_user_file(path), path.name)
    except Refused:
        return None
    stamp = read_stamp(package)
    if stamp is None or stamp.content_sha256 != hash_of_package(package):
        return None
    return stamp


def free_path(path: Path) -> tuple[Path, Stamp | None]:
    """Find where a new version of a document may be written.

    Args:
        path: Where it belongs.

    Returns:
        That path, or the first name beside it that is free or still ours; and the stamp of
        the untouched document there, if there is one.
    """
    for candidate in _candidates(path):
        if not candidate.exists():
            return candidate, None
        stamp = untouched_stamp(candidate)
        if stamp is not None:
            return candidate, stamp
    raise AssertionError("names do not run out")


def kept_path(beside: Path) -> Path:
    """Give the edited document that a new version was put beside.

    >>> kept_path(Path("UVAS_ny-2.docx")).name, kept_path(Path("UVAS.docx")).name
    ('UVAS.docx', 'UVAS.docx')
    """
    return beside.with_name(_BESIDE.sub("", beside.stem) + beside.suffix)


def write_faults(path: Path) -> list[Fault]:
    """Tell why a document cannot be replaced: open in a program, or marked as read-only."""
    faults: list[Fault] = []
    for check in (refuse_if_locked, refuse_if_read_only):
        try:
            check(path)
        except Refused as refused:
            faults.extend(refused.faults)
    return faults


def _candidates(path: Path) -> Iterator[Path]:
    yield path
    yield path.with_name(f"{path.stem}{BESIDE}{path.suffix}")
    for number in count(2):
        yield path.with_name(f"{path.stem}{BESIDE}-{number}{path.suffix}")
