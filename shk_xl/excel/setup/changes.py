"""Several files changed together: all of them, or none.

Rules: a change carries what stood there before, so that it can be undone. When one of them
is refused (Excel has the file open), those already made are taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder, reason_of, refuse_if_locked


@dataclass(frozen=True, slots=True)
class Change:
    """One file's content before and after; None where there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None

    @property
    def undone(self) -> Change:
        """The change back."""
        return Change(self.path, self.after, self.before)


def apply(changes: Sequence[Change]) -> None:
    """Make all the changes, in their order.

    Args:
        changes: Those that change nothing are passed over.

    Raises:
        Refused: A file is open or may not be written; then nothing has changed.
    """
    real = [change for change in changes if change.before != change.after]
    _refuse_open_files(real)
    new_folders = missing_folders([change.path for change in real])
    made: list[Change] = []
    try:
        for change in real:
            _make(change)
            made.append(change)
    except Refused:
        for change in reversed(made):
            _make(change.undone)
        remove_empty_folders(new_folders)
        raise


def missing_folders(paths: Sequence[Path]) -> list[Path]:
    """Give the folders that have to be made for these files, the inner ones first."""
    missing = {folder for path in paths for folder in path.parents if not folder.exists()}
    return sorted(missing, key=lambda folder: len(folder.parts), reverse=True)


def remove_empty_folders(folders: Sequence[Path]) -> None:
    """Remove the folders that hold nothing, the inner ones first; leave the others."""
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def content_of(path: Path) -> bytes | None:
    """Read a file that need not be there.

    Raises:
        Refused: It is there and can't be read. A newer Mac asks the person before Terminal may
            read the folder of another program.
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError as error:
        raise refuse("setup_not_allowed", Place(str(path))) from error
    except OSError as error:
        raise refuse("file_unreadable", Place(str(path)), reason=reason_of(error)) from error


def _refuse_open_files(changes: Sequence[Change]) -> None:
    """Collect every file that Excel says it has open."""
    faults: list[Fault] = []
    for change in changes:
        try:
            refuse_if_locked(change.path)
        except Refused as refused:
            faults.extend(refused.faults)
    if faults:
        raise Refused(faults)


def _make(change: Change) -> None:
    if change.after is None:
        _remove(change.path)
    else:
        make_folder(change.path.parent)
        write_atomically(change.path, change.after)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError as error:
        raise refuse("file_open_elsewhere", Place(str(path))) from error
    except OSError as error:
        raise refuse("file_unwritable", Place(str(path)), reason=reason_of(error)) from error
