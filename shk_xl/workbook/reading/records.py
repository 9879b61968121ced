"""The rows of one table as records of the domain, with every fault of every row.

Rules: a row is read to its end even when a cell in it is wrong, and the table to its last
row. Blank rows are skipped. What a record has a default for may be blank.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from shk_xl.domain.faults import Fault
from shk_xl.workbook.columns import Column, Kind, Table
from shk_xl.workbook.reading.amounts import read_amount_cells
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainValue, typed_columns
from shk_xl.workbook.reading.values import (
    EMPTY,
    READERS,
    WrongValue,
    is_blank,
    read_key,
    read_positive,
    shown,
)

Key: TypeAlias = tuple[object, ...]
_Read: TypeAlias = Callable[[PlainValue, Column], object]

_POSITIVE: Final = frozenset({("criteria", "weight")})
"""The fields that must be larger than 0, with the table's records."""
PASSABLE: Final = frozenset({"points_not_whole", "amount_missing"})
"""What is remarked upon, but no reason to refuse a workbook in the making."""
_TEXTS: Final = (Kind.TEXT, Kind.LONG_TEXT)


class ReadRecords(NamedTuple):
    """The records of a table, and the row that each stands on."""

    records: tuple[Any, ...]
    rows: tuple[int, ...]


def read_records(
    table: Table, plain: PlainTable, faults: list[Fault], remarks: list[Fault]
) -> ReadRecords:
    """Read a table.

    Args:
        table: As the schema has it.
        plain: Its rows.
        faults: Gets what is wrong.
        remarks: Gets what was passed over.

    Returns:
        The records of the rows without faults, in the order of the sheet.
    """
    reader = RowReader(table)
    records: list[Any] = []
    rows: list[int] = []
    first_cells: dict[Key, str | None] = {}
    for row in plain.rows:
        if reader.is_blank(row):
            continue
        values, odd = reader.read(row)
        wrong = {title for title, error in odd.items() if error.code not in PASSABLE}
        for title, error in odd.items():
            place = plain.place(row.number, title)
            found = Fault(error.code, place, MappingProxyType(error.values))
            (faults if title in wrong else remarks).append(found)
        if wrong.isdisjoint(table.key):
            key = comparable_key(values.get(name) for name in reader.key_fields)
            faults += _repeated(table, plain, row, first_cells.get(key))
            first_cells.setdefault(key, plain.place(row.number, table.key[0]).cell)
        if not wrong:
            records.append(table.record(**values))
            rows.append(row.number)
    return ReadRecords(tuple(records), tuple(rows))


def comparable_key(parts: Iterable[object]) -> Key:
    """Give a key as Excel compares it: without regard to case.

    >>> comparable_key(["UVAS", 1]) == comparable_key(["uvas", 1])
    True
    """
    return tuple(part.casefold() if isinstance(part, str) else part for part in parts)


def key_of(record: object, table: Table) -> Key:
    """Give the key of a record."""
    return comparable_key(getattr(record, table.column(title).field) for title in table.key)


def _repeated(table: Table, plain: PlainTable, row: PlainRow, first: str | None) -> list[Fault]:
    """Give the fault of a row whose key another row had first."""
    if first is None:
        return []
    words = [shown(row.values.get(title)) for title in table.key]
    values = {"key": ", ".join(filter(None, words)), "other": first}
    return [Fault("duplicate_key", plain.place(row.number, table.key[0]), values)]


class RowReader:
    """Reads the rows of one table.

    Args:
        table: As the schema has it; what is the same for every row is found once.
        titles: The columns that are read, of those that people type in; all, by default.
    """

    def __init__(self, table: Table, titles: Collection[str] | None = None) -> None:
        typed = [c for c in typed_columns(table) if titles is None or c.title in titles]
        self._titles = [column.title for column in typed]
        self._amount = {column.field: column for column in typed if "." in column.field}
        self._single = [(c, _reader_for(c, table)) for c in typed if "." not in c.field]
        self.key_fields = [table.column(title).field for title in table.key]
        has_default = {
            field.name: field.default is not MISSING or field.default_factory is not MISSING
            for field in fields(table.record)
        }
        self._blank = {
            column.field: EMPTY.get(column.kind)
            for column, _read in self._single
            if not has_default[column.field]
        }

    def is_blank(self, row: PlainRow) -> bool:
        """Tell whether nobody has typed anything in a row."""
        return all(is_blank(row.values.get(title)) for title in self._titles)

    def read(self, row: PlainRow) -> tuple[dict[str, Any], dict[str, WrongValue]]:
        """Read a row: its values by field, and what is wrong or odd by column title."""
        values: dict[str, Any] = dict(self._blank)
        odd: dict[str, WrongValue] = {}
        for column, read in self._single:
            value = row.values.get(column.title)
            if is_blank(value):
                if column.required:
                    odd[column.title] = WrongValue("required_empty", column=column.title)
                continue
            try:
                values[column.field] = read(value, column)
            except WrongValue as error:
                odd[column.title] = error
        if self._amount:
            values["amount"] = self._read_amount(row, odd)
        return values, odd

    def _read_amount(self, row: PlainRow, odd: dict[str, WrongValue]) -> object:
        cells = {field: row.values.get(column.title) for field, column in self._amount.items()}
        by_field: dict[str, WrongValue] = {}
        amount = read_amount_cells(cells, self._amount, by_field)
        odd.update((self._amount[field].title, error) for field, error in by_field.items())
        return amount


def _reader_for(column: Column, table: Table) -> _Read:
    """Choose how a column is read: what rows are found by is read as a key."""
    if (table.records, column.field) in _POSITIVE:
        return read_positive
    found_by = column.title in table.key or column.refers_to is not None
    return read_key if found_by and column.kind in _TEXTS else READERS[column.kind]
