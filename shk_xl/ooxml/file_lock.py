"""A lock on a file that is to be written, held by one run at a time.

Rules: the lock is a small hidden file beside the target, with a name that follows from the
target's, so that nobody has to list the folder. A run that is killed holds nothing: the
system lets go of its lock, and the next run takes the file that is left. What other programs
do (Excel, Word) is not seen here: see ``user_file``.
"""

from __future__ import annotations

import errno
import hashlib
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import fcntl

PREFIX: Final = ".shk-xl-"
"""Starts the names of all files that this program puts beside a file while it writes."""
_LOCK: Final = ".lock"
_TEMPORARY: Final = ".tmp"
_PATIENCE: Final = 10.0
"""Seconds to wait for another run; it holds the lock while it writes, for milliseconds."""
_PAUSE: Final = 0.005
_NO_LOCKS: Final = {errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS, errno.EINVAL}
"""What network shares without locks answer."""
_GONE_WHEN_CLOSED: Final = getattr(os, "O_TEMPORARY", 0)
"""Windows removes the file when its last handle is closed, also when the process is killed."""
_FLAGS: Final = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class HeldByAnother(Exception):  # noqa: N818 - it tells a state
    """Another run holds the lock, and has for a long time.

    Args:
        name: The name of the lock file.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def temporary_for(target: Path) -> Path:
    """Name the temporary file of a target; short, since names have a limit."""
    return target.with_name(f"{PREFIX}{_short(target)}{_TEMPORARY}")


def lock_for(target: Path) -> Path:
    """Name the lock file of a target."""
    return target.with_name(f"{PREFIX}{_short(target)}{_LOCK}")


def is_left_over(name: str) -> bool:
    """Tell whether a file's name is one that this program gives to what it removes itself."""
    return name.startswith(PREFIX) and name.endswith((_LOCK, _TEMPORARY))


def left_beside(target: Path) -> list[Path]:
    """Give what runs have left beside a target, or living ones have there just now."""
    return [one for one in (lock_for(target), temporary_for(target)) if os.path.lexists(one)]


@contextmanager
def locked(target: Path, *, patience: float = _PATIENCE) -> Iterator[None]:
    """Hold the lock of a file.

    Args:
        target: The file, with links followed; it need not exist.
        patience: How many seconds to wait for another run.

    Raises:
        HeldByAnother: It was held all that time.
        OSError: The folder is missing, or may not be written in.
    """
    lock = lock_for(target)
    give_up = time.monotonic() + patience
    while (descriptor := _taken(lock)) is None:
        if time.monotonic() > give_up:
            raise HeldByAnother(lock.name)
        time.sleep(_PAUSE * (1 + random.random()))  # noqa: S311 - so that racers do not march in step
    try:
        yield
    finally:
        with suppress(OSError):
            lock.unlink()  # while it is held: nobody takes it in between
        os.close(descriptor)


def sweep(leftover: Path) -> bool:
    """Remove what a run left when it was killed, unless a living run has it.

    Args:
        leftover: A file whose name ``is_left_over``.

    Returns:
        It is gone.
    """
    lock = leftover.with_suffix(_LOCK)
    with suppress(OSError):  # not ours to remove: it does no harm
        descriptor = _taken(lock)
        if descriptor is None:
            return False
        try:
            leftover.with_suffix(_TEMPORARY).unlink(missing_ok=True)
            lock.unlink()
        finally:
            os.close(descriptor)
        return True
    return False


def _short(target: Path) -> str:
    name = os.path.normcase(target.name).encode("utf-8", "surrogateescape")
    return hashlib.sha256(name).hexdigest()[:16]


def _taken(lock: Path) -> int | None:
    """Take the lock, or give None when another run has it just now."""
    try:
        descriptor = os.open(lock, _FLAGS | os.O_CREAT | os.O_EXCL | _GONE_WHEN_CLOSED, 0o666)
    except FileExistsError:
        return None if sys.platform == "win32" else _taken_over(lock)
    except PermissionError:
        if sys.platform == "win32" and os.path.lexists(lock):
            return None  # it is being removed just now
        raise
    return _held(descriptor, lock)


def _taken_over(lock: Path) -> int | None:
    """Take a lock file that is there already: a killed run let go of it, or a living one has it."""
    try:
        return _held(os.open(lock, _FLAGS), lock)
    except FileNotFoundError:
        return None


def _held(descriptor: int, lock: Path) -> int | None:
    """Keep a lock file, if the system gives us its lock and it is still the one of that name."""
    if sys.platform == "win32":
        return descriptor
    try:
        _flock(descriptor)
        if os.path.samestat(os.fstat(descriptor), lock.stat(follow_symlinks=False)):
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _flock(descriptor: int) -> None:
    """Ask the system; a share that has no locks is written to without."""
    if sys.platform == "win32":
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
