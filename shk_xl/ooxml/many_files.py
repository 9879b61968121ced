"""Many files written while the next ones are made: each as ``atomic`` writes one.

Rules: what takes time is the disk, which takes several files as fast as one. A few wait at a
time, however many there are. When the block is left every file is whole and in its place;
what hindered one is told at the latest then.
"""

from __future__ import annotations

import sys
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from shk_xl.ooxml.atomic import write_atomically

_AT_ONCE: Final = 2
_WAITING: Final = 2 * _AT_ONCE
_HAS_NO_THREADS: Final = sys.platform == "emscripten"


class ManyFiles:
    """The files that are being written; a context manager."""

    def __init__(self) -> None:
        self._threads = None if _HAS_NO_THREADS else ThreadPoolExecutor(_AT_ONCE)
        self._waiting: deque[Future[None]] = deque()

    def write(self, path: Path, data: bytes) -> None:
        """Replace a file's content, or make the file, soon.

        Args:
            path: The file; no other file of the block.
            data: All that it shall hold.

        Raises:
            Refused: An earlier file could not be written; see ``write_atomically``.
        """
        if self._threads is None:
            write_atomically(path, data)
            return
        if len(self._waiting) == _WAITING:
            self._waiting.popleft().result()
        self._waiting.append(self._threads.submit(write_atomically, path, data))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if self._threads is not None:
            self._threads.shutdown()
        if kind is None:
            for one in self._waiting:
                one.result()
