"""Limits that a process sets for itself before it reads a file that nobody vouches for.

Rules: a limit on time counts what the processors do, so that a machine that is busy with other
things makes no file too slow; the parent has a clock besides, for what waits and never ends, and
where a system has no such limit. One that keeps none on memory has the process watch itself.

Sources: setrlimit(2); setitimer(2); getrusage(2); Microsoft Learn, "Job Objects".
"""

from __future__ import annotations

import os
import signal
import sys
import time
from threading import Thread
from typing import Final

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

    def limit_this_process(memory: int) -> None:
        """Put this process in a job of its own, which has a limit on memory.

        Args:
            memory: Bytes that it may use.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = _Limits(flags=_PROCESS_MEMORY | _NO_DIALOGUE, process_memory=memory)
        size = ctypes.sizeof(limits)
        kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(limits), size)
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))

    def limit_time(_seconds: float) -> None:
        """Leave it to the parent's clock."""

else:
    import resource

    _UNIT: Final = 1 if sys.platform == "darwin" else 1024
    """Bytes in what getrusage counts memory in."""
    _ROUND: Final = 0.05
    """Seconds between two looks at the memory."""

    def limit_this_process(memory: int) -> None:
        """Set a limit on memory, leave no core file, and let Ctrl-C be the parent's matter.

        Not on the address space: threads reserve more of that than they ever use.

        Args:
            memory: Bytes that it may write in.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            _, hard = resource.getrlimit(resource.RLIMIT_DATA)
            lower = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
            resource.setrlimit(resource.RLIMIT_DATA, (lower, lower))
        else:  # macOS has that limit and does not hold to it
            watch_memory(memory)

    def watch_memory(memory: int) -> None:
        """Have this process end itself when it has used more memory, as if it got no more.

        Args:
            memory: Bytes that it may have in memory; what it begins with is allowed, since some
                systems count there what its parent had.
        """
        Thread(target=_watch, args=(max(memory, _most_memory()),), daemon=True).start()

    def _most_memory() -> int:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT

    def _watch(memory: int) -> None:
        while _most_memory() <= memory:
            time.sleep(_ROUND)
        os.write(2, b"MemoryError\n")
        os._exit(1)

    def limit_time(seconds: float) -> None:
        """Let the system end this process when it has computed for so much longer."""
        signal.setitimer(signal.ITIMER_PROF, seconds)
