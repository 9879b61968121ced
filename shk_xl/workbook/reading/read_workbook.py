"""A portfolio that was read, with the place of everything in it.

Rules: it does not matter who read the rows, a file's reader or a live Excel; nothing here
knows of packages, XML or libraries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.domain.findings import Where
from shk_xl.domain.names import spaced
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.addresses import sheet_prefix
from shk_xl.workbook.reading.plain import PlainTable, PlainTables
from shk_xl.workbook.reading.records import Key, comparable_key, key_of
from shk_xl.workbook.reading.rows import read_rows
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_ROWS, ABOUT_TABLE, TABLES

_TABLE_NAMED: Final = {table.name: table for table in TABLES}
_TABLE_OF: Final = {table.records: table for table in TABLES}


@dataclass(frozen=True)
class ReadWorkbook:
    """A portfolio, and where in its workbook everything stands.

    Args:
        file: The workbook's name.
        sha256: Of the file, in hexadecimal; of a live book, which has no bytes, the hash of
            what was read of it (``shk_xl.excel.live.book``).
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
            return Place(plain.file, plain.sheet)
        return plain.place(row, column)

    def place_of(self, where: Where) -> Place:
        """Find where a finding of the readiness check stands."""
        if where.records == "about":
            return self._place_of_fact(where.field)
        table = _TABLE_OF[where.records]
        column = table.column_of(where.field).title if where.field else table.key[0]
        return self.cell_of(table.name, where.key, column)

    def _place_of_fact(self, field: str) -> Place:
        """Find the value of a fact about the portfolio; its sheet when it has no row."""
        plain = self.tables[ABOUT_TABLE]
        fact, value = ABOUT_COLUMNS[:2]
        titles = {title for title, (named, _help) in ABOUT_ROWS.items() if named == field}
        for row in plain.rows:
            if spaced(str(row.values.get(fact))) in titles:
                return plain.place(row.number, value)
        return Place(plain.file, plain.sheet)

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
    prefix = f"{sheet}!" if sheet.isalnum() else sheet_prefix(sheet)
    return f"{prefix}{place.cell}"


def join(read: PlainTables, *, file: str, sha256: str) -> ReadWorkbook:
    """Make a portfolio of plain tables.

    Args:
        read: What the workbook holds of ours.
        file: The workbook's name.
        sha256: The hash of what was read.

    Raises:
        Refused: With every fault of the tables, their columns and cells.
    """
    try:
        rows = read_rows(read.tables)
    except Refused as refused:
        raise Refused((*read.faults, *refused.faults)) from refused
    if read.faults:
        raise Refused(read.faults)
    return ReadWorkbook(
        file,
        sha256,
        rows.portfolio,
        (*read.remarks, *rows.remarks),
        read.tables,
        rows.row_numbers,
        read.own_columns,
    )
