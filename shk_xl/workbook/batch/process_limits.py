"""Limits that a process sets for itself before it reads a file that nobody vouches for.

Rules: what is set cannot be raised again. Where a system has no such limit, the parent's
clock is what remains: it ends a process that takes too long.

Sources: setrlimit(2); Microsoft Learn, "Job Objects".
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Final

MEMORY: Final = 4_000_000_000
"""Bytes that one process may write in; the largest workbook that the guard lets in needs less.

Not the address space: the engine's threads reserve more of that than they ever use.
"""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _EXTENDED: Final = 9  # JobObjectExtendedLimitInformation
    _PROCESS_MEMORY: Final = 0x100  # JOB_OBJECT_LIMIT_PROCESS_MEMORY
    _NO_DIALOGUE: Final = 0x400  # JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION

    class _Limits(ctypes.Structure):
        """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", wintypes.DWORD),
            ("working_set", ctypes.c_size_t * 2),
            ("processes", wintypes.DWORD),
            ("affinity", ctypes.c_size_t),
            ("classes", wintypes.DWORD * 2),
            ("counters", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peaks", ctypes.c_size_t * 2),
        )

    def limit_this_process() -> None:
        """Put this process in a job of its own, which has a limit on memory."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = _Limits(flags=_PROCESS_MEMORY | _NO_DIALOGUE, process_memory=MEMORY)
        size = ctypes.sizeof(limits)
        kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), size)
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

    def limit_time(_seconds: float) -> None:
        """Leave it to the parent's clock."""

else:
    import resource

    def limit_this_process() -> None:
        """Set a limit on memory, leave no core file, and let Ctrl-C be the parent's matter."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":  # macOS has the limit and does not hold to it
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            lower = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
            resource.setrlimit(resource.RLIMIT_DATA, (lower, lower))

    def limit_time(seconds: float) -> None:
        """Let the system end this process after so much more time on every processor."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        used = usage.ru_utime + usage.ru_stime
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        soft = int(used + seconds * (os.cpu_count() or 1)) + 1
        if hard == resource.RLIM_INFINITY or soft < hard:
            resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
