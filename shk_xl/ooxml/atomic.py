"""Writing a file so that it is either wholly new or wholly as it was.

Rules: the bytes go to a temporary file in the same folder, reach the disk, and take the
target's name in one step. Nothing else in this project writes to a path that a user named.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.ooxml.user_file import reason_of, refuse_if_read_only

if sys.platform != "win32":
    import fcntl

_PREFIX: Final = ".shk-xl-"
_SUFFIX: Final = ".tmp"
_CODES: Final = {
    errno.ENOENT: "folder_missing",
    errno.ENOTDIR: "folder_missing",
    errno.EISDIR: "file_is_folder",
    errno.EACCES: "folder_no_permission",
    errno.EPERM: "folder_no_permission",
    errno.EROFS: "folder_no_permission",
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.ENAMETOOLONG: "file_name_too_long",
}


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content, or make the file.

    The permission bits of a file that is replaced are kept. A link is followed. What
    crashed runs left behind for the same target is swept.

    Args:
        path: The file.
        data: All that it shall hold.

    Raises:
        Refused: No such folder, no permission, read-only, a full disk, or (on Windows) open
            in another program. The target is then as it was.
    """
    refuse_if_read_only(path)
    target = Path(os.path.realpath(path))
    if os.path.isdir(target):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        raise refuse("file_is_folder", Place(str(path)))
    try:
        _sweep(target)
        _replace(target, data)
    except OSError as error:
        raise _refusal(path, error) from error


def _replace(target: Path, data: bytes) -> None:
    """Write beside the target, then take its place."""
    temporary, file = _claim(target)
    try:
        with file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            if sys.platform == "win32":
                file.close()  # Windows does not rename a file that is open
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(target.parent)


def _prefix_for(target: Path) -> str:
    """Begin the names of the target's temporary files; short, since names have a limit."""
    name = os.path.normcase(target.name).encode("utf-8", "surrogateescape")
    return f"{_PREFIX}{hashlib.sha256(name).hexdigest()[:12]}-"


def _claim(target: Path) -> tuple[Path, BinaryIO]:
    """Make a temporary file that no other run sweeps as long as it is open.

    A run that sweeps just now can take it before it is locked: then another one is made.
    """
    while True:
        temporary = target.with_name(f"{_prefix_for(target)}{secrets.token_hex(4)}{_SUFFIX}")
        file = temporary.open("xb")
        if _is_held(file):
            return temporary, file
        file.close()


def _is_held(file: BinaryIO) -> bool:
    """Lock a new file; Windows refuses to remove an open file, and needs no lock."""
    if sys.platform == "win32":
        return True
    with suppress(OSError):  # some network shares have no locks; writing works without
        fcntl.flock(file, fcntl.LOCK_EX)
    return os.fstat(file.fileno()).st_nlink > 0


def _sweep(target: Path) -> None:
    """Remove what crashed runs left for this target; leave what a living run is writing."""
    for leftover in target.parent.glob(f"{_prefix_for(target)}*{_SUFFIX}"):
        with suppress(OSError):  # in use, or not ours to remove: it does no harm
            _remove_unless_claimed(leftover)


def _remove_unless_claimed(leftover: Path) -> None:
    if sys.platform == "win32":
        leftover.unlink()
        return
    descriptor = os.open(leftover, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        leftover.unlink()
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can.

    A failure is not reported: the file is whole and in its place.
    """
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refusal(path: Path, error: OSError) -> Refused:
    """Turn the system's error into a fault that names the file and the reason."""
    code = _CODES.get(error.errno or 0, "file_unwritable")
    if isinstance(error, PermissionError) and sys.platform == "win32" and path.exists():
        code = "file_open_elsewhere"
    folder = str(path.parent)
    return refuse(code, Place(str(path)), folder=folder, reason=reason_of(error))
