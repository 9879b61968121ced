"""What a process that reads foreign files can't do: use the network, start programs, change files.

Rules: what is given up can't be taken back. It is Python itself that refuses, at the events
that it tells its auditors of; so it holds for all that is written in Python, whatever a file
talks a parser into, and not for a library in C that would call the system by itself. None of
those that are used here does: they are given bytes.

Source: PEP 578; the table of audit events in Python's documentation.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Final

_GIVEN_UP: Final = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile"),
    *("os.system", "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename"),
    *("os.rmdir", "os.symlink", "os.truncate", "os.utime", "pty.spawn", "winreg."),
)
"""How the names of the events begin."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def confine_this_process() -> None:
    """Give it up, for as long as the process lives."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_GIVEN_UP) or (event == "open" and _writes(*arguments)):
        raise PermissionError(f"{event} in a process that reads foreign files")


def _writes(_path: object, mode: str | None, flags: int) -> bool:
    """Whether a file is opened to be changed; ``os.open`` tells by flags alone."""
    if mode is None:
        return bool(flags & _WRITING)
    return not set(mode).isdisjoint("wax+")
