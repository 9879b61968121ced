"""Documents made by several processes: the same files, and the same told of them, in order.

Rules: each process prepares the order by itself, once, and makes some documents at a time; what
became of them comes back as plain data. Ctrl-C is the parent's matter: what a process has begun
becomes whole, and the rest is not begun. No process outlives its parent.
"""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread, current_thread, main_thread
from typing import Any, Final

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.making import Order, Prepared, Produced, Status
from shk_xl.domain.faults import Refused, refuse
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.workbook.child.messages import faults_as_json, faults_from_json

_AT_A_TIME: Final = 50
_TICK: Final = 0.2
"""Seconds between looks for Ctrl-C, which Windows does not let through while one waits."""
_HELD: Final[list[Prepared]] = []
"""In a process: what it prepared when it started."""


def made_by_processes(order: Order, numbers: Sequence[int], jobs: int) -> Iterator[Produced]:
    """Make documents.

    Args:
        order: What is to be made; it has been prepared before, so it can be.
        numbers: The places of the documents among those that are wanted.
        jobs: How many processes.

    Raises:
        Refused: A document could not be written, or a process ended.
    """
    # A portfolio without the look-ups that it keeps: each process makes its own.
    order = replace(order, portfolio=replace(order.portfolio))
    shares = [numbers[start : start + _AT_A_TIME] for start in range(0, len(numbers), _AT_A_TIME)]
    with tempfile.TemporaryDirectory() as folder:
        ordered = Path(folder) / "order"  # a pipe would hold up one process for the other
        write_atomically(ordered, pickle.dumps(order))
        yield from _made(ordered, shares, jobs)


def _made(ordered: Path, shares: Sequence[Sequence[int]], jobs: int) -> Iterator[Produced]:
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _prepare, (ordered,))
    try:
        with _ctrl_c_not_inherited():
            futures = deque(pool.submit(_make, share) for share in shares)
        while futures:
            yield from _understood(_result(futures.popleft()))
    except BrokenProcessPool:
        raise refuse("documents_process_ended") from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _ctrl_c_not_inherited() -> Iterator[None]:
    """Let processes that are started here be deaf to Ctrl-C from their first moment."""
    if current_thread() is not main_thread():  # only that one may
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _result(future: Future[dict[str, Any]]) -> dict[str, Any]:
    while True:
        with suppress(TimeoutError):
            return future.result(_TICK)


def _prepare(ordered: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    order: Order = pickle.loads(ordered.read_bytes())  # noqa: S301 - the parent's own file
    _HELD.append(Prepared.of(order))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _make(numbers: Sequence[int]) -> dict[str, Any]:
    """Make a share, and tell what became of it; where one is refused, why."""
    (prepared,) = _HELD
    try:
        return {"made": [_told(one) for one in prepared.made(numbers)]}
    except Refused as refused:
        return {"refused": faults_as_json(refused.faults)}


def _told(one: Produced) -> tuple[Any, ...]:
    state = (str(one.path), one.kind.value, one.initiative, one.status.value, one.reason)
    return (*state, faults_as_json(one.findings))


def _understood(told: dict[str, Any]) -> Iterator[Produced]:
    if "refused" in told:
        raise Refused(faults_from_json(told["refused"]))
    for path, kind, initiative, status, reason, findings in told["made"]:
        found = faults_from_json(findings)
        yield Produced(Path(path), DocumentKind(kind), initiative, Status(status), reason, found)
