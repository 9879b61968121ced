"""The team's workbook as the source of copies: its cells, and what our functions make of them.

Rules: a cell goes out as it is typed, in the one form that the merge compares, so that the
copy and the team's workbook say the same until somebody changes one of them. What our functions
compute is calculated anew over the whole portfolio, also for a party that sees a part of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.domain.portfolio import Portfolio
from shk_xl.exchange.merge.sheets import CONFLICT_SHEET, LOG_SHEET
from shk_xl.exchange.merge.values import normal
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.building.table import Rows
from shk_xl.workbook.check_lines import CHECK_SHEET
from shk_xl.workbook.columns import Table
from shk_xl.workbook.reading.about import about_rows
from shk_xl.workbook.reading.package import read_plain_tables
from shk_xl.workbook.reading.plain import PlainTable, typed_columns
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.records import Key, key_of
from shk_xl.workbook.schema import ABOUT_SHEET, ABOUT_TABLE, OVERVIEW_SHEET, TABLES
from shk_xl.workbook.spelling import calls_ours

Values = Mapping[str, CellValue]
_REPORTS: Final = (CHECK_SHEET, CONFLICT_SHEET, LOG_SHEET)
"""Sheets that we write for the team, and that are nothing to tell of."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the team's: its key, and the values that a copy may show, by column title."""

    key: Key
    values: Values


@dataclass(frozen=True, slots=True)
class Source:
    """What copies are made of.

    Args:
        portfolio: All of it.
        tables: The rows by table name.
        facts: The facts about the portfolio.
        sha256: Of the team's file.
        left_out: What the team added to the file, and copies don't have.
    """

    portfolio: Portfolio
    tables: Mapping[str, tuple[SourceRow, ...]]
    facts: Rows
    sha256: str
    left_out: tuple[Fault, ...] = ()


def source_of(workbook: ReadWorkbook, data: bytes | None = None) -> Source:
    """Take from the team's workbook what copies are made of.

    Args:
        workbook: As it was read.
        data: The file that it was read from, where the sheets that the team added are to be told.

    Raises:
        Refused: Something in it cannot be calculated for certain.
    """
    typed = {table.name: _typed(table, workbook) for table in TABLES}
    facts = about_rows(workbook.portfolio.about)
    built = build_workbook(workbook.portfolio, rows={**typed, ABOUT_TABLE: facts})
    computed = read_plain_tables(built, workbook.file, whole=True).tables
    tables = {
        table.name: tuple(_rows(table, workbook.portfolio, typed[table.name], computed))
        for table in TABLES
    }
    left_out = (*_own_columns(workbook), *([] if data is None else _own_sheets(data)))
    return Source(workbook.portfolio, tables, facts, workbook.sha256, left_out)


def _own_columns(workbook: ReadWorkbook) -> Iterator[Fault]:
    for table, titles in workbook.own_columns.items():
        values = {"table": table, "names": ", ".join(titles)}
        yield Fault("outgoing_columns_left", values=values)


def _own_sheets(data: bytes) -> Iterator[Fault]:
    ours = {OVERVIEW_SHEET, ABOUT_SHEET, *_REPORTS, *(table.sheet for table in TABLES)}
    names = [sheet.name for sheet in read_workbook(Package(data)).sheets]
    own = [name for name in names if name not in ours]
    if own:
        yield Fault("outgoing_sheets_left", values={"names": ", ".join(own)})


def _typed(table: Table, workbook: ReadWorkbook) -> list[Values]:
    """Give the typed cells of the rows that hold anything."""
    columns = typed_columns(table)
    rows = {row.number: row.values for row in workbook.tables[table.name].rows}
    return [
        {column.title: normal(rows[number].get(column.title), column) for column in columns}
        for number in workbook.row_numbers[table.name]
    ]


def _rows(
    table: Table, portfolio: Portfolio, typed: Sequence[Values], computed: Mapping[str, PlainTable]
) -> list[SourceRow]:
    """Put what our functions gave to what is typed."""
    titles = [column.title for column in table.columns if calls_ours(column.formula)]
    records = getattr(portfolio, table.records)
    rows = zip(records, typed, computed[table.name].rows, strict=False)
    return [
        SourceRow(
            key_of(record, table), {**values, **{t: _value(row.values.get(t)) for t in titles}}
        )
        for record, values, row in rows
    ]


def _value(value: object) -> CellValue:
    """Give a computed value; our functions give no dates."""
    if value is None or isinstance(value, bool | int | float | str | CellError):
        return value
    raise TypeError(type(value))
