"""The example: the portfolio of 2024, from a text file that people can read.

Rules: the file is keyed as the workbook is, by table name and column title, so it says
nothing that the workbook cannot. It is read by the rules of the workbook's own reader, and a
table or a column that the schema does not have is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.addresses import column_letters
from shk_xl.workbook.reading.plain import PlainRow, PlainTable
from shk_xl.workbook.reading.rows import from_rows
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_SHEET, ABOUT_TABLE, TABLES

_FILE: Final = "example_2024.toml"
_SHEETS: Final = {table.name: table.sheet for table in TABLES}
_TITLES: Final = {
    table.name: [column.title for column in table.columns if column.field] for table in TABLES
}


def example_2024() -> Portfolio:
    """Give the portfolio "Alla barn och unga lyckas" of 2024, with texts of its own."""
    return read_portfolio(files(__package__).joinpath(_FILE).read_text("utf-8"))


def read_portfolio(text: str) -> Portfolio:
    r"""Read a portfolio that is written as TOML.

    Args:
        text: An array of tables for every table of the workbook, by its name, with the column
            titles as keys; and a table ``OmFilen`` with the facts about the portfolio.

    Raises:
        Refused: A table or a column that the workbook lacks, or values that it would refuse,
            with every fault.

    >>> read_portfolio('[[Parter]]\nNamn = "Kommunen"').parties[0].name
    'Kommunen'
    """
    written = tomllib.loads(text)
    faults = list(_strangers(written))
    if faults:
        raise Refused(faults)
    tables = {name: _plain(name, rows) for name, rows in written.items() if name != ABOUT_TABLE}
    if ABOUT_TABLE in written:
        tables[ABOUT_TABLE] = _plain_about(written[ABOUT_TABLE])
    return from_rows(tables)


def _strangers(written: Mapping[str, Any]) -> Iterator[Fault]:
    """Find tables and columns that the workbook does not have."""
    for name, rows in written.items():
        if name == ABOUT_TABLE:
            continue
        if name not in _TITLES:
            yield Fault("example_table_unknown", values={"table": name})
            continue
        for number, row in enumerate(rows, start=1):
            for title in row.keys() - _TITLES[name]:
                values = {"column": title, "row": number}
                yield Fault("example_column_unknown", Place(sheet=_SHEETS[name]), values)


def _plain(name: str, rows: Sequence[Mapping[str, Any]]) -> PlainTable:
    """Give the rows as a sheet would hold them, under a header row."""
    titles = _TITLES[name]
    letters = {title: column_letters(index) for index, title in enumerate(titles, start=1)}
    plain = tuple(PlainRow(number, row) for number, row in enumerate(rows, start=2))
    return PlainTable(name, _SHEETS[name], letters, plain)


def _plain_about(facts: Mapping[str, Any]) -> PlainTable:
    fact, value, _ = ABOUT_COLUMNS
    rows = ({fact: title, value: found} for title, found in facts.items())
    plain = tuple(PlainRow(number, row) for number, row in enumerate(rows, start=2))
    return PlainTable(ABOUT_TABLE, ABOUT_SHEET, {fact: "A", value: "B"}, plain)
