"""Hostile packages and messages: the right verdict, at a price that is bounded, and no network.

``tools/hostile_corpus.py`` receives each of them in a program of its own and prints what it cost.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from answers import Exchange, changed, letter, sent
from hostile_answers import CANARY
from hostile_packages import parts_of
from hostile_trial import CHANGED, PARTY, Tried, answer, damaged, items, outcome, tried
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_workbooks import archive

from shk_xl.domain.faults import Refused
from shk_xl.exchange.archive import sha256_of
from shk_xl.exchange.intake import foreign_reader
from shk_xl.exchange.intake.arrivals import Arrival, read_arrivals
from shk_xl.exchange.intake.examine import Examiner
from shk_xl.exchange.intake.foreign_reader import ForeignReader
from shk_xl.exchange.intake.receive import Received, Wishes, receive
from shk_xl.exchange.intake.recognise import Parties
from shk_xl.exchange.intake.resolving import Hurry, resolve_book
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.records import IncomingMessage, IntakeState
from shk_xl.wording import in_words

pytestmark = pytest.mark.thorough

ITEMS = items()
SLOW = "one sheet 100 000 times"
MEASURED = (
    SLOW,
    "bomb: one part, 1:1 000",
    "text of 20 MB in 1 000 cells",
    "200 containers round a million lines",
    "base64 of 38 MB on one line",
    "the same workbook 20 times",
)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Exchange:
    return sent(tmp_path_factory.mktemp("sent"))


@pytest.fixture
def exchange(once: Exchange, tmp_path: Path) -> Exchange:
    return once.copied(tmp_path)


@pytest.fixture(scope="module")
def book(once: Exchange) -> bytes:
    return answer(once)


@pytest.fixture(scope="module")
def examiner(once: Exchange) -> Iterator[Examiner]:
    """One for all of them, as in a run: what one of them ends is there again for the next."""
    with Ledger.peek(once.folder) as ledger, ForeignReader() as reader:
        yield Examiner(ledger, reader, Parties())


def received(exchange: Exchange, files: dict[str, bytes]) -> Received:
    folder = exchange.book.parent / "svar"
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    done = receive(exchange.book, read_arrivals([folder], exchange.book), Wishes())
    done.tally()
    return done


def states(done: Received) -> dict[str, IntakeState]:
    return {one.record.name: one.state for one in done.examined}


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_gets_the_right_verdict(name: str, examiner: Examiner, book: bytes) -> None:
    item = ITEMS[name]
    data = item.make(book)
    file = "svar.eml" if data.startswith(b"From: ") else "svar.xlsx"
    message = IncomingMessage(sha256_of(data), "2026-03-01T12:00:00+00:00", file)
    examined = examiner.examine(Arrival(file, data), message, again=False)
    found = examined.found
    faults = [*examined.faults, *(fault for one in found for fault in one.faults)]
    state = "merged" if any(one.is_to_merge for one in found) else examined.state.value
    codes = frozenset(fault.code for fault in faults)
    assert Tried(state, codes).is_right(item), (state, codes)
    assert all(in_words(fault).encode() for fault in faults)


@pytest.mark.skipif(sys.platform == "win32", reason="measured as POSIX does")
@pytest.mark.parametrize("name", MEASURED)
def test_the_costliest_cost_no_more_than_they_may(
    name: str, exchange: Exchange, book: bytes, tmp_path: Path
) -> None:
    done = tried(exchange, ITEMS[name].make(book), tmp_path)
    assert done.is_right(ITEMS[name]), done
    assert max(done.child, done.own) <= 500
    assert done.computed <= 5, "with a second for what the two processes load"


def test_one_that_ends_the_reader_stands_in_nobodys_way(
    exchange: Exchange, book: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(exchange.copies["MDU"], ("Initiativ", ("forskola",), "Period", "Vår 2027"))
    hostile = ITEMS[SLOW].make(book)
    done = received(exchange, {"a.xlsx": book, "b.xlsx": hostile, "c.xlsx": other})
    merged, refused = IntakeState.MERGED, IntakeState.REFUSED
    assert states(done) == {"a.xlsx": merged, "b.xlsx": refused, "c.xlsx": merged}
    assert exchange.value(*CHANGED) == "Hela 2027"
    assert exchange.value("Initiativ", ("forskola",), "Period") == "Vår 2027"
    (fault,) = done.found[1].faults
    assert "kunde inte läsas inom 3 sekunder" in in_words(fault)
    assert (exchange.folder / "in" / sha256_of(hostile)).read_bytes() == hostile
    capsys.readouterr()


def test_a_message_with_many_that_take_long_is_given_up(
    exchange: Exchange, book: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shk_xl.exchange.intake.examine._PATIENCE", -1.0)
    data = letter(("a.xlsx", book), ("b.xlsx", book + b"x")).as_bytes()
    message = IncomingMessage(sha256_of(data), "2026-03-01T12:00:00+00:00", "brev.eml")
    with Ledger.peek(exchange.folder) as ledger, ForeignReader() as reader:
        examiner = Examiner(ledger, reader, Parties())
        examined = examiner.examine(Arrival("brev.eml", data), message, again=False)
    assert [one.faults[0].code for one in examined.found] == ["reading_given_up"] * 2
    assert examined.state is IntakeState.REFUSED


def test_where_no_reader_starts_all_of_it_waits_and_goes_in_later(
    exchange: Exchange, book: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.eml": letter(("svar.xlsx", book)).as_bytes(), "b.xlsx": book}
    with monkeypatch.context() as broken:
        kind = foreign_reader._READING._replace(jobs="no_such_jobs")
        broken.setattr(foreign_reader, "_READING", kind)
        done = received(exchange, files)
    assert set(states(done).values()) == {IntakeState.WAITING}
    assert states(received(exchange, {}))["b.xlsx"] in (IntakeState.MERGED, IntakeState.SEEN_BEFORE)
    assert exchange.value(*CHANGED) == "Hela 2027"


def test_a_question_is_resolved_from_an_answer_that_is_read_beside(
    exchange: Exchange, book: bytes
) -> None:
    ours = changed(exchange.book.read_bytes(), (*CHANGED, "Vårt"))
    exchange.book.write_bytes(ours)
    received(exchange, {"svar.xlsx": book})
    kept = exchange.folder / "in" / sha256_of(book)
    kept.write_bytes(b"PK\x03\x04 changed by somebody")
    with pytest.raises(Refused) as caught:
        resolve_book(exchange.book, Hurry(theirs=PARTY))
    assert [fault.code for fault in caught.value.faults] == ["kept_file_changed"]
    kept.write_bytes(book)
    assert not resolve_book(exchange.book, Hurry(theirs=PARTY)).open
    assert exchange.value(*CHANGED) == "Hela 2027"


@settings(max_examples=50)
@given(seed=st.integers(0, 2**32))
def test_damage_of_any_kind_is_told_and_ends_no_reader(
    seed: int, examiner: Examiner, book: bytes
) -> None:
    whole = letter(("svar åäö.xlsx", book)).as_bytes()
    data, is_letter = damaged(book, whole, seed)
    assert outcome(examiner.reader, data, is_letter=is_letter) in {"read", "refused"}


# --- no network ------------------------------------------------------------------------------


CALLING = (
    "entity from the network",
    "link to another workbook",
    "connection that fetches",
    "formula that fetches",
    "picture from the network",
    "table from the network",
    "body on the network",
    "page with pictures on the network",
)


def test_nothing_that_points_at_the_network_reaches_it(book: bytes) -> None:
    """All that name an address name one that listens; nobody ever calls there."""
    with socket.create_server(("127.0.0.1", 0)) as server, ForeignReader() as reader:
        address = f"127.0.0.1:{server.getsockname()[1]}/".encode()
        for name in CALLING:
            data = pointed_at(ITEMS[name].make(book), address)
            read = reader.letter if data.startswith(b"From: ") else reader.book
            with contextlib.suppress(Refused):
                read(data, file="svar")
            assert sockets_of(reader) == 0
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def pointed_at(data: bytes, address: bytes) -> bytes:
    """Give an item that names another address."""
    here = CANARY.removeprefix("http://").encode()
    if data.startswith(b"From: "):
        assert here in data
        return data.replace(here, address)
    parts = parts_of(data)
    assert any(here in part for part in parts.values())
    return archive({name: part.replace(here, address) for name, part in parts.items()})


def sockets_of(reader: ForeignReader) -> int:
    """Count the sockets that the reading process has open, where the system tells."""
    folder = Path(f"/proc/{reader._process.pid}/fd")
    opened = [*folder.iterdir()] if folder.is_dir() else []
    return sum(os.readlink(one).startswith("socket:") for one in opened)  # noqa: PTH115 - no file
