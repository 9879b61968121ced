"""What helps people to type into a table: choice lists, limits, and help beside the cell.

Rules: a closed choice stops what it does not know, a list taken from another table only
warns, since the other table may be filled in later. Everything reaches to the last row of the
sheet, so that it holds in rows that are added. A validation cannot name a column of a table,
but it can use a defined name that does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from shk_xl.workbook.columns import Column, Kind, Table
from shk_xl.workbook.schema import TABLES

LAST_ROW: Final = 1_048_576
"""The last row of a sheet, counted from one."""

Validation = dict[str, Any]


def list_name(table: str, column: str) -> str:
    """Name the list of a column's values, as choice lists use it.

    >>> list_name("Initiativ", "Kod")
    'Lista_Initiativ_Kod'
    """
    return f"Lista_{table}_{column}"


def define_lists(workbook: Workbook, tables: Sequence[Table] = TABLES) -> None:
    """Define a name for every column that another one refers to, among tables."""
    wanted = {column.refers_to: None for table in tables for column in table.columns}
    for reference in wanted:
        if reference is not None:
            table, column = reference
            workbook.define_name(list_name(table, column), f"={table}[{column}]")


def add_validations(sheet: Worksheet, table: Table) -> None:
    """Give every column its limits and its help."""
    for index, column in enumerate(table.columns):
        sheet.data_validation(
            1, index, LAST_ROW - 1, index, {**limits(table, index), **_help(column)}
        )


def _help(column: Column) -> Validation:
    return {"input_title": column.title, "input_message": column.help, "ignore_blank": True}


def limits(table: Table, index: int, row: int = 2) -> Validation:
    """Give what a column may hold, as XlsxWriter takes it.

    Args:
        table: The column's table.
        index: Its place there, from 0.
        row: The first row that the limits are for, from 1.
    """
    column = table.columns[index]
    if column.formula:
        return {"validate": "any"}
    if column.choices:
        return _choices(column)
    if column.refers_to:
        return _references(column.refers_to)
    if table.key == (column.title,):
        return _unique(xl_col_to_name(index), row)
    return _BY_KIND.get(column.kind, _anything)()


def _choices(column: Column) -> Validation:
    return {
        "validate": "list",
        "source": list(column.choices),
        "error_title": "Välj ur listan",
        "error_message": f"Här kan det stå: {', '.join(column.choices)}.",
    }


def _references(reference: tuple[str, str]) -> Validation:
    table, column = reference
    sheet = next(other.sheet for other in TABLES if other.name == table)
    return {
        "validate": "list",
        "source": f"={list_name(table, column)}",
        "error_type": "warning",
        "error_title": f"Finns inte på bladet {sheet}"[:32],
        "error_message": f"Värdet står inte i kolumnen {column} på bladet {sheet}.",
    }


def _unique(letter: str, row: int) -> Validation:
    return {
        "validate": "custom",
        "value": f"=COUNTIF(${letter}$2:${letter}${LAST_ROW},{letter}{row})=1",
        "error_type": "warning",
        "error_title": "Finns redan",
        "error_message": "Samma värde står på en annan rad. Andra blad hänvisar hit: "
        "varje rad behöver ett eget.",
    }


def _whole() -> Validation:
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 1,
        "error_title": "Heltal",
        "error_message": "Skriv ett heltal: 1, 2, 3 …",
    }


def _points() -> Validation:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": 1,
        "maximum": 5,
        "error_title": "Poäng 1–5",
        "error_message": "Skriv 1, 2, 3, 4 eller 5. Lämna tomt om poängen inte är satt.",
    }


def _kronor() -> Validation:
    return {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_type": "warning",
        "error_title": "Hela kronor",
        "error_message": "Skriv hela kronor med siffror, till exempel 648000. "
        "Lämna tomt om beloppet inte är känt.",
    }


def _anything() -> Validation:
    return {"validate": "any"}


_BY_KIND: Final[dict[Kind, Callable[[], Validation]]] = {
    Kind.WHOLE: _whole,
    Kind.POINTS: _points,
    Kind.KRONOR: _kronor,
}
