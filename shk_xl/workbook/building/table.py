"""One sheet with its table: header, rows, formulas, widths, print.

Rules: the table starts in A1 and nothing stands below it. A text is always written as text,
whatever sign it begins with. A computed column is one formula: in the table's definition and
in every cell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.domain.portfolio import ItemKind
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.workbook.building.entry import LAST_ROW, add_validations
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.marks import Marks
from shk_xl.workbook.columns import Column, Table
from shk_xl.workbook.row_heights import height_of, lines_of

Rows = Sequence[Mapping[str, CellValue]]

HEADER_HEIGHT: Final = 33
_LINES_OF_COMPUTED: Final = {("Möten", "Slag", ItemKind.DECISION.value): 3}
"""Rows with a long computed text: table, column, what stands there, and how many lines."""
_A4: Final = 9
_PRINTED: Final = f'&"{look.FONT},Regular"&{look.SMALL_PT}'
_PAGE_CHARACTERS: Final = 150
"""How many characters of the body font an A4 page holds across, at full size."""
_SMALLEST_SCALE: Final = 0.55
"""Smaller print than this cannot be read; a wider table takes more pages across."""


def write_table(sheet: Worksheet, table: Table, rows: Rows, formats: Formats, marks: Marks) -> None:
    """Write a table and all that belongs to its sheet.

    Args:
        sheet: The empty sheet.
        table: What the schema says.
        rows: The typed values of each row, by column title.
        formats: The workbook's formats.
        marks: The workbook's conditional formats.
    """
    height = max(1, len(rows))
    set_columns(sheet, table, formats)
    sheet.add_table(0, 0, height, len(table.columns) - 1, _definition(table, formats))
    typed = [(i, c.title, formats.cell(c)) for i, c in enumerate(table.columns) if not c.formula]
    for number, row in enumerate(rows or ({},), start=1):
        _write_row(sheet, number, typed, row)
        sheet.set_row(number, row_height(table, row))
    add_validations(sheet, table)
    finish_sheet(sheet, table, marks)


def finish_sheet(sheet: Worksheet, table: Table, marks: Marks) -> None:
    """Give the sheet of a table what every such sheet has: marks, frozen panes, print."""
    sheet.ignore_errors(
        {"number_stored_as_text": f"A1:{xl_rowcol_to_cell(LAST_ROW - 1, len(table.columns) - 1)}"}
    )
    marks.add(sheet, table)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 1)
    sheet.set_tab_color(f"#{look.LINE if table.register else look.SECONDARY}")
    set_up_page(sheet, table.help, sum(column.width for column in table.columns))


def set_up_page(sheet: Worksheet, title: str, characters: int) -> None:
    """Set up the printed page: A4 across, as wide as can be read, header row on every page."""
    across = math.ceil(characters * _SMALLEST_SCALE / _PAGE_CHARACTERS)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(across, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.repeat_rows(0)
    if across > 1:
        sheet.repeat_columns(0)
    sheet.set_header(f"&L{_PRINTED}{title.replace('&', '&&')}")
    set_footer(sheet)


def set_footer(sheet: Worksheet) -> None:
    """Print the sheet's name, and which page of how many it is."""
    sheet.set_footer(f"&L{_PRINTED}&A&R{_PRINTED}Sida &P (&N)")


def set_columns(sheet: Worksheet, table: Table, formats: Formats) -> None:
    """Give the columns their widths, and the cells below the table their formats."""
    sheet.set_row(0, HEADER_HEIGHT)
    for index, column in enumerate(table.columns):
        options = {"hidden": True} if column.hidden else None
        sheet.set_column(index, index, column.width, formats.column(column), options)


def _definition(table: Table, formats: Formats) -> dict[str, Any]:
    return {
        "name": table.name,
        "style": None,
        "description": table.help,
        "columns": [_column_definition(column, formats) for column in table.columns],
    }


def _column_definition(column: Column, formats: Formats) -> dict[str, Any]:
    definition: dict[str, Any] = {
        "header": column.title,
        "header_format": formats.header(computed=bool(column.formula)),
        "format": formats.cell(column),
    }
    return definition | ({"formula": column.formula} if column.formula else {})


def _write_row(
    sheet: Worksheet,
    number: int,
    typed: Sequence[tuple[int, str, Format]],
    row: Mapping[str, CellValue],
) -> None:
    for index, title, cell_format in typed:
        write_value(sheet, number, index, row.get(title), cell_format)


def write_value(
    sheet: Worksheet, row: int, column: int, value: CellValue, cell_format: Format
) -> None:
    """Write a typed value as what it is: a text stays a text, whatever sign it begins with."""
    _WRITERS[type(value)](sheet, row, column, value, cell_format)


def row_height(table: Table, row: Mapping[str, CellValue]) -> int:
    """Give the height in points that the longest text of a row takes."""
    lines = 1
    for column in table.columns:
        value = row.get(column.title)
        if not isinstance(value, str):
            continue
        lines = max(lines, _LINES_OF_COMPUTED.get((table.name, column.title, value), 1))
        if len(value) > column.width or "\n" in value:
            lines = max(lines, lines_of(value, column.width))
    return height_of([lines])


def _blank(sheet: Worksheet, row: int, column: int, _: object, cell_format: Format) -> None:
    sheet.write_blank(row, column, None, cell_format)


def _text(sheet: Worksheet, row: int, column: int, value: str, cell_format: Format) -> None:
    sheet.write_string(row, column, value, cell_format)


def _error(sheet: Worksheet, row: int, column: int, value: CellError, cell_format: Format) -> None:
    """Write an error as a formula that is nothing else: all that XlsxWriter has for it."""
    sheet.write_formula(row, column, f"={value.value}", cell_format, value.value)


def _number(sheet: Worksheet, row: int, column: int, value: float, cell_format: Format) -> None:
    sheet.write_number(row, column, value, cell_format)


_WRITERS: Final[Mapping[type, Callable[..., None]]] = {
    type(None): _blank,
    str: _text,
    int: _number,
    float: _number,
    CellError: _error,
}
