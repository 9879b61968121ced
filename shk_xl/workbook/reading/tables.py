"""Finding our tables among those of a workbook, and our columns among theirs.

Rules: a table is known by its name and a column by its title, wherever they stand. What was
renamed is recognised and told, never taken silently. Columns that people added are theirs.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.ooxml.addresses import address, column_letters
from shk_xl.ooxml.table import Table as FileTable
from shk_xl.workbook.columns import Table
from shk_xl.workbook.reading.plain import PlainTable, PlainTables, typed_columns
from shk_xl.workbook.reading.values import as_key, is_blank
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_SHEET, ABOUT_TABLE, TABLES

_SAME_TABLE: Final = 0.6
"""A table that has this part of another's columns may be that table under a new name."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A table of ours.

    Args:
        name: Its name.
        sheet: Its sheet.
        typed: The titles that are read.
        computed: The other titles.
        spared: Those that are read and may be missing.
    """

    name: str
    sheet: str
    typed: tuple[str, ...]
    computed: tuple[str, ...]
    spared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Table) -> Wanted:
        """Take what matters here from the schema."""
        typed = tuple(column.title for column in typed_columns(table))
        computed = tuple(column.title for column in table.columns if not column.field)
        spared = frozenset(column.title for column in table.columns if column.added_later)
        return cls(table.name, table.sheet, typed, computed, spared)


WANTED: Final = (
    *map(Wanted.of, TABLES),
    Wanted(ABOUT_TABLE, ABOUT_SHEET, ABOUT_COLUMNS[:2], ABOUT_COLUMNS[2:]),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A table of ours in a file.

    Args:
        wanted: What it is.
        table: Where it stands.
        columns: The column numbers of the titles of ours that it has.
        own: The titles of the columns that people added.
        alone: No other table is on its sheet, so what stands below it belongs to it.
    """

    wanted: Wanted
    table: FileTable
    columns: Mapping[str, int]
    own: tuple[str, ...]
    alone: bool = True

    @property
    def complete(self) -> bool:
        """Whether all columns that are read are there, or may be missing."""
        return self.columns.keys() | self.wanted.spared >= set(self.wanted.typed)

    @property
    def letters(self) -> dict[str, str]:
        """The columns as letters."""
        return {title: column_letters(number) for title, number in self.columns.items()}

    @property
    def rows(self) -> range:
        """The sheet rows that hold data."""
        area = self.table.area
        first = area.first_row + self.table.header_rows
        return range(first, area.last_row - self.table.totals_rows + 1)

    def has_row(self, number: int) -> bool:
        """Whether a sheet row is read: one of the table, or one that was typed below it."""
        return number in self.rows or self.is_below(number)

    def is_below(self, number: int) -> bool:
        """Whether a sheet row stands below the table and can belong to nothing else."""
        return self.alone and number > self.table.area.last_row

    def plain(self, file: str | None, titles: Mapping[int, str] | None = None) -> PlainTable:
        """Give the table without its rows.

        Args:
            file: The file's name.
            titles: The titles of columns that people added too, by column number.
        """
        added = {title: column_letters(number) for number, title in (titles or {}).items()}
        letters = {**added, **self.letters}
        return PlainTable(self.wanted.name, self.table.sheet, letters, file=file)


def find_ours(tables: Sequence[FileTable], read: PlainTables) -> list[Found]:
    """Find our tables, and note what people added to them.

    Args:
        tables: All tables of the workbook.
        read: Gets the faults and the columns that people added.

    Raises:
        Refused: None of our tables is there, not even under another name.
    """
    found = find_tables(tables, read.file, read.faults)
    if not found and not any(fault.code == "table_renamed" for fault in read.faults):
        raise Refused(read.faults)
    read.own_columns |= {one.wanted.name: one.own for one in found if one.own}
    count = Counter(table.sheet for table in tables)
    return [replace(one, alone=count[one.table.sheet] == 1) for one in found]


def remarks_below(one: Found, plain: PlainTable) -> Iterator[Fault]:
    """Remark on the rows that people typed below a table."""
    first = next((title for title in one.wanted.typed if title in plain.letters), None)
    for row in plain.rows:
        if first and one.is_below(row.number) and not all(map(is_blank, row.values.values())):
            place = plain.place(row.number, first)
            yield Fault("rows_below_table", place, {"table": plain.name})


def find_tables(tables: Sequence[FileTable], file: str | None, faults: list[Fault]) -> list[Found]:
    """Find our tables and their columns.

    Args:
        tables: All tables of the workbook.
        file: Its name.
        faults: Gets what is missing, renamed or there twice.

    Returns:
        The tables that are there, in the order of the schema.
    """
    by_name: dict[str, list[FileTable]] = {}
    for table in tables:
        by_name.setdefault(as_key(table.name).casefold(), []).append(table)
    named = {wanted.name: by_name.pop(wanted.name.casefold(), []) for wanted in WANTED}
    others = [table for same_name in by_name.values() for table in same_name]
    renamed = {w.name: _renamed(w, others) for w in WANTED if not named[w.name]}
    if not any(named.values()) and not any(renamed.values()):
        faults.append(Fault("not_a_portfolio", Place(file)))
        return []
    found = []
    for wanted in WANTED:
        same_name = named[wanted.name]
        if not same_name:
            faults.append(_missing(wanted, renamed[wanted.name], file))
            continue
        if len(same_name) > 1:
            place = Place(file, same_name[1].sheet)
            faults.append(Fault("table_twice", place, {"table": wanted.name}))
        found.append(_found(wanted, same_name[0], file, faults))
    return found


def _renamed(wanted: Wanted, others: Iterable[FileTable]) -> FileTable | None:
    """Find a table with another name that has the columns, best on the sheet, of ours."""
    ours = {title.casefold() for title in (*wanted.typed, *wanted.computed)}
    likely = []
    for table in others:
        theirs = {as_key(title).casefold() for title in table.columns}
        share = len(ours & theirs) / len(ours)
        if share >= _SAME_TABLE:
            likely.append((table.sheet == wanted.sheet, share, table))
    return max(likely, key=lambda candidate: candidate[:2])[2] if likely else None


def _missing(wanted: Wanted, renamed: FileTable | None, file: str | None) -> Fault:
    if renamed is None:
        return Fault("table_missing", Place(file), {"table": wanted.name, "sheet": wanted.sheet})
    values = {"table": wanted.name, "near": renamed.name}
    return Fault("table_renamed", Place(file, renamed.sheet), values)


def _found(wanted: Wanted, table: FileTable, file: str | None, faults: list[Fault]) -> Found:
    """Find the columns of a table."""
    numbers: dict[str, int] = {}
    known = {title.casefold(): title for title in (*wanted.typed, *wanted.computed)}
    own: dict[str, int] = {}
    for number, header in enumerate(table.columns, table.area.first_column):
        title = known.get(as_key(header).casefold())
        if title is None:
            own[header] = number
        elif title in numbers:
            place = Place(file, table.sheet, address(table.area.first_row, number))
            faults.append(Fault("column_twice", place, {"table": wanted.name, "column": title}))
        else:
            numbers[title] = number
    faults += [
        _column_missing(wanted, title, table, own, file)
        for title in wanted.typed
        if title not in numbers and title not in wanted.spared
    ]
    return Found(wanted, table, numbers, tuple(own))


def _column_missing(
    wanted: Wanted, title: str, table: FileTable, own: Mapping[str, int], file: str | None
) -> Fault:
    """Tell of a missing column, with the title that it may have now."""
    values = {"table": wanted.name, "column": title}
    folded = {header.casefold(): header for header in own}
    near = difflib.get_close_matches(title.casefold(), folded, n=1)
    if not near:
        return Fault("column_missing", Place(file, table.sheet), values)
    header = folded[near[0]]
    place = Place(file, table.sheet, address(table.area.first_row, own[header]))
    return Fault("column_renamed", place, {**values, "near": header})
