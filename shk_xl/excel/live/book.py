"""A portfolio read from an open workbook, unsaved changes included.

Rules: the same rows, faults and places as from a file, since the same code judges them; only
where the values come from is another. A table is read in one call. Nothing is written.
Only what both xlwings' classic engines and its remote one (Server, Lite) have is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from typing import Final

import xlwings

from shk_xl.excel.live.cells import read_block
from shk_xl.functions.cell_values import CellError
from shk_xl.ooxml.addresses import Area, area
from shk_xl.ooxml.table import Table as ExcelTable
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainTables, PlainValue
from shk_xl.workbook.reading.read_workbook import ReadWorkbook, join
from shk_xl.workbook.reading.tables import WANTED, Found, find_ours, remarks_below
from shk_xl.workbook.reading.values import is_blank

_ROWS_AT_ONCE: Final = 20_000
"""More than a portfolio has. A sheet whose formats run to its last row is read in several
calls, so that a 32-bit Excel has room for each."""


def read_live(book: xlwings.Book) -> ReadWorkbook:
    """Read the portfolio in an open workbook.

    Args:
        book: Of any of xlwings' engines.

    Returns:
        As from a file; its ``sha256`` is the hash of the typed rows, in the order of the
        schema, so that the same content has the same hash.

    Raises:
        Refused: It is no portfolio; or its tables, columns and cells have faults, then all of
            them, with sheet and cell.
    """
    read = PlainTables(None)
    for one in find_ours(_tables(book), read):
        if one.complete:
            plain = read_table(book, one, one.wanted.typed)
            read.tables[plain.name] = plain
            read.remarks += remarks_below(one, plain)
    return join(read, file=book.name, sha256=content_hash(read.tables))


def read_computed(book: xlwings.Book) -> Mapping[str, PlainTable]:
    """Read what the computed columns of our tables show, by table name.

    Raises:
        Refused: The workbook is no portfolio.
    """
    found = find_ours(_tables(book), PlainTables(None))
    return {one.wanted.name: read_table(book, one, one.wanted.computed) for one in found}


def read_table(book: xlwings.Book, one: Found, titles: Iterable[str]) -> PlainTable:
    """Read columns of a table, its rows and those that people typed below it.

    Args:
        book: The workbook.
        one: The table.
        titles: The columns' titles; those that it lacks are left out.
    """
    sheet = book.sheets[one.table.sheet]
    first_column, last_column = one.table.area.first_column, one.table.area.last_column
    wanted = {title: one.columns[title] - first_column for title in titles if title in one.columns}
    rows: list[PlainRow] = []
    for start, end in _spans(one, sheet):
        block = read_block(sheet.range((start, first_column), (end, last_column)))
        for number, cells in enumerate(block, start):
            values = {title: cells[index] for title, index in wanted.items()}
            written = any(value is not None for value in values.values())
            if number in one.rows or (written and one.is_below(number)):
                rows.append(PlainRow(number, values))
    return replace(one.plain(None), rows=tuple(rows))


def content_hash(tables: Mapping[str, PlainTable]) -> str:
    """Hash the rows of a workbook that is not a file.

    Args:
        tables: By their names in the schema.

    Returns:
        SHA-256 in hexadecimal: of the tables and their typed columns in the order of the
        schema, blank rows left out, wherever on the sheet they stand.
    """
    content = [
        [
            wanted.name,
            [
                [_canonical(row.values.get(title)) for title in wanted.typed]
                for row in tables[wanted.name].rows
                if not all(is_blank(row.values.get(title)) for title in wanted.typed)
            ],
        ]
        for wanted in WANTED
        if wanted.name in tables
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: PlainValue) -> object:
    """Write a value in one way, whatever a host counts it as."""
    if isinstance(value, CellError):
        return ["error", value.value]
    if isinstance(value, date | time):
        return ["date", value.isoformat()]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def _tables(book: xlwings.Book) -> list[ExcelTable]:
    """Give every table of the workbook, as a file's reader gives them."""
    return [_table(sheet, table) for sheet in book.sheets for table in sheet.tables]


def _table(sheet: xlwings.Sheet, table: xlwings.main.Table) -> ExcelTable:
    where = area(table.range.address)
    if where is None:  # Excel gave an address that is none
        raise ValueError(table.range.address)
    has_header = bool(table.show_headers)
    return ExcelTable(
        table.name,
        sheet.name,
        where,
        int(has_header),
        int(bool(table.show_totals)),
        tuple(_titles(sheet, where) if has_header else (c.name for c in table.columns)),
    )


def _titles(sheet: xlwings.Sheet, where: Area) -> Iterator[str]:
    first, last = (where.first_row, where.first_column), (where.first_row, where.last_column)
    for title in read_block(sheet.range(first, last))[0]:
        yield "" if title is None else str(title)


def _spans(one: Found, sheet: xlwings.Sheet) -> Iterator[tuple[int, int]]:
    """Give the first and last rows of each call: down to the last row that is in use."""
    used = sheet.used_range
    last = one.rows.stop - 1
    if one.alone:
        last = max(last, used.row + used.shape[0] - 1)
    for start in range(one.rows.start, last + 1, _ROWS_AT_ONCE):
        yield start, min(start + _ROWS_AT_ONCE - 1, last)
