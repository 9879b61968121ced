"""The ledger of the exchange: what went out, what came back, and what became of it.

Rules: one SQLite file in the folder beside the team's workbook; a row is written when it is
true, and on disk before anything that rests on it is done. One process at a time has the
ledger open; a killed one holds nothing. Opened for a look (``peek``), nothing is made on disk.

The database runs in WAL mode with exclusive locking: that is the one way in which WAL needs no
shared memory, which network folders lack (sqlite.org/wal.html, section 8).
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, Self, TypeVar, get_origin, get_type_hints

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.exchange import archive
from shk_xl.exchange.ledger_schema import NUMBER, SCHEMA
from shk_xl.exchange.records import Copy
from shk_xl.ooxml.user_file import make_folder

FOLDER_ENDING: Final = ".utskick"
REGISTER: Final = "register.sqlite"
PATIENCE: Final = 10.0
"""Seconds to wait for another process that has the ledger open."""
_LOCKED: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_NO_FILE: Final = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}


class Record(Protocol):
    """A dataclass of ``records``."""

    TABLE: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


_Row = TypeVar("_Row", bound=Record)


def folder_of(book: Path) -> Path:
    """Give the folder of a workbook's exchange.

    >>> folder_of(Path("portföljer/portfölj-2027.xlsx")).name
    'portfölj-2027.utskick'
    """
    return book.with_name(book.stem + FOLDER_ENDING)


def now() -> str:
    """Give the moment, as it stands in the ledger.

    >>> len(now()), now()[10], now()[19:]
    (25, 'T', '+00:00')
    """
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """The ledger in a folder; to be used in a ``with`` statement.

    Args:
        folder: See ``folder_of``; made when it is missing.
        patience: How many seconds to wait for another process.

    Raises:
        Refused: Another process has it open, it is damaged, or of a later version of this
            program; or the folder can't be written to.
    """

    on_disk = True
    """What is written here stays."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self.folder = folder
        self._patience = patience
        self._opened: sqlite3.Connection | None = None

    @classmethod
    def peek(cls, folder: Path) -> Ledger:
        """Give the ledger for a look; where there is none, an empty one in memory."""
        return cls(folder) if (folder / REGISTER).is_file() else _InMemory(folder)

    def __enter__(self) -> Self:
        with self._refusing(), ExitStack() as undo:
            undo.callback(self._close)
            self._opened = self._connect()
            self._prepare(self._opened)
            undo.pop_all()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all that is written in here true at once, on disk, or none of it."""
        with self._refusing():
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:  # commits at the end, and takes back what is not whole
                yield

    def insert(self, record: Record, *, or_ignore: bool = False) -> bool:
        """Add a record.

        Args:
            record: One of ``records``.
            or_ignore: Leave a record that has the same key as it is.

        Returns:
            It was added.
        """
        row = _row(record)
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        verb = "INSERT OR IGNORE" if or_ignore else "INSERT"
        sql = f"{verb} INTO {record.TABLE} ({names}) VALUES ({marks})"
        with self._refusing():
            return self._connection.execute(sql, list(row.values())).rowcount == 1

    def update(self, record: Record, **changes: object) -> None:
        """Change a record, found by the key of its table.

        Args:
            record: As it was read.
            changes: New values by field.
        """
        old = _row(record)
        key = self._key_of(record.TABLE)
        settings = ", ".join(f'"{name}" = ?' for name in changes)
        where = " AND ".join(f'"{name}" = ?' for name in key)
        sql = f"UPDATE {record.TABLE} SET {settings} WHERE {where}"  # noqa: S608 - our names
        values = [*map(_cell, changes.values()), *(old[name] for name in key)]
        with self._refusing():
            self._connection.execute(sql, values)

    def select(self, record: type[_Row], **where: object) -> list[_Row]:
        """Read records, in the order of their keys.

        Args:
            record: Which kind.
            where: Values by field that they all have.
        """
        table = record.TABLE
        conditions = " AND ".join(f'"{name}" = ?' for name in where) or "1"
        order = ", ".join(f'"{name}"' for name in self._key_of(table))
        sql = f"SELECT * FROM {table} WHERE {conditions} ORDER BY {order}"  # noqa: S608 - our names
        with self._refusing():
            cursor = self._connection.execute(sql, list(map(_cell, where.values())))
            names = [column[0] for column in cursor.description]
            return [_record(record, dict(zip(names, row, strict=True))) for row in cursor]

    def next_number(self, record: type[Record]) -> int:
        """Give the number after the last of a table that counts: rounds, merges, versions."""
        table = record.TABLE
        sql = f"SELECT coalesce(max(number), 0) + 1 FROM {table}"  # noqa: S608 - our names
        with self._refusing():
            return int(self._connection.execute(sql).fetchone()[0])

    @property
    def workbook_id(self) -> str:
        """The id of the workbook whose exchange this is: made once, 32 hexadecimal digits."""
        return self.known_as(secrets.token_hex(16))

    def known_as(self, workbook_id: str) -> str:
        """Give the id of the workbook; one that has none yet gets this."""
        return self._fact("workbook_id", workbook_id)

    def copy_of(self, id_text: str) -> Copy | None:
        """Find the copy that has an id."""
        return next(iter(self.select(Copy, id_text=id_text)), None)

    @property
    def outgoing(self) -> Path:
        """The folder of copies, frozen messages and drafts."""
        return self.folder / "ut"

    @property
    def received(self) -> Path:
        """The folder of raw bytes as they came."""
        return self.folder / "in"

    @property
    def kept_versions(self) -> Path:
        """The folder of versions of the team's workbook."""
        return self.folder / "versioner"

    def copy_bytes(self, copy: Copy) -> bytes:
        """Give a copy as it was made: the base of the merge.

        Raises:
            Refused: The file is gone, or was changed.
        """
        return archive.kept(self.outgoing, copy.sha256, Path(copy.file_name).suffix)

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._opened is None:
            raise RuntimeError("a Ledger is used in a with statement")  # our own mistake
        return self._opened

    def _connect(self) -> sqlite3.Connection:
        make_folder(self.folder)
        return sqlite3.connect(self.folder / REGISTER, timeout=self._patience, isolation_level=None)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        """Take the ledger for this process, and make its tables in a new file."""
        for pragma in (
            "locking_mode = EXCLUSIVE",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")
        number = connection.execute("PRAGMA user_version").fetchone()[0]
        if number > NUMBER:
            raise refuse("register_newer", Place(str(self.folder / REGISTER)))
        if number == 0:
            for statement in filter(str.strip, SCHEMA.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {NUMBER}")
        connection.execute("COMMIT")

    def _close(self) -> None:
        if self._opened is not None:
            with suppress(sqlite3.Error):  # what was committed is on disk
                self._opened.close()
            self._opened = None

    def _fact(self, name: str, first: str) -> str:
        """Read a fact; one that is not there yet is made."""
        with self._refusing():
            self._connection.execute("INSERT OR IGNORE INTO facts VALUES (?, ?)", (name, first))
            sql = "SELECT value FROM facts WHERE name = ?"
            return str(self._connection.execute(sql, (name,)).fetchone()[0])

    def _key_of(self, table: str) -> list[str]:
        rows = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
        return [row[1] for row in sorted(rows, key=lambda row: int(row[5])) if row[5]]

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise  # our own mistake
        except sqlite3.DatabaseError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: sqlite3.DatabaseError) -> Refused:
        path = Place(str(self.folder / REGISTER))
        primary = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if primary in _LOCKED:
            return refuse("register_in_use", path)
        if primary in _NO_FILE:
            return refuse("register_unwritable", path)
        if primary in _FULL:
            return refuse("register_disk", path)
        return refuse("register_damaged", path)


class _InMemory(Ledger):
    """A ledger that leaves nothing on disk."""

    on_disk = False

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(":memory:", isolation_level=None)


def _row(record: Record) -> dict[str, object]:
    return {column.name: _cell(getattr(record, column.name)) for column in fields(record)}


def _cell(value: object) -> object:
    """Give a value as SQLite keeps it."""
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False)
    if isinstance(value, StrEnum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def _record(record: type[_Row], row: Mapping[str, Any]) -> _Row:
    """Make a record of a row."""
    makers = _makers(record)
    return record(**{name: makers[name](value) for name, value in row.items()})


@cache
def _makers(record: type[Any]) -> Mapping[str, Any]:
    """By field, what makes its value of what SQLite gives."""
    hints = get_type_hints(record)
    return {field.name: _maker(hints[field.name]) for field in fields(record)}


def _maker(hint: Any) -> Callable[[Any], object]:  # noqa: ANN401 - a type hint has no type
    if get_origin(hint) is Mapping:
        return json.loads
    if hint is bool or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return hint
    return _same


def _same(value: object) -> object:
    return value
