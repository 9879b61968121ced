"""A table as plain rows of values, whoever read them: a file's reader or a live Excel.

Rules: a value is what the cell shows of itself, not yet what the domain makes of it. A row
keeps its number and a column its letter, so that whatever is wrong can be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TypeAlias

from shk_xl.domain.faults import Fault, Place
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.columns import Column, Table

PlainValue: TypeAlias = CellValue | date | time
"""A cell's value; a number with a date format is a date (or a datetime, or a time)."""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One row.

    Args:
        number: In the sheet.
        values: By column title.
        formulas: The titles whose cells hold a formula; known of a file alone.
    """

    number: int
    values: Mapping[str, PlainValue]
    formulas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PlainTable:
    """One table.

    Args:
        name: The table's name in the schema.
        sheet: The sheet that it stands on.
        letters: The letter of every known column, by title.
        rows: In the order of the sheet, blank ones too.
        file: The file's name; None for a live book.
    """

    name: str
    sheet: str
    letters: Mapping[str, str]
    rows: tuple[PlainRow, ...] = ()
    file: str | None = None

    def place(self, row: int, title: str) -> Place:
        """Say where a value stands.

        >>> PlainTable("Initiativ", "Initiativ", {"Namn": "B"}).place(4, "Namn").cell
        'B4'
        """
        return Place(self.file, self.sheet, f"{self.letters[title]}{row}")


@dataclass(slots=True)
class PlainTables:
    """What a workbook holds of ours, filled while it is read.

    Args:
        file: The file's name; None for a live book.
        tables: The rows of the tables that have all their columns, by table name.
        incomplete: The rows of the others that are there, where they were asked for.
        own_columns: By table name, the titles of columns that people added.
        faults: What is wrong with the tables, and cells that have no value.
        remarks: What can be lived with.
    """

    file: str | None
    tables: dict[str, PlainTable] = field(default_factory=dict)
    incomplete: dict[str, PlainTable] = field(default_factory=dict)
    own_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


def typed_columns(table: Table) -> tuple[Column, ...]:
    """Give the columns of a table that people type in; the others are computed."""
    return tuple(column for column in table.columns if column.field)
