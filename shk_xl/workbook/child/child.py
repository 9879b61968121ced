"""The child process, as the program holds it: started, asked, and ended when it must be."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, BinaryIO, Final, NamedTuple, Self, TypeVar, cast

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused
from shk_xl.workbook.child.messages import (
    JOB,
    READY,
    REFUSED,
    SECONDS,
    Message,
    MessageBroken,
    faults_from_json,
    receive,
    send,
)

_PROGRAM: Final = (
    "import sys; sys.path[:] = {path!r}; "
    "from shk_xl.workbook.child.serve import serve; serve({jobs!r}, {memory})"
)
"""The child finds modules where the parent does, and never in the folder that it stands in."""
# Ctrl-C reaches the parent alone, which lets what is under way be written.
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NEW_PROCESS_GROUP
    _PROCESS_GROUP = None
else:
    _CREATION_FLAGS = 0
    _PROCESS_GROUP = 0
_NO_MEMORY: Final = re.compile(r"memory allocation of \d+ bytes failed")
"""How the engine's language says it before it aborts."""
_MOST_ANSWERS: Final = 200
"""So many files to a process: the engine does not give back all that it has taken."""
_START: Final = 60.0
"""Seconds for a process to start; a slow disk, or a virus scanner, may need most of it."""
_FAREWELL: Final = 2.0
"""Seconds for a process that has closed its answers, or says nonsense, to end by itself."""
_LAST_WORDS: Final = 2_000
_OUT_OF_TIME: Final = -getattr(signal, "SIGPROF", 0)
_T = TypeVar("_T")


class Stopped(Exception):  # noqa: N818 - it tells a state
    """The child was told to stop; the file that it had is as it was."""


class Ends(NamedTuple):
    """The codes of the faults that tell how a file ended its process.

    Their words may use ``reason``, ``seconds`` and ``megabytes``.
    """

    too_slow: str
    out_of_memory: str
    ended: str
    not_started: str


class Allowed(NamedTuple):
    """How long a job may take, not counting the start of a process.

    Args:
        clock: Seconds that pass.
        processor: Seconds that processors compute, all of them together.
    """

    clock: float
    processor: float


class Kind(NamedTuple):
    """A kind of child.

    Args:
        jobs: The module whose ``JOBS`` it does.
        memory: Bytes that it may use.
        ends: What is told when a file ends it.
    """

    jobs: str
    memory: int
    ends: Ends


class _Ended(Exception):  # noqa: N818 - it tells a state
    """The process ended over a job."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class Child:
    """A process that does one job at a time.

    The process is started at once, and anew after it has ended; ``close`` ends it.

    Args:
        kind: What it does, and under which limits.
    """

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._ended_by_clock = False
        self._stopped = False
        self._start()

    def _start(self) -> None:
        self._is_ready = False
        self._answered = 0
        self._errors = _last_words()
        jobs, memory, _ = self._kind
        program = _PROGRAM.format(path=sys.path, jobs=jobs, memory=memory)
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            creationflags=_CREATION_FLAGS,
            process_group=_PROCESS_GROUP,
        )

    def do(
        self,
        job: str,
        request: Message,
        read: Callable[[Message], _T],
        *,
        allowed: Allowed,
        file: str,
    ) -> _T:
        """Have a job done.

        Args:
            job: Its name.
            request: What it needs.
            read: Makes of its answer what it means; whatever fails in it ends the process.
            allowed: How long it may take.
            file: The name of the file that it is about, for the faults.

        Raises:
            Refused: By the job, or since the process ended over it (no memory, no time, or a
                crash), or never started.
            Stopped: ``stop`` was called.
        """
        ended = self._process.poll() is not None  # while nobody asked
        if (ended or self._answered == _MOST_ANSWERS) and not self._stopped:
            self._start_anew()
        is_fresh = not self._answered
        message = request._replace(head={**request.head, JOB: job, SECONDS: allowed.processor})
        start = time.monotonic()
        try:
            return self._ask(message, read, allowed.clock, file)
        except _Ended as end:
            left = allowed.clock - (time.monotonic() - start)
            if is_fresh or left <= 0 or end.fault.code == self._kind.ends.too_slow:
                raise Refused([end.fault]) from None
        try:  # what it had done before may have been why
            return self._ask(message, read, left, file)
        except _Ended as end:
            raise Refused([end.fault]) from None

    def _ask(
        self, request: Message, read: Callable[[Message], _T], seconds: float, file: str
    ) -> _T:
        def understood(answer: Message) -> _T | Refused:
            told = answer.head.get(REFUSED)
            return read(answer) if told is None else Refused(faults_from_json(told))

        answers = cast("BinaryIO", self._process.stdout)
        try:
            with self._clock(_START):
                self._is_ready = self._is_ready or answers.readline() == READY
            with self._clock(seconds):
                send(request, cast("BinaryIO", self._process.stdin))
                answer = receive(answers, understood)
        except (EOFError, OSError, MessageBroken):
            if self._stopped:
                raise Stopped from None
            raise _Ended(self._obituary(file, request.head[SECONDS])) from None
        finally:
            if self._ended_by_clock:  # just as the answer came
                self._start_anew()
        self._answered += 1
        if isinstance(answer, Refused):
            raise answer
        return answer

    @contextmanager
    def _clock(self, seconds: float) -> Iterator[None]:
        """End the process when something takes longer."""
        clock = Timer(seconds, self._end_by_clock)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def stop(self) -> None:
        """End the process now; whoever waits for its answer is told."""
        self._stopped = True
        self._process.kill()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            _close(cast("BinaryIO", stream))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _end_by_clock(self) -> None:
        self._ended_by_clock = True
        self._process.kill()

    def _start_anew(self) -> None:
        self.close()
        self._ended_by_clock = False
        self._start()

    def _exit_code(self) -> int:
        """Wait for the process to end by itself, so that it can say why; then end it."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_FAREWELL)
        self._process.kill()
        return self._process.wait()

    def _obituary(self, file: str, seconds: float) -> Fault:
        """Say why the process ended, and start another."""
        code = self._exit_code()
        self._errors.seek(0)
        said = self._errors.read()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
        last = said.rpartition("\n")[2] if code > 0 else ""
        ends = self._kind.ends
        if not self._is_ready:
            end = ends.not_started
        elif self._ended_by_clock or code == _OUT_OF_TIME:
            end = ends.too_slow
        elif last.startswith("MemoryError") or _NO_MEMORY.search(said):
            end = ends.out_of_memory
        else:
            end = ends.ended
        self._start_anew()
        values: dict[str, FaultValue] = {
            "reason": last or _ending(code),
            "seconds": round(seconds),
            "megabytes": self._kind.memory // 1_000_000,
        }
        return Fault(end, Place(file), values)


def _last_words() -> IO[bytes]:
    """Make a place for what the process says when it ends; on a full disk nothing is kept."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return Path(os.devnull).open("r+b")


def _ending(code: int) -> str:
    """Name how a process ended that said nothing."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"kod {code}"


def _close(stream: BinaryIO) -> None:
    """Close a pipe to a process that has ended, whatever was still in it."""
    with suppress(BrokenPipeError):
        stream.close()
