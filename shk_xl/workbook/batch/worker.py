"""The computing process, as the parent holds it: started, asked, and ended when it must be."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, BinaryIO, Final, Self, cast

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.workbook.batch.messages import (
    READY,
    Answer,
    MessageBroken,
    Request,
    receive_answer,
    send_request,
)

_PROGRAM: Final = (
    "import sys; sys.path[:] = {path!r}; "
    "from shk_xl.workbook.batch.computing_process import serve; serve()"
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
"""So many workbooks to a process: the engine does not give back all that it has taken."""
_FAREWELL: Final = 2.0
"""Seconds for a process that has closed its answers, or says nonsense, to end by itself."""
_LAST_WORDS: Final = 2_000
_OUT_OF_TIME: Final = -getattr(signal, "SIGXCPU", 0)


class Stopped(Exception):  # noqa: N818 - it tells a state
    """The worker was told to stop; the workbook that it had is as it was."""


class Worker:
    """A process that computes one workbook at a time.

    The process is started at once, and anew after it has ended; ``close`` ends it.
    """

    def __init__(self) -> None:
        self._ended_by_clock = False
        self._stopped = False
        self._start()

    def _start(self) -> None:
        self._is_ready = False
        self._answered = 0
        self._errors = _last_words()
        self._process = subprocess.Popen(  # noqa: S603 - this program itself
            [sys.executable, "-P", "-c", _PROGRAM.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "RUST_BACKTRACE": "0"},
            creationflags=_CREATION_FLAGS,
            process_group=_PROCESS_GROUP,
        )

    def ask(self, request: Request, seconds: float) -> Answer:
        """Have a workbook computed.

        Args:
            request: Which one, and how.
            seconds: How long it may take.

        Raises:
            Refused: The process ended over it (no memory, no time, or a crash), or never started.
            Stopped: ``stop`` was called.
        """
        ended = self._process.poll() is not None  # while nobody asked
        if (ended or self._answered == _MOST_ANSWERS) and not self._stopped:
            self._start_anew()
        if not self._answered:
            return self._ask(request, seconds)
        try:
            return self._ask(request, seconds)
        except Refused as refused:
            if refused.faults[0].code == "computing_too_slow":
                raise
        return self._ask(request, seconds)  # what it had computed before may have been why

    def _ask(self, request: Request, seconds: float) -> Answer:
        clock = Timer(seconds, self._end_by_clock)
        clock.daemon = True
        clock.start()
        try:
            answers = cast("BinaryIO", self._process.stdout)
            self._is_ready = self._is_ready or answers.readline() == READY
            send_request(request, cast("BinaryIO", self._process.stdin))
            answer = receive_answer(answers)
        except (EOFError, OSError, MessageBroken):
            clock.cancel()
            if self._stopped:
                raise Stopped from None
            raise self._obituary(request) from None
        finally:
            clock.cancel()
            if self._ended_by_clock:  # just as the answer came
                self._start_anew()
        self._answered += 1
        return answer

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

    def _obituary(self, request: Request) -> Refused:
        """Say why the process ended, and start another."""
        code = self._exit_code()
        self._errors.seek(0)
        said = self._errors.read()[-_LAST_WORDS:].decode("utf-8", "replace").strip()
        last = said.rpartition("\n")[2] if code > 0 else ""
        started = self._is_ready
        late = self._ended_by_clock or code == _OUT_OF_TIME
        self._start_anew()
        place = Place(str(request.path))
        if late:
            return refuse("computing_too_slow", place)
        if not started:
            return refuse("computing_not_started", place, reason=last or _ending(code))
        if last.startswith("MemoryError") or _NO_MEMORY.search(said):
            return refuse("computing_out_of_memory", place)
        return refuse("computing_ended", place, reason=last or _ending(code))


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
