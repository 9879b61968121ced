"""The intake killed at every point where it touches the disk, and run again."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from answers import Exchange, changed, letter, sent

from shk_xl.exchange.archive import sha256_of
from shk_xl.exchange.intake.arrivals import read_arrivals
from shk_xl.exchange.intake.receive import Wishes, receive
from shk_xl.exchange.intake.resolving import Hurry, resolve_book
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.sheets import CHOSEN, FIELD, HOW, KEY, LOG_SHEET, WRITTEN
from shk_xl.exchange.records import IncomingFile, IncomingMessage, IntakeState, Merge
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.writing.report_sheet import read_report_sheet

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is copied and killed"),
]

CALLS = ("open", "fsync", "replace", "unlink", "mkdir", "link")
"""What of ``os`` it can be killed in, before the call and after it; and in the ledger's writes."""
LEDGER_CALLS = ("insert", "update")
MOST = int(os.environ.get("SHK_XL_CRASH_POINTS", "8"))
"""How many points are tried, evenly spread; all are some two hundred."""
PERIOD = ("Initiativ", ("uvas",), "Period")
CONTEXT = ("Initiativ", ("uvas",), "Kontext")


class Killer:
    """Counts the points that a run passes, and kills the process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def point(self) -> None:
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1

    def wrap(self, owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def wrapped(*arguments: Any, **named: Any) -> Any:
            self.point()
            result = real(*arguments, **named)
            self.point()
            return result

        setattr(owner, name, wrapped)

    def arm(self) -> None:
        for name in CALLS:
            self.wrap(os, name)
        for name in LEDGER_CALLS:
            self.wrap(Ledger, name)


def in_a_child(work: Callable[[], object], at: int) -> tuple[bool, int]:
    """Do something in a copy of this process; tell whether it was killed, and what it passed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        killer = Killer(at)
        killer.arm()
        try:
            work()
            os.write(writing, str(killer.count).encode())
        finally:
            os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    passed = os.read(reading, 100)
    os.close(reading)
    return os.WIFSIGNALED(status), int(passed or b"0")


def points(count: int) -> Iterator[int]:
    step = max(1, count // MOST)
    yield from range(0, count, step)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    """Two answers have come: one change that is taken, and one that conflicts with ours."""
    exchange = sent(tmp_path_factory.mktemp("sent"))
    copies = exchange.copies
    ours = changed(exchange.book.read_bytes(), (*CONTEXT, "Vårt"))
    exchange.book.write_bytes(ours)
    inbox = exchange.book.parent / "svar"
    inbox.mkdir()
    first = changed(copies["Västerås stad"], (*PERIOD, "Hela 2027"), (*CONTEXT, "Deras"))
    (inbox / "a.eml").write_bytes(letter(("a.xlsx", first)).as_bytes())
    second = changed(copies["MDU"], ("Initiativ", ("forskola",), "Period", "Vår 2027"))
    (inbox / "b.xlsx").write_bytes(second)
    return exchange


def take(exchange: Exchange, inbox: Path) -> None:
    received = receive(exchange.book, read_arrivals([inbox], exchange.book), Wishes())
    assert received.refused == ()
    received.tally()


def times_logged(exchange: Exchange, start: str) -> Counter[tuple[Any, ...]]:
    rows = read_report_sheet(exchange.book.read_bytes(), LOG_SHEET) or []
    return Counter((r[KEY], r[FIELD]) for r in rows if str(r[HOW]).startswith(start))


def test_killed_anywhere_in_receive_nothing_is_lost_or_merged_twice(
    once: Exchange, tmp_path: Path
) -> None:
    inbox = once.book.parent / "svar"
    whole = once.copied(make(tmp_path / "whole"))
    _, count = in_a_child(lambda: take(whole, inbox), -1)
    assert count > 50
    for at in points(count):
        exchange = once.copied(make(tmp_path / str(at)))
        killed, _ = in_a_child(lambda: take(exchange, inbox), at)  # noqa: B023 - used at once
        assert killed
        read_portfolio(exchange.book)
        take(exchange, inbox)
        assert_received(exchange, inbox)


def assert_received(exchange: Exchange, inbox: Path) -> None:
    assert exchange.value(*PERIOD) == "Hela 2027"
    assert exchange.value("Initiativ", ("forskola",), "Period") == "Vår 2027"
    assert exchange.value(*CONTEXT) == "Vårt"
    assert set(times_logged(exchange, WRITTEN).values()) == {1}
    assert len(times_logged(exchange, WRITTEN)) == 2
    with Ledger(exchange.folder) as ledger:
        messages = ledger.select(IncomingMessage)
        files = ledger.select(IncomingFile)
        in_force = [merge for merge in ledger.select(Merge) if not merge.undone_at]
    assert {message.state for message in messages} == {IntakeState.MERGED}
    assert {file.state for file in files} == {IntakeState.MERGED}
    assert len(in_force) == 1
    for path in inbox.iterdir():
        kept = exchange.folder / "in" / sha256_of(path.read_bytes())
        assert kept.read_bytes() == path.read_bytes()


def test_killed_anywhere_in_resolve_every_choice_is_applied_once(
    once: Exchange, tmp_path: Path
) -> None:
    received = once.copied(make(tmp_path / "received"))
    take(received, once.book.parent / "svar")
    whole = received.copied(make(tmp_path / "whole"))
    hurry = Hurry(theirs="Västerås stad")
    _, count = in_a_child(lambda: resolve_book(whole.book, hurry), -1)
    for at in points(count):
        exchange = received.copied(make(tmp_path / str(at)))
        killed, _ = in_a_child(lambda: resolve_book(exchange.book, hurry), at)  # noqa: B023 - as above
        assert killed
        done = resolve_book(exchange.book, hurry)
        assert not done.open
        assert exchange.value(*CONTEXT) == "Deras"
        logged = times_logged(exchange, CHOSEN.partition("{")[0])
        assert [*logged.values()] == [1]
        assert resolve_book(exchange.book, hurry).answers == ()


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder
