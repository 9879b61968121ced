"""The edits that turn a workbook's tables into those of another portfolio.

Rules: rows are known by their key, and a row that both have gets an edit for each typed cell
that says something else. Rows keep their places in the sheet; new ones come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.columns import Table
from shk_xl.workbook.reading.plain import PlainTable
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.records import Key, key_of
from shk_xl.workbook.reading.rows import Row, to_rows
from shk_xl.workbook.reading.values import as_key
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_TABLE, TABLES
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow, RemoveRow


def differences(read: ReadWorkbook, wanted: Portfolio) -> list[Edit]:
    """Find the edits that make a workbook say what a portfolio says.

    Args:
        read: The workbook as it was read.
        wanted: What it shall say.

    Returns:
        None where it says so already.

    Raises:
        Refused: Something in the portfolio that no cell can hold, with every fault.
    """
    old, new = to_rows(read.portfolio), to_rows(wanted)
    edits: list[Edit] = []
    for table in TABLES:
        keyed = _by_key(read.portfolio, table, old[table.name])
        numbers = dict(zip(keyed, read.row_numbers[table.name], strict=True))
        edits += _of_table(table, keyed, numbers, _by_key(wanted, table, new[table.name]))
    edits += _of_facts(read.tables[ABOUT_TABLE], old[ABOUT_TABLE], new[ABOUT_TABLE])
    return edits


def _by_key(portfolio: Portfolio, table: Table, rows: list[Row]) -> dict[Key, Row]:
    """Give the rows of a table by the keys of their records."""
    records = getattr(portfolio, table.records)
    return {key_of(record, table): row for record, row in zip(records, rows, strict=True)}


def _of_table(
    table: Table,
    old: Mapping[Key, Row],
    numbers: Mapping[Key, int],
    new: Mapping[Key, Row],
) -> Iterator[Edit]:
    for key, row in new.items():
        if key not in old:
            yield NewRow(table.name, row)
        else:
            yield from _of_row(table.name, numbers[key], old[key], row)
    for key in old.keys() - new.keys():
        yield RemoveRow(table.name, numbers[key])


def _of_row(table: str, number: int, old: Row, new: Row) -> Iterator[Edit]:
    for title, value in new.items():
        if value != old[title] or type(value) is not type(old[title]):
            yield CellEdit(table, number, title, value)


def _of_facts(plain: PlainTable, old: list[Row], new: list[Row]) -> Iterator[Edit]:
    """Find the edits of the table of facts, whose rows are known by their titles."""
    fact, value, _ = ABOUT_COLUMNS
    numbers = {as_key(str(row.values.get(fact))): row.number for row in plain.rows}
    before = {row[fact]: row[value] for row in old}
    for row in new:
        title = str(row[fact])
        if row[value] == before[title]:
            continue
        if title in numbers:
            yield CellEdit(ABOUT_TABLE, numbers[title], value, row[value])
        else:
            yield NewRow(ABOUT_TABLE, {fact: title, value: row[value]})
