"""Many workbooks, several at a time; one that goes wrong never stops the rest.

The first process starts before anything else is loaded here, so that the two get ready at
the same time: for a single workbook that is most of the wait.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from shk_xl.workbook.batch.messages import Options
from shk_xl.workbook.batch.worker import Worker
from shk_xl.workbook.child.child import Stopped

if TYPE_CHECKING:  # loaded while the first process starts
    from concurrent.futures import Future

    from shk_xl.workbook.batch.outcome import Outcome
    from shk_xl.workbook.batch.recalculate_book import Book

_TICK: Final = 0.2
"""Seconds between looks for Ctrl-C, which Windows does not let through while one waits."""


def processors() -> int:
    """Count the processors that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Done(NamedTuple):
    """A workbook that is done.

    Args:
        place: Its place among those that were asked for.
        outcome: What became of it.
    """

    place: int
    outcome: Outcome


class Batch:
    """Workers that recalculate workbooks, one each at a time.

    Leaving the block ends their processes, and lets a file that is being written be written.

    Args:
        jobs: How many at a time, at most.
        options: How they are recalculated.
        backup: Keep a copy of each file that is replaced.
    """

    def __init__(self, jobs: int, options: Options, *, backup: bool = False) -> None:
        self._jobs = jobs
        self._options = options
        self._backup = backup
        self._workers: list[Worker] = []
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._futures: list[Future[Outcome | None]] = []
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        self._add_worker()
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - see the first lines

        self._threads = ThreadPoolExecutor(self._jobs)
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        self._closing.close()

    def run(self, books: Sequence[Book]) -> Iterator[Done]:
        """Recalculate workbooks.

        Args:
            books: In any order; no two with the same target.

        Yields:
            Each as it is done.
        """
        while len(self._workers) < min(self._jobs, len(books)):
            self._add_worker()
        done: SimpleQueue[int] = SimpleQueue()
        self._futures = [self._threads.submit(self._one, book) for book in books]
        for place, future in enumerate(self._futures):
            future.add_done_callback(partial(_put, done, place))
        left = len(books)
        while left:
            try:
                place = done.get(timeout=_TICK)
            except Empty:
                continue
            left -= 1
            outcome = self._futures[place].result()
            if outcome is not None:
                yield Done(place, outcome)

    def stop(self) -> dict[int, Outcome]:
        """Stop what ``run`` started: what is being written is written, the rest is left.

        Returns:
            What became of those that were done, by their place.
        """
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown(wait=True)
        finished = {
            place: future.result()
            for place, future in enumerate(self._futures)
            if not future.cancelled()
        }
        return {place: outcome for place, outcome in finished.items() if outcome is not None}

    def _add_worker(self) -> None:
        worker = self._closing.enter_context(Worker())
        self._workers.append(worker)
        self._idle.put(worker)

    def _one(self, book: Book) -> Outcome | None:
        from shk_xl.workbook.batch.recalculate_book import recalculate_book  # noqa: PLC0415 - as above

        worker = self._idle.get()
        try:
            return recalculate_book(book, worker, self._options, backup=self._backup)
        except Stopped:
            return None
        finally:
            self._idle.put(worker)


def _put(done: SimpleQueue[int], place: int, _future: Future[Outcome | None]) -> None:
    """Tell that one is done, or was cancelled."""
    done.put(place)
