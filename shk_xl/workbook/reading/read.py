"""Reading a portfolio from a workbook file.

Rules: the guard comes before any parser. Every fault of the file is told at once. The file
is only read, never changed, and what people added to it is left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.domain.findings import Where
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.workbook.reading.package import read_plain_tables
from shk_xl.workbook.reading.plain import PlainTable
from shk_xl.workbook.reading.records import Key, comparable_key, key_of
from shk_xl.workbook.reading.rows import read_rows
from shk_xl.workbook.schema import TABLES

_TABLE_NAMED: Final = {table.name: table for table in TABLES}
_TABLE_OF: Final = {table.records: table for table in TABLES}


@dataclass(frozen=True)
class ReadWorkbook:
    """A portfolio, and where in its workbook everything stands.

    Args:
        file: The file's name.
        sha256: Of the file, in hexadecimal.
        portfolio: What it says.
        remarks: What was passed over, with its cell; nothing that forbids the use of the rest.
        tables: The rows as they were read, by table name.
        row_numbers: By table name, the row of each record, in the portfolio's order.
        own_columns: By table name, the titles of columns that people added.
    """

    file: str
    sha256: str
    portfolio: Portfolio
    remarks: tuple[Fault, ...]
    tables: Mapping[str, PlainTable]
    row_numbers: Mapping[str, tuple[int, ...]]
    own_columns: Mapping[str, tuple[str, ...]]

    def cell_of(self, table: str, key: Sequence[object], column: str) -> Place:
        """Find a cell.

        Args:
            table: The table's name.
            key: The row's key, in the order of the table's key columns; the first few of them
                find the first row that has them.
            column: The column's title.

        Returns:
            The place; without a cell where there is no such row or column.
        """
        plain = self.tables[table]
        row = self._rows_by_key[table].get(comparable_key(key))
        if row is None or column not in plain.letters:
            return Place(self.file, plain.sheet)
        return plain.place(row, column)

    def place_of(self, where: Where) -> Place:
        """Find where a finding of the readiness check stands."""
        table = _TABLE_OF[where.records]
        column = table.column_of(where.field).title if where.field else table.key[0]
        return self.cell_of(table.name, where.key, column)

    def where_in_words(self, where: Where) -> str:
        """Say where a finding stands, as Excel's name box takes it: ``Initiativ!L4``."""
        return in_sheet(self.place_of(where))

    @cached_property
    def _rows_by_key(self) -> Mapping[str, Mapping[Key, int]]:
        """The row of every key, and of every beginning of a key."""
        found: dict[str, dict[Key, int]] = {}
        for name, numbers in self.row_numbers.items():
            table = _TABLE_NAMED[name]
            rows: dict[Key, int] = found.setdefault(name, {})
            for record, number in zip(getattr(self.portfolio, table.records), numbers, strict=True):
                key = key_of(record, table)
                for length in range(1, len(key) + 1):
                    rows.setdefault(key[:length], number)
        return found


def in_sheet(place: Place) -> str:
    """Say a place inside a workbook, as Excel's name box takes it.

    >>> in_sheet(Place("bok.xlsx", "Närvaro och röster", "C4"))
    "'Närvaro och röster'!C4"
    """
    sheet = place.sheet or ""
    if not place.cell:
        return sheet
    quoted = sheet if sheet.isalnum() else f"'{sheet}'"
    return f"{quoted}!{place.cell}"


def read_portfolio(path: Path) -> ReadWorkbook:
    """Read the portfolio in a workbook.

    Args:
        path: As the user gave it.

    Raises:
        Refused: With every fault of the file.
    """
    return read_portfolio_bytes(read_user_file(path), file=str(path))


def read_portfolio_bytes(data: bytes, *, file: str) -> ReadWorkbook:
    """Read the portfolio in a workbook that is already in memory.

    Args:
        data: The whole file.
        file: Its name, for the faults.

    Raises:
        Refused: It is no workbook, not safe, damaged, no portfolio; or its tables, columns and
            cells have faults, then all of them.
    """
    check_package(data, file=file)
    read = read_plain_tables(data, file)
    try:
        rows = read_rows(read.tables)
    except Refused as refused:
        raise Refused((*read.faults, *refused.faults)) from refused
    if read.faults:
        raise Refused(read.faults)
    return ReadWorkbook(
        file,
        hashlib.sha256(data).hexdigest(),
        rows.portfolio,
        (*read.remarks, *rows.remarks),
        read.tables,
        rows.row_numbers,
        read.own_columns,
    )
