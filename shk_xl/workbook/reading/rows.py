"""Between the portfolio and plain rows, both ways, as the schema says.

Rules: only the columns that people type; computed ones are nobody's data. Going out, what
no cell can hold is refused. Coming in, every fault of every table is collected before
anything is refused, each with its sheet and cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from shk_xl.domain.amounts import AmbiguousAmount, Amount, Known, Staff, Unknown, read_amount
from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.columns import NO, YES, Column, Table
from shk_xl.workbook.reading.about import about_rows, read_about
from shk_xl.workbook.reading.amounts import KRONOR, NOTE, STATE, state_of
from shk_xl.workbook.reading.plain import PlainTable, typed_columns
from shk_xl.workbook.reading.records import read_records
from shk_xl.workbook.reading.values import MAX_TEXT, shown
from shk_xl.workbook.schema import ABOUT_TABLE, TABLES

Row = dict[str, CellValue]
NAMES_APART: Final = "; "


class FromRows(NamedTuple):
    """What rows say.

    Args:
        portfolio: All of it.
        remarks: What was left out or could surprise, though it can be lived with.
        row_numbers: By table name, the row of each record, in the portfolio's order.
    """

    portfolio: Portfolio
    remarks: tuple[Fault, ...]
    row_numbers: Mapping[str, tuple[int, ...]]


def to_rows(portfolio: Portfolio) -> dict[str, list[Row]]:
    """Write a portfolio as the rows of its workbook.

    Args:
        portfolio: All of it.

    Returns:
        By table name, in the order of the sheets: the rows, each with a value for every typed
        column, in the order of the schema; ``None`` for a blank cell.

    Raises:
        Refused: A text is longer than a cell can hold, a name in a list holds a semicolon,
            or an amount has an explanation where the table has no column for one.

    >>> from shk_xl.domain.portfolio import Party
    >>> to_rows(Portfolio(parties=(Party("Kommunen"),)))["Parter"]
    [{'Namn': 'Kommunen', 'Slag': 'Part', 'E-post': None}]
    """
    faults: list[Fault] = []
    rows = {
        table.name: [_row(record, table, faults) for record in getattr(portfolio, table.records)]
        for table in TABLES
    }
    if faults:
        raise Refused(faults)
    return {**rows, ABOUT_TABLE: about_rows(portfolio.about)}


def from_rows(tables: Mapping[str, PlainTable]) -> Portfolio:
    """Read a portfolio from the rows of its workbook.

    Args:
        tables: By their names in the schema; one that is left out is empty.

    Raises:
        Refused: With every fault of every table.
    """
    return read_rows(tables).portfolio


def read_rows(tables: Mapping[str, PlainTable]) -> FromRows:
    """Do as ``from_rows``, and tell what was passed over."""
    faults: list[Fault] = []
    remarks: list[Fault] = []
    read = {
        table: read_records(table, tables[table.name], faults, remarks)
        for table in TABLES
        if table.name in tables
    }
    parts: dict[str, Any] = {table.records: found.records for table, found in read.items()}
    if ABOUT_TABLE in tables:
        parts["about"] = read_about(tables[ABOUT_TABLE], faults, remarks)
    if faults:
        raise Refused(faults)
    row_numbers = {table.name: found.rows for table, found in read.items()}
    return FromRows(Portfolio(**parts), tuple(remarks), row_numbers)


def _row(record: object, table: Table, faults: list[Fault]) -> Row:
    row: Row = {}
    for column in typed_columns(table):
        try:
            row[column.title] = _cell(record, column, table)
        except _Unfit as unfit:
            key = " ".join(shown(row[title]) for title in table.key if title in row)
            values = {"key": key, "column": column.title, **unfit.values}
            faults.append(Fault(unfit.code, Place(sheet=table.sheet), values))
    return row


class _Unfit(Exception):  # noqa: N818 - the value is at fault, not the program
    """A value that its column cannot hold."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def _cell(record: object, column: Column, table: Table) -> CellValue:
    """Give the value of a record in a column."""
    name, _, part = column.field.partition(".")
    value = getattr(record, name)
    if part:
        cell = _amount_cells(value, whole=_has_state(table))[column.field]
    elif isinstance(value, tuple):
        cell = _joined(value)
    elif isinstance(value, bool):
        cell = YES if value else NO
    elif isinstance(value, StrEnum):
        cell = value.value
    else:
        cell = None if value == "" else value
    if isinstance(cell, str) and len(cell) > MAX_TEXT:
        raise _Unfit("text_too_long_for_cell", length=len(cell), limit=MAX_TEXT)
    return cell


def _has_state(table: Table) -> bool:
    return any(column.field == STATE for column in table.columns)


def _joined(names: tuple[str, ...]) -> str | None:
    for name in names:
        if ";" in name:
            raise _Unfit("name_with_semicolon", value=shown(name))
    return NAMES_APART.join(names) or None


def _amount_cells(amount: Amount, *, whole: bool) -> Mapping[str, CellValue]:
    """Spread an amount over its columns; where there is but one, its words stand there."""
    kronor = amount.kronor if isinstance(amount, Known) else None
    note = amount.by if isinstance(amount, Staff) else getattr(amount, "reason", "")
    if whole:
        return {KRONOR: kronor, STATE: state_of(amount).value, NOTE: note or None}
    if kronor is not None or amount == Unknown():
        return {KRONOR: kronor}
    return {KRONOR: _amount_in_words(amount, note)}


def _amount_in_words(amount: Amount, note: str) -> str:
    """Write an amount that is no number so that it is read as the same."""
    words = f"{state_of(amount).value} {note}" if isinstance(amount, Staff) else note
    try:
        same = read_amount(words.strip()) == amount
    except AmbiguousAmount:
        same = False
    if not same:
        raise _Unfit("amount_without_column", value=shown(note))
    return words.strip()
