"""Files that a user names: read whole, with every ordinary failure as a fault.

Rules: the operating system's error is turned into a fault here and in ``atomic``, nowhere
else. A place always carries the path as the user gave it. What is in the file is not
judged here (that is ``guard``).
"""

from __future__ import annotations

import difflib
import errno
import os
import stat
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.ooxml.limits import LIMITS

OWNER_PREFIX: Final = "~$"
"""Excel and Word put ``~$name`` beside a file that somebody has open."""

_CODES: Final = {
    errno.ENOENT: "file_missing",
    errno.ENOTDIR: "file_missing",
    errno.EISDIR: "file_is_folder",
    errno.EACCES: "file_no_permission",
    errno.EPERM: "file_no_permission",
    errno.ENAMETOOLONG: "file_name_too_long",
}


def read_user_file(path: Path) -> bytes:
    """Read a file that a user named.

    Args:
        path: As the user gave it.

    Returns:
        All its bytes, at least one.

    Raises:
        Refused: There is no such file (near names in the folder are offered), it is a folder,
            no ordinary file, empty, too large, somebody's ``~$`` owner file, or may not be
            read.
    """
    if path.name.startswith(OWNER_PREFIX):
        raise refuse("file_is_owner_file", Place(str(path)))
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        raise refuse("file_is_folder", Place(str(path)))
    try:
        data = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        raise _missing(path) from None
    except OSError as error:
        code = _CODES.get(error.errno or 0, "file_unreadable")
        raise refuse(code, Place(str(path)), reason=reason_of(error)) from error
    if not data:
        raise refuse("file_empty", Place(str(path)))
    return data


def _read(path: Path) -> bytes:
    """Read at most what a package may hold; of a pipe or a device, nothing."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise refuse("file_is_device", Place(str(path)))
    if status.st_size > LIMITS.file_bytes:
        megabytes = LIMITS.file_bytes // 1_000_000
        raise refuse("package_too_large", Place(str(path)), megabytes=megabytes)
    return path.read_bytes()


def make_folder(folder: Path) -> None:
    """Make a folder that is to be written to, with those above it.

    Raises:
        Refused: It can't be made, or something else has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("folder_not_made", Place(str(folder)), reason=reason_of(error)) from error


def refuse_if_locked(path: Path) -> None:
    """Refuse to write to a file that somebody has open in Excel, Word or LibreOffice.

    Args:
        path: The file that is to be written.

    Raises:
        Refused: An owner file stands beside it. It may be left from a crash, so the fault
            names it.
    """
    for owner in _owner_files(path):
        if os.path.lexists(owner):
            raise refuse("file_locked", Place(str(path)), owner=owner.name)


def refuse_if_read_only(path: Path) -> None:
    """Refuse to replace a file that is marked as read-only.

    A replacement needs no permission on the file itself, only on its folder; the mark is
    a wish of its owner, and is kept.

    Args:
        path: The file that is to be written; it need not exist.

    Raises:
        Refused: It exists and nobody may write to it, or this user may not.
    """
    try:
        mode = path.stat().st_mode
    except OSError:
        return  # not there, or not to be seen: the writing itself tells
    no_write_bit = not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    if no_write_bit or not os.access(path, os.W_OK):
        raise refuse("file_read_only", Place(str(path)))


_REASONS: Final = {
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.ENOENT: "platsen finns inte",
    errno.ENOTDIR: "en fil står i vägen",
    errno.EEXIST: "en fil står i vägen",
    errno.EROFS: "platsen går bara att läsa",
    errno.ENOSPC: "disken är full",
    errno.EIO: "disken svarar inte som den ska",
}


def reason_of(error: OSError) -> str:
    """Say why the operating system refused; in its own words where we have none."""
    known = _REASONS.get(error.errno or 0)
    return known or error.strerror or type(error).__name__


def _owner_files(path: Path) -> list[Path]:
    """Name the files that the programs put beside an open file.

    Word replaces the first two characters of a long name instead of putting ``~$`` before it.
    """
    names = [OWNER_PREFIX + path.name, f".~lock.{path.name}#"]
    if path.suffix.casefold().startswith(".do"):
        names.append(OWNER_PREFIX + path.name[2:])
    return [path.with_name(name) for name in names]


def _missing(path: Path) -> Refused:
    """Word a missing file: the folder is missing, or the names that are near it."""
    folder = path.parent
    if not os.path.isdir(folder):  # noqa: PTH112 - as above
        return refuse("folder_missing", Place(str(path)), folder=str(folder))
    near = _near_names(path.name, folder)
    if not near:
        return refuse("file_missing", Place(str(path)))
    return refuse("file_missing_near", Place(str(path)), near=", ".join(near))


def _near_names(name: str, folder: Path) -> list[str]:
    """Give up to three names in the folder that look like the one that was asked for."""
    try:
        names = [entry.name for entry in folder.iterdir() if not entry.name.startswith(("~$", "."))]
    except OSError:
        return []  # a folder may be open for use but not for listing: then there is no hint
    by_folded = {entry.casefold(): entry for entry in names}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)
    return [by_folded[folded] for folded in near]
