"""The sheet of a table in the copy that a party gets: what it fills in, and what it reads.

Rules: what the party fills in is light and framed, and its header is dark; the rest is shaded
and muted. Beside every cell stands in words which of the two it is, so that nothing rests on
colour. Nothing is locked. The columns that our functions compute are values here; those that
compute natively are formulas, in the rows for what is new as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from shk_xl.functions.cell_values import CellValue
from shk_xl.wording.outgoing import FILL_TITLE, READ_HELP, READ_TITLE
from shk_xl.workbook.building.entry import LAST_ROW, Validation, limits
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.marks import Marks
from shk_xl.workbook.building.table import finish_sheet, row_height, set_columns, write_value
from shk_xl.workbook.columns import Column, Table
from shk_xl.workbook.spelling import calls_ours


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A row of a copy.

    Args:
        values: By column title: what is typed, and what our functions gave.
        fills: The titles of the columns that the party fills in.
        is_new: It is blank, for what the party adds.
    """

    values: Mapping[str, CellValue]
    fills: frozenset[str] = frozenset()
    is_new: bool = False


def is_native(column: Column) -> bool:
    """Whether a column is computed by functions that every program has."""
    return bool(column.formula) and not calls_ours(column.formula)


def write_party_table(
    sheet: Worksheet, table: Table, rows: Sequence[PartyRow], formats: Formats, marks: Marks
) -> None:
    """Write a table and all that belongs to its sheet.

    Args:
        sheet: The empty sheet.
        table: What the schema says.
        rows: In their order, those for what is new last.
        formats: The workbook's formats.
        marks: The workbook's conditional formats.
    """
    rows = rows or (PartyRow({}),)
    set_columns(sheet, table, formats)
    sheet.add_table(0, 0, len(rows), len(table.columns) - 1, _definition(table, rows, formats))
    for number, row in enumerate(rows, start=1):
        for index, column in enumerate(table.columns):
            if not is_native(column):
                look = formats.to_fill if column.title in row.fills else formats.to_read
                write_value(sheet, number, index, row.values.get(column.title), look(column))
        sheet.set_row(number, row_height(table, row.values))
    for index in range(len(table.columns)):
        _add_help(sheet, table, index, rows)
    finish_sheet(sheet, table, marks)


def _definition(table: Table, rows: Sequence[PartyRow], formats: Formats) -> dict[str, Any]:
    asked = frozenset(filled_titles(table, rows)) or rows[-1].fills
    columns = []
    for column in table.columns:
        look = formats.to_fill if column.title in rows[-1].fills else formats.to_read
        definition: dict[str, Any] = {
            "header": column.title,
            "header_format": formats.header(computed=column.title not in asked),
            "format": look(column),
        }
        columns.append(definition | ({"formula": column.formula} if is_native(column) else {}))
    return {"name": table.name, "style": None, "description": table.help, "columns": columns}


def _add_help(sheet: Worksheet, table: Table, index: int, rows: Sequence[PartyRow]) -> None:
    """Say beside every cell of a column whether the party fills it in, and limit what it types."""
    title = table.columns[index].title
    for fills, areas in _areas(index, [title in row.fills for row in rows]).items():
        help_ = _fill_help(table, index, areas[0][0] + 1) if fills else _READ
        options = {**help_, "ignore_blank": True, "other_cells": areas[1:]}
        sheet.data_validation(*areas[0], options)


def _areas(index: int, fills: Sequence[bool]) -> dict[bool, list[list[int]]]:
    """Part the rows of a column by whether they are filled in; the last part has no end."""
    areas: dict[bool, list[list[int]]] = {}
    row = 1
    for filled, run in groupby(fills):
        following = row + len(list(run))
        last = LAST_ROW - 1 if following > len(fills) else following - 1
        areas.setdefault(filled, []).append([row, index, last, index])
        row = following
    return areas


def _fill_help(table: Table, index: int, row: int) -> Validation:
    column = table.columns[index]
    titles = {"input_title": FILL_TITLE.format(column=column.title), "input_message": column.help}
    return {**limits(table, index, row), **titles}


_READ: Validation = {
    "validate": "any",
    "input_title": READ_TITLE,
    "input_message": READ_HELP,
}


def count_filled(rows: Sequence[PartyRow]) -> int:
    """Count the cells that the party fills in, apart from the rows for what is new."""
    return sum(len(row.fills) for row in rows if not row.is_new)


def filled_titles(table: Table, rows: Sequence[PartyRow]) -> Iterator[str]:
    """Name the columns that the party fills in, in rows that are there, in their order."""
    filled = {title for row in rows if not row.is_new for title in row.fills}
    return (column.title for column in table.columns if column.title in filled)
