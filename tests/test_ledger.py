"""The ledger: what is written is kept, one process at a time, and faults are told in words."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from shk_xl.domain.faults import Refused
from shk_xl.exchange import archive, records
from shk_xl.exchange.ledger import REGISTER, Ledger, folder_of, now
from shk_xl.exchange.records import (
    Copy,
    IncomingFile,
    IncomingMessage,
    IntakeState,
    Merge,
    OutboxState,
    OutgoingMessage,
    Receipt,
    Round,
    Version,
)

MOMENT = "2027-04-12T09:30:00+00:00"
ROWS: tuple[Any, ...] = (
    Round(1, MOMENT, "aa", "Fyll i – å ä ö", "2027-05-01", only_own=True),
    Copy("shk1:id", 1, "Öarna", "aa", "bb", "bok.xlsx", MOMENT),
    OutgoingMessage(
        "key", 1, "Öarna", "a@x.example", "smtp", "<m@x>", "cc", "bb", "bok.xlsx", 7, MOMENT,
        OutboxState.UNKNOWN, MOMENT, 2, "", "no_receipt", "tyst",
    ),
    IncomingMessage("dd", MOMENT, "=svar.eml", state=IntakeState.REFUSED, values={"a": "å"}),
    Merge(1, MOMENT, "aa", "ee", {"changes": 3}),
    IncomingFile("dd", 0, "ff", "../bok.xlsx", "shk1:id", "Öarna", IntakeState.MERGED, merge=1),
    Receipt(1, "Öarna", "key", MOMENT),
    Version(1, MOMENT, "ee", ".xlsx", "merged", 1),
)  # fmt: skip
KINDS = [type(row) for row in ROWS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "portfölj.xlsx")


def fill(folder: Path) -> None:
    with Ledger(folder) as ledger, ledger.transaction():
        for row in ROWS:
            assert ledger.insert(row)


def test_what_is_written_is_read_again_as_it_was(folder: Path) -> None:
    fill(folder)
    with Ledger(folder) as ledger:
        for row in ROWS:
            assert ledger.select(type(row)) == [row]
        assert ledger.copy_of("shk1:id") == ROWS[1]
        assert ledger.copy_of("shk1:annat") is None
        assert [ledger.next_number(kind) for kind in (Round, Merge, Version)] == [2, 2, 2]
        assert ledger.select(IncomingMessage, state=IntakeState.STORED) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_records_fields_are_its_tables_columns(folder: Path, kind: type[Any]) -> None:
    with Ledger(folder) as ledger:
        columns = ledger._connection.execute(f"PRAGMA table_info({kind.TABLE})").fetchall()
    assert {column[1] for column in columns} == {field.name for field in fields(kind)}


def test_every_record_and_every_state_is_known_to_the_schema(folder: Path) -> None:
    known = {kind for kind in vars(records).values() if hasattr(kind, "TABLE")}
    assert known == set(KINDS)
    fill(folder)
    with Ledger(folder) as ledger:
        for outgoing in OutboxState:
            ledger.update(ROWS[2], state=outgoing)
        for incoming in IntakeState:
            ledger.update(ROWS[3], state=incoming)
            ledger.update(ROWS[5], state=incoming)
        with pytest.raises(sqlite3.IntegrityError):
            ledger.update(ROWS[2], state="hittepå")


def test_a_change_finds_its_row_by_the_whole_key(folder: Path) -> None:
    fill(folder)
    second = replace(ROWS[5], position=1)
    with Ledger(folder) as ledger:
        ledger.insert(second)
        ledger.update(second, state=IntakeState.WAITING, values={"a": 2})
        assert ledger.select(IncomingFile) == [
            ROWS[5],
            replace(second, state=IntakeState.WAITING, values={"a": 2}),
        ]


def test_the_same_key_again_is_left_as_it_is(folder: Path) -> None:
    fill(folder)
    with Ledger(folder) as ledger:
        assert not ledger.insert(replace(ROWS[3], name="annat"), or_ignore=True)
        assert ledger.select(IncomingMessage) == [ROWS[3]]


def test_a_transaction_is_all_or_nothing(folder: Path) -> None:
    def half(ledger: Ledger) -> None:
        with ledger.transaction():
            ledger.insert(ROWS[0])
            raise KeyboardInterrupt

    with Ledger(folder) as ledger:
        with pytest.raises(KeyboardInterrupt):
            half(ledger)
        assert ledger.select(Round) == []


def test_what_was_committed_is_there_after_a_kill(folder: Path) -> None:
    program = (
        "import os, sys, pathlib\n"
        "from shk_xl.exchange.ledger import Ledger\n"
        "from shk_xl.exchange.records import Round\n"
        "with Ledger(pathlib.Path(sys.argv[1])) as ledger:\n"
        "    ledger.insert(Round(1, 'nu', 'aa'))\n"
        "    with ledger.transaction():\n"
        "        ledger.insert(Round(2, 'nu', 'aa'))\n"
        "        os.abort()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, folder], capture_output=True, check=False)
    assert done.returncode != 0
    with Ledger(folder, patience=0) as ledger:
        assert [row.number for row in ledger.select(Round)] == [1]


def test_it_is_durable(folder: Path) -> None:
    with Ledger(folder) as ledger:
        values = [
            ledger._connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "locking_mode")
        ]
    assert values == ["wal", 2, 1, "exclusive"]


def test_one_at_a_time(folder: Path) -> None:
    with (
        Ledger(folder),
        pytest.raises(Refused, match="register_in_use"),
        Ledger(folder, patience=0),
    ):
        pass
    with Ledger(folder, patience=0):
        pass


def test_a_look_leaves_nothing_on_disk(folder: Path) -> None:
    with Ledger.peek(folder) as ledger:
        assert not ledger.on_disk
        assert ledger.next_number(Round) == 1
        assert len(ledger.workbook_id) == 32
    assert not folder.exists()
    with Ledger(folder) as ledger:
        known = ledger.workbook_id
    with Ledger.peek(folder) as ledger:
        assert ledger.workbook_id == known
    assert [path.name for path in folder.iterdir()] == [REGISTER]


def test_a_damaged_a_later_and_a_missing_ledger_are_told(folder: Path, tmp_path: Path) -> None:
    with Ledger(folder) as ledger:
        ledger._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(Refused, match="register_newer"), Ledger(folder):
        pass
    (folder / REGISTER).write_bytes(b"inget register " * 400)
    with pytest.raises(Refused, match="register_damaged"), Ledger(folder):
        pass
    blocked = tmp_path / "fil"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(Refused, match="folder_not_made"), Ledger(blocked / "x.utskick"):
        pass


def test_kept_bytes_are_written_once_and_held_against_their_name(folder: Path) -> None:
    path = archive.keep(folder / "ut", b"hej", ".xlsx")
    stamp = path.stat().st_mtime_ns
    assert archive.keep(folder / "ut", b"hej", ".xlsx") == path
    assert path.stat().st_mtime_ns == stamp
    sha256 = archive.sha256_of(b"hej")
    assert archive.kept(folder / "ut", sha256, ".xlsx") == b"hej"
    path.write_bytes(b"hopp")
    with pytest.raises(Refused, match="kept_file_changed"):
        archive.kept(folder / "ut", sha256, ".xlsx")
    assert archive.keep(folder / "ut", b"hej", ".xlsx").read_bytes() == b"hej"
    path.unlink()
    with pytest.raises(Refused):
        archive.kept(folder / "ut", sha256, ".xlsx")


def test_moments_sort_as_text() -> None:
    assert now() >= "2024-01-01T00:00:00+00:00"
    assert now().endswith("+00:00")
