"""Writing a file so that it is either wholly new or wholly as it was.

Rules: the bytes go to a temporary file in the same folder, reach the disk, are read again,
and take the target's name in one step, while a lock keeps other runs away. Nothing else in
this project writes to a path that a user named.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.ooxml.file_lock import HeldByAnother, locked, temporary_for
from shk_xl.ooxml.user_file import reason_of, refuse_if_read_only

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
_NEW_FILE: Final = 0o666
"""Less what the user's own settings take away."""
_MARK: Final = ":Zone.Identifier"
"""The stream in which Windows keeps that a file came from outside: see Protected View."""

BeforeReplacing: TypeAlias = Callable[[Path], bool]
"""Called with the target when the new bytes are safe on disk; False leaves the target."""


def write_atomically(path: Path, data: bytes, *, before: BeforeReplacing | None = None) -> None:
    """Replace a file's content, or make the file.

    The permissions of a file that is replaced are kept. A link is followed. What a killed
    run left behind for the same target is swept.

    Args:
        path: The file.
        data: All that it shall hold.
        before: The last word before the target is replaced; nobody else of this program
            writes to the target meanwhile. What it raises leaves the target as it was.

    Raises:
        Refused: No such folder, no permission, read-only, a full disk, being written by
            another run, or (on Windows) open in another program. The target is then as it was.
    """
    refuse_if_read_only(path)
    target = _target(path)
    with _refusing(path), locked(target), _written_beside(target, data) as temporary:
        if before is None or before(target):
            _keep_access(target, temporary)
            temporary.replace(target)
            _sync_folder(target.parent)


def write_new(path: Path, data: bytes) -> bool:
    """Make a file that is not there yet, whole or not at all.

    Args:
        path: The file.
        data: All that it shall hold.

    Returns:
        False when something has that name; it is left as it is.

    Raises:
        Refused: As for ``write_atomically``.
    """
    with _refusing(path), locked(path), _written_beside(path, data) as temporary:
        if os.path.lexists(path):
            return False
        try:
            _name(temporary, path)
        except FileExistsError:
            return False
        _sync_folder(path.parent)
        return True


def _target(path: Path) -> Path:
    target = Path(os.path.realpath(path))
    if os.path.isdir(target):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        raise refuse("file_is_folder", Place(str(path)))
    return target


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn the system's errors into faults that name the file and the reason."""
    try:
        yield
    except HeldByAnother as held:
        raise refuse("file_being_written", Place(str(path)), owner=held.name) from None
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def _written_beside(target: Path, data: bytes) -> Iterator[Path]:
    """Write to the temporary file of a target, whose lock is held; it is gone afterwards."""
    temporary = temporary_for(target)
    temporary.unlink(missing_ok=True)  # left by a killed run
    try:
        with open(temporary, "xb", opener=_as_private_as(target)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if temporary.read_bytes() != data:
            raise refuse("file_written_wrong", Place(str(target)))
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _as_private_as(target: Path) -> Callable[[str, int], int]:
    """Open a file that lets in nobody whom the target keeps out."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else _NEW_FILE
    return lambda path, flags: os.open(path, flags, mode)


def _name(temporary: Path, path: Path) -> None:
    """Give a file its name, unless that is taken."""
    if sys.platform == "win32":
        temporary.rename(path)  # refuses to replace
        return
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as FAT: nobody of ours is in between
        temporary.rename(path)


def _keep_access(target: Path, temporary: Path) -> None:
    """Give the new file what decides who may do what with the old one.

    What one user may not give a file of his own (another owner, some attributes) stays.
    """
    if not target.exists():
        return
    status = target.stat()
    if sys.platform == "win32":
        _keep_mark(target, temporary)
    else:
        with suppress(OSError):
            os.chown(temporary, status.st_uid, status.st_gid)
        _keep_attributes(target, temporary)
    temporary.chmod(stat.S_IMODE(status.st_mode))


def _keep_mark(target: Path, temporary: Path) -> None:
    """Keep that a file came from outside, so that Excel opens it as protected as before."""
    with suppress(OSError):
        mark = Path(f"{target}{_MARK}").read_bytes()
        Path(f"{temporary}{_MARK}").write_bytes(mark)


def _keep_attributes(target: Path, temporary: Path) -> None:
    """Keep access lists and other extended attributes, where the system has them."""
    if sys.platform != "linux":
        return
    with suppress(OSError):
        for name in os.listxattr(target):
            with suppress(OSError):
                os.setxattr(temporary, name, os.getxattr(target, name))


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
    code = _CODES.get(error.errno or 0, "file_unwritable")
    if isinstance(error, PermissionError) and sys.platform == "win32" and path.exists():
        code = "file_open_elsewhere"
    folder = str(path.parent)
    return refuse(code, Place(str(path)), folder=folder, reason=reason_of(error))
